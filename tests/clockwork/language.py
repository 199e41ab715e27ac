"""Micro-apps: programs of draws, reads and writes, small enough to be played on the clockwork and on Streamlit alike.

    MicroApp({"A": (draw("w", "k", when=Is("view", "Edit")), read("m", "k"))}, {"view": Variable(("Edit", "Table"))})

Variables stand for whatever decides what an app draws: the user changes them, and the app runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from keylint.clockwork import Keeping, Leave

ABSENT: Final = "<missing>"
"""What a program sees of a key that is not there."""


@dataclass(frozen=True)
class Is:
    variable: str
    value: str


@dataclass(frozen=True)
class Has:
    key: str


@dataclass(frozen=True)
class Lacks:
    key: str


@dataclass(frozen=True)
class Holds:
    key: str
    value: str


@dataclass(frozen=True)
class Both:
    first: Condition
    second: Condition


@dataclass(frozen=True)
class Kept:
    """`st.session_state.get(key, otherwise)`."""

    key: str
    otherwise: str = ABSENT


@dataclass(frozen=True)
class Returned:
    """What the widget drawn at `site` returned in this run."""

    site: str


Condition: TypeAlias = Is | Has | Lacks | Holds | Both
Expression: TypeAlias = str | Kept | Returned


@dataclass(frozen=True)
class Draw:
    site: str
    key: str | None
    default: Expression
    command: str
    options: tuple[str, ...] | None
    keeping: Keeping | None
    callback: tuple[Statement, ...]
    form: str | None
    fragment: str | None
    when: Condition | None


@dataclass(frozen=True)
class Read:
    label: str
    key: str
    fragment: str | None
    when: Condition | None


@dataclass(frozen=True)
class Write:
    key: str
    value: Expression
    fragment: str | None
    when: Condition | None


@dataclass(frozen=True)
class Delete:
    key: str
    fragment: str | None
    when: Condition | None


@dataclass(frozen=True)
class LeaveRun:
    leave: Leave
    page: str | None
    fragment: str | None
    when: Condition | None


Statement: TypeAlias = Draw | Read | Write | Delete | LeaveRun


def draw(
    site: str,
    key: str | None = None,
    default: Expression = "d",
    *,
    command: str = "text_input",
    options: tuple[str, ...] | None = None,
    keeping: Keeping | None = None,
    callback: tuple[Statement, ...] = (),
    form: str | None = None,
    fragment: str | None = None,
    when: Condition | None = None,
) -> Draw:
    return Draw(site, key, default, command, options, keeping, callback, form, fragment, when)


def read(label: str, key: str, *, fragment: str | None = None, when: Condition | None = None) -> Read:
    return Read(label, key, fragment, when)


def write(key: str, value: Expression, *, fragment: str | None = None, when: Condition | None = None) -> Write:
    return Write(key, value, fragment, when)


def keep_alive(key: str, *, when: Condition | None = None) -> Write:
    """`if key in st.session_state: st.session_state[key] = st.session_state[key]`."""
    return write(key, Kept(key), when=Has(key) if when is None else Both(when, Has(key)))


def delete(key: str, *, fragment: str | None = None, when: Condition | None = None) -> Delete:
    return Delete(key, fragment, when)


def leave(
    leave: Leave, page: str | None = None, *, fragment: str | None = None, when: Condition | None = None
) -> LeaveRun:
    return LeaveRun(leave, page, fragment, when)


class Changes(Enum):
    """Who changes a variable."""

    USER = "a choice of the user"
    CLICK = "a click: it holds its second value for one run"
    DATA = "it changes outside"
    NEVER = "it is one thing or another, and stays so"


@dataclass(frozen=True)
class Variable:
    values: tuple[str, ...]
    changes: Changes = Changes.USER


CLICK: Final = Variable(("no", "yes"), Changes.CLICK)


@dataclass(frozen=True)
class MicroApp:
    """`frame` is what the entrypoint of `st.navigation` does before it runs the page; None without `st.navigation`."""

    pages: dict[str, tuple[Statement, ...]]
    variables: dict[str, Variable] = field(default_factory=dict)
    frame: tuple[Statement, ...] | None = None

    @property
    def first_page(self) -> str:
        return next(iter(self.pages))

    @property
    def start(self) -> dict[str, str]:
        return {name: variable.values[0] for name, variable in self.variables.items()}


@dataclass(frozen=True)
class Rerun:
    pass


@dataclass(frozen=True)
class Choose:
    """The user changes a variable, and the app runs."""

    variable: str
    value: str


@dataclass(frozen=True)
class Edit:
    """The user changes the widget drawn at `site`."""

    site: str
    value: str


@dataclass(frozen=True)
class Click:
    """The user clicks the button drawn at `site`: in a form, that submits it."""

    site: str


@dataclass(frozen=True)
class GoTo:
    page: str


Act: TypeAlias = Rerun | Choose | Edit | Click | GoTo
