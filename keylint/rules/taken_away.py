"""Deletions after which an edit in the browser meets a key that is not there.

A value that Streamlit drops does no harm to a callback: an edit that arrives late brings its value along, and finds the
key. After `del` or `pop` it does not, until the widget is drawn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.keys import Key
from keylint.run.trace import Draw, Leave, StateDelete, StateWrite
from keylint.run.values import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.callbacks import CallbackRun
    from keylint.run.trace import Trace


def taken_away(keymap: KeyMap, widget: Widget, draw: Draw, heard_by: CallbackRun) -> StateDelete | None:
    """The deletion of the key of `draw` after which the user can still edit the widget, and `heard_by` is called.

    None where the widget is drawn again before the user can.
    """
    for callback, delete in _deletions(keymap, widget, draw):
        if callback is heard_by:
            continue  # its next run draws the widget
        if callback is None and _stays_on_screen(keymap, widget, draw, delete):
            return delete
        if callback is None and _is_of_hidden_runs(keymap, widget, delete):
            return delete
        if _closes(keymap, widget, callback.trace if callback else widget.page.trace, delete):
            return delete
    return None


def _deletions(keymap: KeyMap, widget: Widget, draw: Draw) -> Iterator[tuple[CallbackRun | None, StateDelete]]:
    """Those that are sure to be of the key: by its name, or of everything at once."""
    for page, callback, delete in (*keymap.deletes.get(widget.key, ()), *keymap.deletes.get("*", ())):
        is_everything = delete.key.text == "*" and not delete.context.loops
        if page is widget.page and (is_everything or (draw.key is not None and delete.key.must_equal(draw.key))):
            yield callback, delete


def _stays_on_screen(keymap: KeyMap, widget: Widget, draw: Draw, delete: StateDelete) -> bool:
    """Whether a run draws the widget, then deletes its key, and leaves it so for the user to edit."""
    together = keymap.conditions.both(draw.condition, delete.condition)
    if delete.order < draw.order or not keymap.possible(together):
        return False
    return keymap.possible(keymap.conditions.without(together, _started_anew(keymap, widget.page.trace, delete)))


def _is_of_hidden_runs(keymap: KeyMap, widget: Widget, delete: StateDelete) -> bool:
    """Whether a run that the user can cause leaves the widget out and deletes its key."""
    hidden = keymap.conditions.both(widget.hiding.plain, delete.condition)
    return widget.hiding.is_hidden and keymap.possible(
        keymap.conditions.without(hidden, _started_anew(keymap, widget.page.trace, delete))
    )


def _started_anew(keymap: KeyMap, trace: Trace, delete: StateDelete) -> Condition:
    """The runs that another one follows at once."""
    return keymap.conditions.any_of(
        event.condition
        for event in trace.events[delete.order :]
        if isinstance(event, Leave) and event.kind in ("rerun", "switch_page")
    )


def _closes(keymap: KeyMap, widget: Widget, trace: Trace, delete: StateDelete) -> bool:
    """Whether what deletes the key also writes what decides whether the widget is drawn."""
    if not widget.hiding.is_hidden:
        return False
    asked = {
        origin.detail.text
        for atom in keymap.hider.atoms(widget.hiding.drawn)
        for origin in in_order(atom.origins)
        if isinstance(origin.detail, Key)
    }
    return any(
        isinstance(event, StateWrite)
        and event.key.text in asked
        and keymap.conditions.overlap(event.condition, delete.condition)
        for event in trace.events
    )
