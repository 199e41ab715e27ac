"""Repairs that take arguments away from a widget's call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.repairs import RemoveArgument
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw


def without(keymap: KeyMap, draw: Draw, *parameters: str) -> tuple[RemoveArgument, ...]:
    """The steps that remove those of the parameters that the call is given."""
    command = command_at(draw.command, keymap.versions.newest)
    positional = command.positional if command is not None else ()
    return tuple(RemoveArgument(draw.location, name, positional) for name in parameters if name in draw.parameters)
