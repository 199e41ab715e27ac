"""The first values that an app gives its keys by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import is_keep_alive

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite


def seeds_of(keymap: KeyMap, widget: Widget) -> list[tuple[PageRun, StateWrite]]:
    """Where the app itself gives the key a first value: guarded, or on every run, but not on a click or in a
    callback."""
    return [
        (page, write)
        for page, callback, write in given_by_hand(keymap, widget)
        if callback is None and not on_click(keymap, write.condition)
    ]


def given_by_hand(keymap: KeyMap, widget: Widget) -> list[tuple[PageRun, CallbackRun | None, StateWrite]]:
    """The writes that give the key a value of its own, in words that name the key at least in part.

    A key that is written out names no widget whose key is put together: it would have to be one of many by chance.
    """
    key = widget.first.key
    if key is None:
        return []
    return [
        (page, callback, write)
        for page, callback, write in keymap.events_of(keymap.writes, key)
        if write.form != "inside"
        and not is_keep_alive(write)
        and bool(write.key.text.strip("*"))
        and (write.key.constant is None or key.constant is not None)
    ]
