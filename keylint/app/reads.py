"""Who asks for what a widget of another page holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.keeping import is_keep_alive, is_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateRead


def reads_on_other_pages(keymap: KeyMap, widget: Widget) -> Iterator[StateRead]:
    """The reads of the widget's key on pages that do not draw it; without those of what the same run has given it."""
    if widget.first.key is None:
        return
    drawn_on = {other.page for other in keymap.widgets_of(widget.key)}
    for page, callback, read in keymap.events_of(keymap.reads, widget.first.key):
        if page not in drawn_on and not _is_given_before(keymap, callback or page, read):
            yield read


def _is_given_before(keymap: KeyMap, run: PageRun | CallbackRun, read: StateRead) -> bool:
    """Whether every run that reads the key assigns it before, something else than what it holds."""
    assigned = keymap.conditions.any_of(
        write.condition
        for write in writes_by_key(run.trace).alike(read.key)
        if write.order < read.order and write.key == read.key and not is_keep_alive(write)
        if not is_seed(keymap, write)
    )
    return keymap.conditions.implies(read.condition, assigned)
