"""Keys that an app notes in a list or set of its own, to assign each of them to itself at the top of every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.keeping import is_keep_alive, is_seed
from keylint.conditions.nodes import NEVER
from keylint.run.cells import Cell
from keylint.run.keys import Key, constant_key
from keylint.run.trace import ItemsChange
from keylint.run.values import Known, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite
    from keylint.run.values import Origin


@dataclass(frozen=True, eq=False)
class Notes:
    """The collection under the key `store`: what notes each key there, and what makes it, `seeds`."""

    store: str
    keys: Mapping[str, tuple[tuple[PageRun, StateWrite], ...]]
    seeds: tuple[StateWrite, ...]


def notes_for(keymap: KeyMap, write: StateWrite) -> Notes | None:
    """The notes of which a keep-alive takes its keys; None where it takes them from elsewhere, or not all are known."""
    store = _store_of(write)
    if store is None or store in keymap.widget_keys or any(keymap.events_of(keymap.deletes, constant_key(store))):
        return None
    keys: dict[str, tuple[tuple[PageRun, StateWrite], ...]] = {}
    seeds: list[StateWrite] = []
    for page, callback, event in keymap.events_of(keymap.writes, constant_key(store)):
        if is_keep_alive(event):
            continue
        value = event.value
        is_note = event.form == "inside" and event.change is ItemsChange.ADDS and callback is None
        if is_note and isinstance(value, Known) and isinstance(value.value, str):
            keys[value.value] = (*keys.get(value.value, ()), (page, event))
        elif callback is None and event.key.constant == store and is_seed(keymap, event):
            seeds.append(event)
        else:
            return None
    return Notes(store, keys, tuple(seeds))


def is_noted_beside(keymap: KeyMap, write: StateWrite, key: str) -> str | None:
    """The collection of which a keep-alive takes its keys, where the key is noted there and other code changes it."""
    store = _store_of(write)
    if store is None or notes_for(keymap, write) is not None:
        return None
    writes = (event for _, _, event in keymap.events_of(keymap.writes, constant_key(store)))
    return store if any(event.form == "inside" and event.value == Known(key) for event in writes) else None


def is_noted(keymap: KeyMap, write: StateWrite, widgets: Iterable[Widget]) -> bool:
    """Whether every run that draws one of the widgets notes its key for the keep-alive."""
    notes = notes_for(keymap, write)
    return notes is not None and all(_notes(keymap, notes, widget) for widget in widgets)


def calls_that_note(notes: Notes) -> tuple[Location, ...]:
    """Where keys are noted: the innermost call around it, or the statement itself."""
    found: dict[Location, None] = {}
    for entries in notes.keys.values():
        for _, event in entries:
            steps = event.context.route.steps
            found[steps[-1][0] if steps else event.location] = None
    return tuple(found)


def seeds_apart(notes: Notes) -> tuple[Location, ...]:
    """What makes the collection, apart from what the calls do that note keys."""
    noting = {event.context.route for entries in notes.keys.values() for _, event in entries}
    apart = (seed for seed in notes.seeds if not seed.context.route.steps or seed.context.route not in noting)
    return tuple(dict.fromkeys(seed.location for seed in apart))


def _notes(keymap: KeyMap, notes: Notes, widget: Widget) -> bool:
    covered = NEVER
    for page, event in notes.keys.get(widget.key, ()):
        if page is widget.page:
            condition = event.condition
            for atom in keymap.hider.atoms(condition):
                if any(_key_of(each) == notes.store for each in atom.origins):
                    # It asks whether the key is there already.
                    either = (keymap.conditions.restrict(condition, atom, answer) for answer in (True, False))
                    condition = keymap.conditions.either(*either)
            covered = keymap.conditions.either(covered, condition)
    return not keymap.possible(keymap.conditions.without(widget.hiding.drawn, covered))


def _store_of(write: StateWrite) -> str | None:
    origins = list(_origins(write))
    stores = {_key_of(origin) for origin in origins if origin.kind == "state"}
    if write.form == "all" or len(write.key.parts) != 1 or len(stores) != 1:
        return None
    is_plain = all(origin.kind in ("state", "element") for origin in origins)
    return stores.pop() if is_plain else None


def _key_of(origin: Origin) -> str | None:
    """The key of the state that an origin is, or is a part of."""
    detail = origin.detail.root if isinstance(origin.detail, Cell) else origin.detail
    return detail.constant if isinstance(detail, Key) else None


def _origins(write: StateWrite) -> Iterator[Origin]:
    return (origin for hole in write.key.holes for origin in in_order(hole.origins))
