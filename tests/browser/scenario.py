"""What a scenario in a browser is: an app, the values that a user enters, and the way out of sight and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Files = dict[str, str]
Value = str | float | bool
# The templates of the fixes.
Strategy = Literal["persist", "shadow", "keep-alive"]


@dataclass(frozen=True, slots=True)
class Field:
    """A widget: label, key, what it displays first, what the user enters; `text` says that it is a text input."""

    label: str
    key: str
    first: Value
    entered: Value
    text: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of `click` (a button), `go to` (a page, by its title in the sidebar) and `set` (a widget, to `value`)."""

    action: Literal["click", "go to", "set"]
    label: str
    value: Value = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The user enters the fields, goes `away` so that they are not drawn, has the app run again, and comes `back`.

    The app, whose entrypoint is app.py, loses what was entered; repaired with any of `strategies` it keeps it. It
    displays the number of its runs and each key as `User` wants them, and has a button "Again" outside of any form.
    `submit` is the button of the form that the fields stand in, if they do.
    """

    name: str
    files: Mapping[str, str]
    fields: tuple[Field, ...]
    away: tuple[Step, ...]
    back: tuple[Step, ...]
    strategies: tuple[Strategy, ...]
    submit: str | None = None
