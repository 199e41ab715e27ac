"""Whether two draws of one key are one widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import NONE, Items, Known, Value
from keylint.streamlit.commands import Command, command_at
from keylint.streamlit.versions import KNOWN_VERSIONS, NEWEST_KNOWN

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version

KIND = "another kind of widget"


def difference_of(keymap: KeyMap, one: Draw, other: Draw) -> str | None:
    """What makes another widget of the same key, on some version that the project allows; None when nothing does so."""
    return _difference(one, other, keymap.versions.oldest, keymap.versions.newest)


def is_one_widget(keymap: KeyMap, one: Draw, other: Draw) -> bool:
    """Whether nothing makes another widget of the same key on the newest version that the project allows."""
    return _difference(one, other, keymap.versions.newest) is None


def begins_otherwise(keymap: KeyMap, one: Draw, other: Draw) -> bool:
    """Whether two draws of a command may be given different first values; nothing given is an empty one."""
    command = command_at(one.command, keymap.versions.newest)
    parameter = command.initial_parameter if command is not None else None
    if parameter is None or one.command != other.command:
        return False
    mine, theirs = (draw.parameters.get(parameter, NONE) for draw in (one, other))
    return mine != theirs and not all(isinstance(value, Known) and not value.value for value in (mine, theirs))


def other_number(one: Draw, other: Draw) -> str | None:
    """What says that two draws ask for different numbers, one widget or not: other words, and this limit; or None."""
    if one.command != other.command or not _is_other(one, other, "label"):
        return None
    return next((f"another {name}" for name in ("max_value", "min_value") if _is_other(one, other, name)), None)


def _is_other(one: Draw, other: Draw, name: str) -> bool:
    return name in one.parameters and name in other.parameters and _differ(one.parameters[name], other.parameters[name])


def differs_until(one: Draw, other: Draw) -> Version | None:
    """The first version from which on nothing makes the two different widgets; None when something does so still."""
    if _is_alike(one, other) or _difference(one, other, NEWEST_KNOWN) is not None:
        return None
    same = NEWEST_KNOWN
    for version in reversed(KNOWN_VERSIONS):
        if _difference(one, other, version) is not None:
            return (*same[:2], 0)
        same = version
    return None


def _difference(one: Draw, other: Draw, *versions: Version) -> str | None:
    """What makes them different widgets on one of the versions."""
    if one.command != other.command:
        return KIND
    if _is_alike(one, other):
        return None
    if one.options is not None and other.options is not None and set(one.options) != set(other.options):
        return "other options"
    commands = [command_at(one.command, version) for version in versions]
    for name in sorted(one.parameters.keys() & other.parameters.keys()):
        if _identifies(commands, name) and _differ(one.parameters[name], other.parameters[name]):
            return f"another {name}"
    return None


def _is_alike(one: Draw, other: Draw) -> bool:
    """Whether they are the same call, on whatever version: of many pages each is compared with all others."""
    return one.command == other.command and one.options == other.options and one.parameters == other.parameters


def _identifies(commands: list[Command | None], name: str) -> bool:
    return any(
        command is not None and command.identifies(name) and name != command.options_parameter for command in commands
    )


def _differ(one: Value, other: Value) -> bool:
    """Whether two values are constants, and not the same."""
    mine, theirs = _constants(one), _constants(other)
    return mine is not None and theirs is not None and mine != theirs


def _constants(value: Value) -> tuple[tuple[type, object], ...] | None:
    if isinstance(value, Known):
        return () if value == NONE else ((type(value.value), value.value),)
    if isinstance(value, Items) and value.complete and all(isinstance(element, Known) for element in value.elements):
        return tuple((type(element.value), element.value) for element in value.elements if isinstance(element, Known))
    return None
