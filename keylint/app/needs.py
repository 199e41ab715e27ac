"""Who needs a widget's value while it is not drawn, and what says that losing it does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.clicks import where_none
from keylint.app.keeping import (
    is_keep_alive,
    is_seed,
)
from keylint.conditions.nodes import ALWAYS, NEVER, Condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import CallbackRun, PageRun
    from keylint.run.trace import StateRead, StateWrite


@dataclass(frozen=True, eq=False)
class Need:
    """A read of a key in runs in which the key is gone. `page` is the page that reads."""

    page: PageRun
    callback: CallbackRun | None
    read: StateRead


def needs_while_hidden(keymap: KeyMap, widget: Widget) -> Iterator[Need]:
    """Reads on the widget's own page that happen, in some run, while the widget has been hidden."""
    if widget.first.key is None:
        return
    hidden = widget.hiding.plain
    for page, callback, read in keymap.events_of(keymap.reads, widget.first.key):
        if page is not widget.page:
            continue
        reached = read.condition if callback is None else _wired(keymap, widget, callback)
        missing = keymap.conditions.both(reached, hidden)
        if keymap.possible(missing) and not _given_before(keymap, page, read, callback, hidden):
            yield Need(page, callback, read)


def _wired(keymap: KeyMap, widget: Widget, callback: CallbackRun) -> Condition:
    """The runs that draw what the callback belongs to; none when that is the widget itself."""
    reached = NEVER
    for draw in callback.draws:
        if draw.key is None or draw.key.text != widget.key:
            reached = keymap.conditions.either(reached, draw.condition)
    return reached


def _given_before(
    keymap: KeyMap, page: PageRun, read: StateRead, callback: CallbackRun | None, runs: Condition = ALWAYS
) -> bool:
    """Whether each of these runs that reads the key assigns it, from something else, before it is read."""
    trace = page.trace if callback is None else callback.trace
    assigned = NEVER
    for event in writes_by_key(trace).alike(read.key):
        if (
            event.order < read.order
            and event.key == read.key
            and not is_keep_alive(event)
            and not is_seed(keymap, event)
        ):
            assigned = keymap.conditions.either(assigned, event.condition)
    return keymap.conditions.implies(keymap.conditions.both(read.condition, runs), assigned)


def needs_on_other_pages(keymap: KeyMap, widget: Widget) -> Iterator[Need]:
    """Reads on pages that neither draw the widget nor assign the key before."""
    if widget.first.key is None or widget.in_frame:
        return
    for page, callback, read in keymap.events_of(keymap.reads, widget.first.key):
        if page is widget.page or _draws(keymap, page, widget.key):
            continue
        if not _given_before(keymap, page, read, callback):
            yield Need(page, callback, read)


def _draws(keymap: KeyMap, page: PageRun, key: str) -> bool:
    return any(other.page is page for other in keymap.widgets_of(key))


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


def on_click(keymap: KeyMap, condition: Condition) -> bool:
    """Whether the condition holds only in the run of a click."""
    clicks = keymap.hider.atoms_of("trigger", condition)
    return not keymap.possible(where_none(keymap, condition, clicks))
