"""What a command is to the user: what is entered, what it begins with, and whether the app hears of it.

All of it is read from the catalogue: the kind of a command, the parameters that it has or had, and their defaults. What
no signature says stands in one table, `_UNTOLD`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from keylint.streamlit.data import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.streamlit.data import CommandData, CommandKind

INITIAL_PARAMETERS = ("value", "index", "default", "expanded")
OPTIONS_PARAMETERS = ("options", "tabs")
_REPORTING = ("on_select", "on_click", "on_change")
_LIMITS = frozenset({"min_value", "max_value"})


class Entry(Enum):
    """What the user enters into a widget that holds a value."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    MOMENT = auto()  # a date with a time
    TRUTH = auto()
    OPTION = auto()  # one of the options that the call lists; with `selection_mode` several, where that says so
    OPTIONS = auto()  # any number of them
    SCALE = auto()  # a point on a scale, or the two ends of a range
    COLOUR = auto()
    MARK = auto()  # one of what the widget itself has to show: stars, page numbers


# What no signature says. `select_slider` has options as a selectbox has, `feedback` names the icons that it shows by
# `options`, and `color_picker` begins with black although its `value` is None.
_UNTOLD: Mapping[str, Entry] = {
    "select_slider": Entry.SCALE,
    "feedback": Entry.MARK,
    "color_picker": Entry.COLOUR,
}
_BLACK = "#000000"

_LABORIOUS = frozenset({Entry.TEXT, Entry.NUMBER, Entry.DATE, Entry.TIME, Entry.MOMENT, Entry.OPTIONS})


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of a command on all versions. `parameters` are all that it has or had; `entry` is None for what
    holds no value that code may set."""

    kind: CommandKind
    entry: Entry | None = None
    parameters: frozenset[str] = frozenset()
    defaults: Mapping[str, str | int | float] = field(default_factory=dict, hash=False)

    @property
    def nothing(self) -> str | int | float | None:
        """The default of the parameter for the initial value: what is as if nothing were given."""
        return next((self.defaults[name] for name in INITIAL_PARAMETERS if name in self.defaults), None)

    @property
    def begins_with(self) -> str | int | float | None:
        """What a widget holds that is given nothing, as far as no argument decides that; None where one may."""
        if self.entry is Entry.COLOUR:
            return _BLACK
        return self.nothing if self.entry in (Entry.TEXT, Entry.TRUTH, Entry.MARK) else None

    @property
    def is_laborious(self) -> bool:
        """Typed, dated or picked one by one: lost input of this kind is work to enter again."""
        return self.entry in _LABORIOUS

    @property
    def is_one_click(self) -> bool:
        """Whether all choices are in sight, and one click takes another: no list to open, nothing to drag."""
        return self.entry is Entry.TRUTH or (self.entry is Entry.OPTION and "placeholder" not in self.parameters)

    @property
    def begins_with_option(self) -> bool:
        """Whether a widget that is given nothing has an option chosen: the first, or the one that `index` counts to."""
        return "index" in self.parameters or (self.entry is Entry.SCALE and self.lists_options)

    @property
    def can_be_cleared(self) -> bool:
        """Whether the user can go back to no choice: a radio button stays chosen."""
        return self.entry is not Entry.OPTION or "index" not in self.parameters or "placeholder" in self.parameters

    @property
    def takes_range(self) -> bool:
        """Whether a pair as the initial value makes the widget ask for two ends."""
        return self.entry in (Entry.SCALE, Entry.DATE)

    @property
    def learns_range_in_session_state(self) -> bool:
        """Whether a pair in session state does so too, without one in the call, on all versions: only a slider's."""
        return self.entry is Entry.SCALE and not self.lists_options

    @property
    def lists_options(self) -> bool:
        """Whether the options stand in the call; those that `feedback` names are icons."""
        return not self.parameters.isdisjoint(OPTIONS_PARAMETERS)

    @property
    def hides_typing(self) -> bool:
        """Whether the widget can be a field for a password."""
        return self.entry is Entry.TEXT and "type" in self.parameters

    @property
    def hands_out_file(self) -> bool:
        """Whether a click does its work in the browser, so that the run after it is of no interest."""
        return self.kind == "trigger" and "file_name" in self.parameters

    @property
    def reports_by(self) -> str | None:
        """The parameter without which the app hears nothing of the user, as `on_select` of a chart; None: it always
        does."""
        return next((name for name in _REPORTING if self.defaults.get(name) == "ignore"), None)


_COMPONENT = Traits("component")


@cache
def traits_of(name: str) -> Traits:
    """The traits of `st.<name>`, or of any component where the catalogue does not have it. A memo of constant data."""
    data = COMMANDS.get(name)
    if data is None:
        return _COMPONENT
    parameters = _parameters(data)
    told = Traits(data["kind"], None, parameters, data.get("defaults", {}))
    if told.kind != "value":
        return told
    return Traits(told.kind, _UNTOLD.get(name) or _entry(parameters, told.nothing), parameters, told.defaults)


def _parameters(data: CommandData) -> frozenset[str]:
    texts = (change.get(part, "") for change in data["history"] for part in ("positional", "added"))
    return frozenset(name for text in texts for name in str(text).split())


def _entry(parameters: frozenset[str], nothing: object) -> Entry:
    """What is entered, by the words that Streamlit has for an initial value, and by what limits the choice."""
    if not parameters.isdisjoint(OPTIONS_PARAMETERS):
        return Entry.OPTIONS if "max_selections" in parameters else Entry.OPTION
    match nothing:
        case bool():
            return Entry.TRUTH
        case "min":
            return Entry.NUMBER
        case "today":
            return Entry.DATE
        case "now":
            return Entry.TIME if parameters.isdisjoint(_LIMITS) else Entry.MOMENT
        case str():
            return Entry.TEXT
        case _:
            return Entry.MARK if parameters.isdisjoint(_LIMITS) else Entry.SCALE
