"""The first values that an app gives its keys by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import is_keep_alive

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite


def seeds_of(keymap: KeyMap, widget: Widget) -> list[tuple[PageRun, StateWrite]]:
    """Where the app itself gives the key a first value: guarded, or on every run, but not on a click or in a
    callback."""
    if widget.first.key is None:
        return []
    return [
        (page, write)
        for page, callback, write in keymap.events_of(keymap.writes, widget.first.key)
        if callback is None and _is_by_hand(write) and not on_click(keymap, write.condition)
    ]


def _is_by_hand(write: StateWrite) -> bool:
    """Whether the write gives the key a value of its own, in words that name the key at least in part."""
    return write.form != "inside" and not is_keep_alive(write) and bool(write.key.text.strip("*"))
