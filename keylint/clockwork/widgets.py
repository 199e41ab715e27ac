"""Widgets as they are drawn, and what makes two of them the same widget to Streamlit."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from keylint.streamlit.commands import COMPONENT, Command, command_at
from keylint.streamlit.data import ONE_RUN_KINDS
from keylint.streamlit.traits import traits_of

if TYPE_CHECKING:
    from keylint.streamlit.versions import Version

Value: TypeAlias = Hashable
"""A token or a term. The clockwork only asks whether two are equal."""

Key: TypeAlias = Hashable
Page: TypeAlias = Hashable
Fragment: TypeAlias = Hashable
Form: TypeAlias = Hashable


class _Missing(Enum):
    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing.MISSING
"""What a key has that st.session_state does not hold."""


class Keeping(Enum):
    """What keeps a widget's value while the widget is not drawn."""

    PAGE = 'persist_state="page"'
    SESSION = 'persist_state="session"'
    QUERY = 'bind="query-params"'


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget as one call draws it in one run.

    - `site`: the call; what the ideal clockwork takes for the identity of a widget without a key;
    - `default`: what it holds where nothing else is known, also the value of its initial parameter;
    - `parameters`: the other parameters that are given, with their values, sorted by name;
    - `options`: what can be chosen, None where anything can;
    - `callback`: handed back by the run that has to call it, with its arguments as they were in this run;
    - `frame`: drawn by the entrypoint of `st.navigation`, not by a page.
    """

    site: Hashable
    key: Key | None = None
    default: Value = ""
    command: str = "text_input"
    parameters: tuple[tuple[str, Value], ...] = ()
    options: tuple[Value, ...] | None = None
    keeping: Keeping | None = None
    callback: Hashable | None = None
    form: Form | None = None
    fragment: Fragment | None = None
    frame: bool = False

    @property
    def is_trigger(self) -> bool:
        """Whether it has a value only in the run that a click, or a message, causes."""
        return traits_of(self.command).kind in ONE_RUN_KINDS


@dataclass(frozen=True, slots=True, eq=False)
class WidgetId:
    """What Streamlit computes of a widget: calls with the same id are the same widget."""

    command: str
    key: Key | None
    counting: tuple[tuple[str, Value], ...]
    form: Form | None
    page: Page | None
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.command, self.key, self.counting, self.form, self.page)))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, WidgetId) and self._parts() == other._parts())

    def __hash__(self) -> int:
        return self._hash

    def _parts(self) -> tuple[object, ...]:
        return (self.command, self.key, self.counting, self.form, self.page)


@lru_cache(maxsize=4096)
def identify(widget: Widget, version: Version, page: Page) -> WidgetId:
    """The id of `widget` when `page` draws it.

    With a key, a command counts the parameters that the catalogue names for the version; without one, all of them.
    """
    command = drawn_command(widget.command, version)
    keyed = widget.key is not None
    counting = [(name, value) for name, value in widget.parameters if command.identifies(name, keyed=keyed)]
    initial = command.initial_parameter
    if initial is not None and command.identifies(initial, keyed=keyed):
        counting.append((initial, widget.default))
    options = command.options_parameter
    if options is not None and widget.options is not None and command.identifies(options, keyed=keyed):
        counting.append((options, widget.options))
    key_alone = keyed and command.identity is not None
    return WidgetId(
        command=widget.command,
        key=widget.key,
        counting=tuple(counting),
        form=None if key_alone else widget.form,
        page=None if widget.frame else page,
    )


def drawn_command(name: str, version: Version) -> Command:
    """The command, or what is known of any component where the catalogue does not have it."""
    return command_at(name, version) or COMPONENT
