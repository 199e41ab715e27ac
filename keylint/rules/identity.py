"""Which parameters make a widget another widget, on the versions that the project allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.streamlit.commands import command_at
from keylint.streamlit.versions import KNOWN_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version


def identifying_parameters(keymap: KeyMap, draw: Draw) -> Iterator[str]:
    """The given parameters a change of which resets the widget, on some admitted version."""
    commands = [
        command
        for version in {keymap.versions.oldest, keymap.versions.newest}
        if (command := command_at(draw.command, version)) is not None
    ]
    for name in draw.parameters:
        if any(command.identifies(name, keyed=draw.key is not None) for command in commands):
            yield name


def counts_until(draw: Draw, name: str) -> Version | None:
    """The first version from which on the parameter no longer resets the widget; None when it does so on the newest."""
    end = None
    for version in reversed(KNOWN_VERSIONS):
        command = command_at(draw.command, version)
        if command is None or command.identifies(name, keyed=draw.key is not None):
            return end
        end = (version[0], version[1], 0)
    return end
