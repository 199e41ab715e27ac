"""Which parameters make a widget another widget, on the versions that the project admits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.streamlit.commands import command_at
from keylint.streamlit.versions import KNOWN_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.streamlit.commands import Command
    from keylint.streamlit.versions import Version

# Count for no widget, with a key or without one.
_NEVER = frozenset({"key", "disabled", "label_visibility", "on_change", "on_click", "on_submit", "args", "kwargs"})


def identifying_parameters(keymap: KeyMap, draw: Draw) -> Iterator[str]:
    """The given parameters a change of which resets the widget, on some admitted version."""
    commands = [
        command
        for version in {keymap.versions.oldest, keymap.versions.newest}
        if (command := command_at(draw.command, version)) is not None
    ]
    for name in draw.parameters:
        if any(_counts(command, draw, name) for command in commands):
            yield name


def counts_until(draw: Draw, name: str) -> Version | None:
    """The first version from which on the parameter no longer resets the widget; None when it does so on the newest."""
    end = None
    for version in reversed(KNOWN_VERSIONS):
        command = command_at(draw.command, version)
        if command is None or _counts(command, draw, name):
            return end
        end = (version[0], version[1], 0)
    return end


def _counts(command: Command, draw: Draw, name: str) -> bool:
    if draw.key is not None:
        return command.identifies(name)
    return name in command.parameters and name not in _NEVER
