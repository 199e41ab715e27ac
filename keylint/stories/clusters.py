"""A cluster: one widget, the cells that its value goes to or comes from, and what the app does with them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.run.callbacks import CallbackRun
from keylint.run.cells import Cell
from keylint.run.chosen_keys import is_any_of_state, where_passing
from keylint.run.keys import Key, constant_key
from keylint.run.runs import PageRun
from keylint.run.trace import Atom, Draw, StateDelete, StateRead, StateWrite
from keylint.run.values import OF_LOOPS, Choice, StateValue, in_order
from keylint.stories.effects import FROM_WIDGET
from keylint.stories.saving_changes import SavingChanges
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from keylint.conditions.nodes import Condition
    from keylint.run.runs import App
    from keylint.run.trace import Event
    from keylint.run.values import Origin, Value
    from keylint.stories.effects import Effects
    from keylint.streamlit.versions import Version

# More cells than that are too coarse to say anything of one widget.
MOST_CELLS = 8

Script = tuple["Event", ...]


@dataclass(frozen=True, eq=False)
class Cluster:
    """`key` is that of the protagonist. `cells` are the texts of the keys that belong to the cluster.

    `is_open` says that something may touch it of which not enough is known.
    """

    effects: Effects
    key: Key
    cells: frozenset[str]
    is_open: bool

    @property
    def app(self) -> App:
        return self.effects.app

    @cached_property
    def _by_run(self) -> Mapping[PageRun | CallbackRun, Script]:
        found = {run: tuple(self._about(events)) for run, events in self.effects.touching(self.cells)}
        return {run: script for run, script in found.items() if script}

    @cached_property
    def scripts(self) -> Mapping[PageRun, Script]:
        """What each page does with the cells, in order; pages that do nothing are left out."""
        return {run: script for run, script in self._by_run.items() if isinstance(run, PageRun)}

    @cached_property
    def callbacks(self) -> Mapping[CallbackRun, Script]:
        """What callbacks do with the cells."""
        return {run: script for run, script in self._by_run.items() if isinstance(run, CallbackRun)}

    @cached_property
    def _own_draws(self) -> Mapping[PageRun, tuple[Draw, ...]]:
        found: dict[PageRun, tuple[Draw, ...]] = {}
        for page, script in self.scripts.items():
            draws = tuple(event for event in script if isinstance(event, Draw) and self.is_own(event))
            if draws:
                found[page] = draws
        return found

    @cached_property
    def _saving(self) -> SavingChanges:
        return SavingChanges(self.app.conditions, (event for script in self._by_run.values() for event in script))

    def condition_of(self, event: Event) -> Condition:
        """When an event of a script happens, as far as it matters; a loop over keys: when it comes to this one."""
        if isinstance(event, StateWrite) and event.key.text not in self.cells and event.key.holes:
            return self._where_chosen(event)
        return self._saving.condition_of(event)

    def draws_on(self, page: PageRun) -> tuple[Draw, ...]:
        """The calls of a page that draw the protagonist."""
        return self._own_draws.get(page, ())

    @cached_property
    def draws(self) -> tuple[Draw, ...]:
        """The calls that draw the protagonist, on any page; there is one at least."""
        return tuple(draw for draws in self._own_draws.values() for draw in draws)

    def is_own(self, draw: Draw) -> bool:
        return draw.key is not None and draw.key.text == self.key.text

    def _about(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            match event:
                case Draw(key=Key() as key, kind=kind) if key.text in self.cells and kind in WIDGET_KINDS:
                    yield event
                case StateRead(key=key) | StateDelete(key=key) if key.text in self.cells:
                    yield event
                case StateDelete(key=key) if is_any_of_state(key):
                    yield from self._deleted(event)
                case StateWrite() if event.key.text in self.cells or self._keeps(event):
                    yield event

    def _deleted(self, event: StateDelete) -> Iterator[StateDelete]:
        """The deletion of each of the cells that passes the tests by which a loop over session state chooses keys."""
        for cell in sorted(self.cells):
            condition = where_passing(self.app.conditions, event.condition, event.key, cell, otherwise=False)
            if condition is not NEVER:
                yield replace(event, key=constant_key(cell), condition=condition)

    def _keeps(self, write: StateWrite) -> bool:
        """Whether a write to keys that only the run knows assigns the protagonist's to itself."""
        if write.form == "all":
            return not self.key.is_unkeyed  # session state does not tell of what has no key
        may_be = bool(write.key.holes) and is_own_value(write.value, write.key) and write.key.may_equal(self.key)
        return may_be and self._is_chosen(write)

    def _is_chosen(self, write: StateWrite) -> bool:
        """Whether the protagonist's key passes the tests that choose the keys."""
        return self._where_chosen(write) is not NEVER

    def _where_chosen(self, write: StateWrite) -> Condition:
        if self.key.constant is None:
            return write.condition
        return where_passing(self.app.conditions, write.condition, write.key, self.key.text, otherwise=True)


def is_own_value(value: Value, key: Key) -> bool:
    """Whether a value is, or may be, what session state holds under the key."""
    if isinstance(value, Choice):
        return any(is_own_value(inner, key) for _, inner in value.alternatives)
    return isinstance(value, StateValue) and value.key == key


def cluster_of(effects: Effects, key: Key, *, with_fed: bool = True) -> Cluster:
    """The cluster of the widget with that key; without the cells that its value only goes to where there is too much
    to look at: these cannot bring it back."""
    feeding = _reached(key.text, lambda text: _feeding(effects, text))
    fed = _reached(key.text, lambda text: _fed_from(effects, text)) if with_fed else []
    # What the value only goes to cannot bring it back: of that, as much is looked at as there is room for.
    cells = dict.fromkeys(itertools.islice(dict.fromkeys((*feeding, *fed)), MOST_CELLS))
    is_open = len(feeding) > MOST_CELLS
    patterns = [text for text in effects.writes if "*" in text]
    for text in patterns:
        for effect in effects.writes[text]:
            write = effect.event
            if is_own_value(write.value, write.key) or text in cells:
                continue
            if write.key.is_unknown:
                is_open = is_open or (bool(write.context.loops) and _may_be_saved(write))
            elif write.key.is_telling:
                is_open = is_open or any(write.key.may_equal(constant_key(cell)) for cell in cells)
    is_open = is_open or any(effect.event.spreads for effect in effects.draws.get(key.text, ()))
    copies = (effect.event for text in feeding if text != key.text for effect in effects.writes.get(text, ()))
    is_open = is_open or any(_is_checked(effects, key, write) for write in copies)
    return Cluster(effects, key, frozenset(cells), is_open)


def _is_checked(effects: Effects, key: Key, write: StateWrite) -> bool:
    """Whether the value is kept where it passes a test of what is computed from it: what a user enters mostly does."""
    if not any(origin.detail == key for origin in write.value_origins):
        return False
    tests = effects.app.conditions.tests(*(guard.condition for guard in write.guards))
    derived = (test.variable.about for test in tests if isinstance(test.variable.subject, int))
    return any(isinstance(atom, Atom) and any(o.detail == key for o in atom.origins) for atom in derived)


def _may_be_saved(write: StateWrite) -> bool:
    """Whether a loop may put back what the app has saved: constants, and what is made of them, never are that."""
    return any(origin.kind not in (*OF_LOOPS, "environment") for origin in write.value_origins)


def _reached(text: str, following: Callable[[str], Iterable[str]]) -> list[str]:
    """The cell and those that lead on from it, the nearest first; not many more than are looked at."""
    found: dict[str, None] = {text: None}
    pending = [text]
    while pending and len(found) <= MOST_CELLS:
        for other in following(pending.pop(0)):
            if other not in found:
                found[other] = None
                pending.append(other)
    return list(found)


def _fed_from(effects: Effects, text: str) -> Iterator[str]:
    """The cells that are given the value of a widget, or of a cell, of that key."""
    return (other for other in effects.fed.get(text, ()) if other != text)


def _feeding(effects: Effects, text: str) -> Iterator[str]:
    """The cells from which the widget, or the cell, of that key gets its value."""
    yield from _first_values(effects, text)
    for written in effects.writes.get(text, ()):
        if written.event.form != "inside":
            yield from _cells_in(written.event.value_origins)
            yield from _cells_behind(effects, written.event.value_origins)
            yield from _widgets_that_carry(effects, written.event.value_origins)


def _first_values(effects: Effects, text: str) -> Iterator[str]:
    """The cells that the widget with that key begins with."""
    for effect in effects.draws.get(text, ()):
        origins = origins_of_first_value(effect.event, effects.app.versions.newest)
        yield from _cells_in(origins)
        yield from _cells_behind(effects, origins)


def origins_of_first_value(draw: Draw, version: Version) -> frozenset[Origin]:
    """What the first value comes from that a call gives its widget."""
    command = command_at(draw.command, version)
    initial = command.initial_parameter if command is not None else None
    return draw.parameter_origins.get(initial, frozenset()) if initial is not None else frozenset()


def _cells_behind(effects: Effects, origins: frozenset[Origin]) -> Iterator[str]:
    """The cells that the widgets without a key among the origins begin with: they hand on what these hold."""
    for draw in effects.without_key_among(origins):
        yield from _cells_in(origins_of_first_value(draw, effects.app.versions.newest))


def _widgets_that_carry(effects: Effects, origins: frozenset[Origin]) -> Iterator[str]:
    """The widgets among the origins that begin with what some cell holds: they hand it on, as a selector does that each
    page draws with a key of its own."""
    for origin in in_order(origins):
        if origin.kind in FROM_WIDGET and isinstance(origin.detail, Key):
            text = origin.detail.text
            if any(True for _ in _first_values(effects, text)):
                yield text


def _cells_in(origins: frozenset[Origin]) -> Iterator[str]:
    keys = [o.detail for o in in_order(origins) if o.kind == "state" and isinstance(o.detail, Key)]
    roots = {key.root for key in keys if isinstance(key, Cell)}
    yield from (key.text for key in keys if key not in roots and not key.is_unknown)
