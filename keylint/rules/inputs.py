"""What a widget call takes from the user: whether anything at all, who gets it, and what only displays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import initial_value
from keylint.app.once import once
from keylint.app.owners import owner, owner_of
from keylint.run.trace import StateWrite
from keylint.run.values import NONE, Known, in_order
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import ONE_RUN_KINDS, WIDGET_KINDS
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw


def input_draws(page: PageRun) -> Iterator[Draw]:
    """The calls of a page that take something from the user."""
    return (draw for draw in page.trace.draws() if takes_input(draw))


def takes_input(draw: Draw) -> bool:
    """Whether the user can give it something: not a chart without selections, nor anything that is disabled."""
    if draw.kind not in WIDGET_KINDS or draw.traits.hands_out_file or draw.is_silent:
        return False
    return draw.parameters.get("disabled") != Known(True)


def has_callback(keymap: KeyMap, draw: Draw) -> bool:
    """Whether a function is called when the user acts on it, or perhaps is."""
    command = command_at(draw.command, keymap.versions.newest)
    name = command.callback_parameter if command else "on_change"
    return draw.spreads or (name is not None and draw.parameters.get(name, NONE) not in (NONE, Known("rerun")))


def is_wanted(keymap: KeyMap, draw: Draw) -> bool:
    """Whether some code gets what the user does with it: through its result or through its key."""
    if draw.key is not None and keymap.events_of(keymap.reads, draw.key):
        return True
    if draw.kind in ONE_RUN_KINDS:
        return owner(draw) in _clicks_that_count(keymap)
    return bool(keymap.uses_of_draw(draw))


def shows_a_result(keymap: KeyMap, draw: Draw) -> bool:
    """Whether it is given a value that the app computed, as where a text area only displays a text, to be copied."""
    if draw.traits.entry is not Entry.TEXT and draw.kind != "editor":
        return False
    given = draw.parameters.get("data") if draw.kind == "editor" else initial_value(keymap, draw)
    return given is not None and not isinstance(given, Known)


@once
def _clicks_that_count(keymap: KeyMap) -> frozenset[Hashable]:
    """The owners of clicks that some test asks for, or that session state receives."""
    tested = [
        origin
        for atom in keymap.conditions.all_atoms
        if atom.predicate != "present"
        for origin in in_order(atom.origins)
    ]
    stored = [
        origin
        for page in keymap.app.pages
        for event in page.trace.events
        if isinstance(event, StateWrite)
        for origin in in_order(event.value_origins)
    ]
    return frozenset(owner_of(origin) for origin in (*tested, *stored) if origin.kind in ("trigger", "state"))
