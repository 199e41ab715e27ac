"""Widgets whose value every run copies to another key, and that nothing is copied back to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_and_draws_by_key, writes_by_key
from keylint.app.clicks import failures_in, on_click, where_none
from keylint.app.keeping import initial_value, keep_alives, keeps_itself, restored_from, writes_of
from keylint.app.keymap import state_keys
from keylint.app.once import once
from keylint.app.seeds import given_by_hand
from keylint.conditions.nodes import NEVER
from keylint.findings import Severity
from keylint.run.cells import Cell
from keylint.run.trace import Draw, StateWrite
from keylint.run.values import Choice, StateValue, WidgetResult, value_origins
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.item_copies import only_copy
from keylint.verdicts.losses import Losses, widest_scope

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.hiding import Hiding
    from keylint.app.keymap import KeyMap
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateRead
    from keylint.run.values import Value


@dataclass(frozen=True, eq=False)
class Mirror:
    """The widget, the write that copies its value, and the reads of the copy in runs that do not draw the widget.

    `is_proven` says that the user gets to such a read, by another page or by what they do on this one. `of_item`: the
    widget is that of the item which the user has chosen, and a button makes the copy.
    """

    page: PageRun
    draw: Draw
    write: StateWrite
    reads: tuple[StateRead, ...]
    is_proven: bool
    of_item: bool = False


def mirrors(keymap: KeyMap) -> tuple[Mirror, ...]:
    """The copies whose widget can return with its default, which they then take."""
    return keymap.about(_mirrors)


def _mirrors(keymap: KeyMap) -> tuple[Mirror, ...]:
    return (*_found(keymap), *_of_items(keymap))


def _of_items(keymap: KeyMap) -> Iterator[Mirror]:
    """The copies that a button makes for the chosen item, which its widget does not begin with when it is back."""
    scope = widest_scope(keymap)
    for widget in keymap.widgets:
        draw, page, key = widget.first, widget.page, widget.first.key
        if key is None or draw.kind != "value" or draw.context.dialog is not None or keeps_itself(draw, scope):
            continue
        write = only_copy(keymap.about(Inputs), widget)
        if write is not None and not _is_given(keymap, page, draw, key) and not given_by_hand(keymap, widget):
            yield Mirror(page, draw, write, (), is_proven=False, of_item=True)


def _found(keymap: KeyMap) -> Iterator[Mirror]:
    scope = widest_scope(keymap)
    losses = [loss for loss in keymap.about(Losses).all if loss.story is not None]
    told = {loss.widget.key for loss in losses}
    lost = {loss.widget.key for loss in losses if loss.severity >= Severity.WARNING}
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.kind != "value" or keeps_itself(draw, scope) or draw.context.in_frame:
                continue
            if draw.key is not None and draw.key.text not in told:
                continue
            copies = list(_copies(keymap, page, draw))
            if not copies or on_click(keymap, draw.condition) or not _starts_afresh(keymap, page, draw):
                continue
            hiding = keymap.hider.hiding_of(page, _same_widget(page, draw))
            if not hiding.is_hidden and len(keymap.app.pages) == 1:
                continue
            for write in copies:
                reads = list(_reads_elsewhere(keymap, page, write, hiding))
                is_proven = (
                    any(other is not page for other, _ in reads) or hiding.flipped_by - {"data", "loop"} != set()
                )
                if reads or (draw.key is not None and draw.key.text in lost):
                    yield Mirror(page, draw, write, tuple(read for _, read in reads), bool(reads) and is_proven)
                    break


def _same_widget(page: PageRun, draw: Draw) -> list[Draw]:
    if draw.key is None:
        return [draw]
    return [event for event in writes_and_draws_by_key(page.trace).alike(draw.key) if isinstance(event, Draw)]


def _starts_afresh(keymap: KeyMap, page: PageRun, draw: Draw) -> bool:
    """Whether nothing tells the widget its last value when it returns: no state, and nothing from outside."""
    given = initial_value(keymap, draw)
    if given is not None and any(origin.kind != "environment" for origin in value_origins(given)):
        return False
    return draw.key is None or not (restored_from(keymap, draw, page) or _is_given(keymap, page, draw, draw.key))


def _is_given(keymap: KeyMap, page: PageRun, draw: Draw, key: Key) -> bool:
    """Whether something keeps the key of the widget alive, or may assign it before the widget."""
    return next(keep_alives(keymap, page, key.text), None) is not None or any(
        write.order < draw.order and write.key.may_equal(key) and write.form != "inside"
        for write in writes_by_key(page.trace).near(key)
    )


def _copies(keymap: KeyMap, page: PageRun, draw: Draw) -> Iterator[StateWrite]:
    """The writes that every run that draws the widget makes, of its very value, to another key: one that is not named
    by the value itself, which another value leaves alone."""
    own = draw.key or draw.site
    for event in _writes_of_results(page).get(own, ()):
        if any(origin.detail == own for hole in event.key.holes for origin in hole.origins):
            continue
        if event.order < draw.order or event.form in ("setdefault", "all") or event.key == draw.key:
            continue
        missed = keymap.conditions.without(draw.condition, event.condition)
        missed = where_none(keymap, missed, failures_in(keymap, missed))
        if not keymap.possible(missed):
            yield event


@once
def _writes_of_results(page: PageRun) -> dict[Hashable, list[StateWrite]]:
    """The writes of what a widget or session state gives, by the key, or without one the place, of the widget."""
    found: dict[Hashable, list[StateWrite]] = defaultdict(list)
    for event in writes_of(page):
        for source in dict.fromkeys(_sources(event.value)):
            found[source].append(event)
    return found


def _sources(value: Value) -> Iterator[Hashable]:
    if isinstance(value, WidgetResult):
        yield value.key or value.site
    elif isinstance(value, (StateValue, Choice)):
        yield from state_keys(value)


def _written_before(keymap: KeyMap, page: PageRun, key: Key, read: StateRead) -> bool:
    """Whether the same run always writes the copy before it is read."""
    written = NEVER
    for event in writes_by_key(page.trace).alike(key):
        if event.order < read.order and event.key == key and event.form not in ("setdefault", "inside"):
            written = keymap.conditions.either(written, event.condition)
    return keymap.conditions.implies(read.condition, written)


def _reads_elsewhere(
    keymap: KeyMap, page: PageRun, write: StateWrite, hiding: Hiding
) -> Iterator[tuple[PageRun, StateRead]]:
    """Where the copy is read, by itself or with all that it stands in, in runs that do not draw the widget: hidden runs
    of its page, and other pages."""
    holder = (write.key.root.text,) if isinstance(write.key, Cell) else ()
    for other, callback, read in (found for text in (write.key.text, *holder) for found in keymap.reads.get(text, ())):
        if callback is not None or _written_before(keymap, other, write.key, read):
            continue
        if other is not page or keymap.possible(keymap.conditions.both(read.condition, hiding.plain)):
            yield other, read
