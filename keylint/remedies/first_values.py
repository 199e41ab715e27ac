"""What a widget learns from its first value, and from nothing else once that has moved to session state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.values import NONE, Items, Known, Reference, Table, Text, Truth
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.app.trace import Draw
    from keylint.app.values import Value

_RANGES = ("slider", "select_slider", "date_input")
_SELECTIONS = ("pills", "segmented_control")
_COLLECTIONS = ("list", "dict", "set")
_LIMITS = ("min_value", "max_value")
_NUMBERS = ("whole", "fraction")


def kind_of(value: Value | None) -> str | None:
    """What is known of a value, as `Shadow.kind` says it."""
    if isinstance(value, (Items, Table)) or (isinstance(value, Reference) and value.kind in _COLLECTIONS):
        return "several"
    if isinstance(value, Truth):
        return "truth"
    if isinstance(value, Text):
        return "text"
    if not isinstance(value, Known):
        return None
    kinds = {type(None): "none", bool: "truth", str: "text", int: "whole", float: "fraction"}
    return kinds.get(type(value.value))


def first_value(keymap: KeyMap, draw: Draw) -> Value | None:
    """What the call gives as the first value; None when it gives nothing."""
    command = command_at(draw.command, keymap.versions.newest)
    name = command.initial_parameter if command is not None else None
    return draw.parameters.get(name) if name is not None else None


def holds_several(draw: Draw) -> bool:
    return draw.command == "multiselect" or draw.parameters.get("selection_mode") == Known("multi")


def argument_instead(keymap: KeyMap, draw: Draw) -> tuple[str, ...]:
    """What says in place of the first value that a number is a whole one."""
    if draw.command != "number_input" or kind_of(first_value(keymap, draw)) != "whole":
        return ()
    others = (draw.parameters.get(name) for name in (*_LIMITS, "step"))
    return () if any(kind_of(other) == "whole" for other in others) else ("step=1",)


def obstacle_in_first_value(keymap: KeyMap, draw: Draw) -> str | None:
    """Why the first value cannot move to session state."""
    value = first_value(keymap, draw)
    kind = kind_of(value)
    if kind == "several" and draw.command in _RANGES:
        return "its first value is a range, which the widget only learns from its call"
    if draw.command in _SELECTIONS and not isinstance(draw.parameters.get("selection_mode", NONE), Known):
        return "its selection_mode is not constant"
    if draw.options == ():
        return "it has no options"
    if value is None or kind in ("none", "text"):
        return None
    if draw.command == "number_input" and kind is None:
        others = (draw.parameters.get(name) for name in (*_LIMITS, "step"))
        if not any(kind_of(other) in _NUMBERS for other in others):
            return "whether its number is a whole one, it only learns from its first value"
    if draw.command == "slider" and kind_of(draw.parameters.get("min_value")) not in _NUMBERS:
        most = kind_of(draw.parameters.get("max_value", NONE))
        if kind != "whole" or most not in ("none", "whole"):
            return "what it counts, it only learns from its first value"
    return None
