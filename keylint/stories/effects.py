"""What an app does to each cell, and where: the writes, deletions and draws of all of its runs, by key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from keylint.conditions.nodes import NEVER
from keylint.findings import Location
from keylint.run.chosen_keys import is_any_of_state, where_passing
from keylint.run.keys import Key
from keylint.run.trace import Draw, Event, Leave, StateDelete, StateRead, StateWrite
from keylint.run.values import in_order
from keylint.stories.tokens import Terms
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import App, PageRun
    from keylint.run.values import Origin, WidgetResult

Some = TypeVar("Some", bound=Event)

# A cell with values of more widgets than that is too coarse to say anything of one widget.
MOST_SOURCES = 6
FROM_WIDGET = frozenset({"widget", "upload", "component"})


@dataclass(frozen=True, eq=False, slots=True)
class Effect(Generic[Some]):
    """An event, the page that it belongs to, and the callback that it stands in, if any."""

    page: PageRun
    callback: CallbackRun | None
    event: Some


class Effects:
    """The events of an app by the text of their key; patterns are found by the constants that they may mean."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.terms = Terms()
        self._patterns: dict[int, tuple[str, ...]] = {}
        self._deletes: dict[str, tuple[Effect[StateDelete], ...]] = {}
        self._found: dict[tuple[int, Key], tuple[Effect[Any], ...]] = {}

    @cached_property
    def writes(self) -> Mapping[str, list[Effect[StateWrite]]]:
        return self._by_key(StateWrite)

    @cached_property
    def deletes(self) -> Mapping[str, list[Effect[StateDelete]]]:
        return self._by_key(StateDelete)

    @cached_property
    def reads(self) -> Mapping[str, list[Effect[StateRead]]]:
        return self._by_key(StateRead)

    @cached_property
    def draws(self) -> Mapping[str, list[Effect[Draw]]]:
        """The keyed widgets."""
        return self._by_key(Draw)

    @cached_property
    def draws_without_key(self) -> Mapping[Location, list[Effect[Draw]]]:
        table: dict[Location, list[Effect[Draw]]] = defaultdict(list)
        for effect in self._all(Draw):
            if effect.event.key is None:
                table[effect.event.site].append(effect)
        return table

    def without_key_among(self, origins: frozenset[Origin]) -> Iterator[Draw]:
        """The calls that draw the widgets without a key which these origins name, one for each."""
        for origin in in_order(origins):
            if origin.kind in FROM_WIDGET and isinstance(origin.detail, Location):
                yield from (effect.event for effect in self.draws_without_key.get(origin.detail, ())[:1])

    def draw_of(self, result: WidgetResult) -> Draw | None:
        """The call that gave the result."""
        if result.key is not None:
            found = [effect.event for effect in self.draws.get(result.key.text, ())]
        else:
            found = [effect.event for effect in self.draws_without_key.get(result.site, ())]
        return next((draw for draw in found if draw.site == result.site), None)

    @cached_property
    def runs(self) -> tuple[PageRun | CallbackRun, ...]:
        """Every run of the app: each page, and after it its callbacks."""
        runs: list[PageRun | CallbackRun] = []
        for page in self.app.pages:
            runs += (page, *page.callbacks)
        return tuple(runs)

    def touching(self, texts: Iterable[str]) -> list[tuple[PageRun | CallbackRun, list[Event]]]:
        """The events that may do something to the keys, in order, by the run that they belong to."""
        found = sorted({place for text in texts for place in self._places.get(text, ())} | self._unspecific)
        return [
            (self.runs[number], [self.runs[number].trace.events[place] for _, place in places])
            for number, places in groupby(found, key=itemgetter(0))
        ]

    @cached_property
    def _places(self) -> Mapping[str, list[tuple[int, int]]]:
        """The numbers of the run, and in it, of the events on a key, by its text."""
        table: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            for place, event in enumerate(run.trace.events):
                if isinstance(event, (Draw, StateRead, StateWrite, StateDelete)) and event.key is not None:
                    table[event.key.text].append((number, place))
        return table

    @cached_property
    def _unspecific(self) -> frozenset[tuple[int, int]]:
        """The same of events that may be on any key."""
        return frozenset(
            (number, place)
            for number, run in enumerate(self.runs)
            for place, event in enumerate(run.trace.events)
            if (isinstance(event, StateDelete) and event.key.is_unknown)
            or (isinstance(event, StateWrite) and (event.form == "all" or event.key.holes))
        )

    @cached_property
    def fed(self) -> Mapping[str, tuple[str, ...]]:
        """For each key the keys that are given the value of its widget, or what it holds."""
        table: dict[str, dict[str, None]] = defaultdict(dict)
        for writes in self.writes.values():
            for effect in writes:
                write = effect.event
                if write.form == "inside" or write.key.is_unknown:
                    continue
                if sum(origin.kind in FROM_WIDGET for origin in write.value_origins) > MOST_SOURCES:
                    continue
                for origin in write.value_origins:
                    if isinstance(origin.detail, Key) and (origin.kind in FROM_WIDGET or origin.kind == "state"):
                        table[origin.detail.text][write.key.text] = None
        return {text: tuple(keys) for text, keys in table.items()}

    @cached_property
    def leaves(self) -> Mapping[PageRun, tuple[Leave, ...]]:
        """Where runs of each page end before their time."""
        return {page: tuple(e for e in page.trace.events if isinstance(e, Leave)) for page in self.app.pages}

    def _all(self, kind: type[Some]) -> Iterator[Effect[Some]]:
        for page in self.app.pages:
            for event in page.trace.events:
                if isinstance(event, kind):
                    yield Effect(page, None, event)
            for callback in page.callbacks:
                for event in callback.trace.events:
                    if isinstance(event, kind):
                        yield Effect(page, callback, event)

    def _by_key(self, kind: type[Some]) -> dict[str, list[Effect[Some]]]:
        table: dict[str, list[Effect[Some]]] = defaultdict(list)
        for effect in self._all(kind):
            key: Key | None = getattr(effect.event, "key", None)
            if key is not None and (not isinstance(effect.event, Draw) or effect.event.kind in WIDGET_KINDS):
                table[key.text].append(effect)
        return table

    def of(self, table: Mapping[str, list[Effect[Some]]], key: Key) -> tuple[Effect[Some], ...]:
        """The effects on a key: of its own text, and of patterns of which some part is known that may mean it."""
        known = self._found.get((id(table), key))
        if known is None:
            known = self._found[id(table), key] = tuple(self._find(table, key))
        return known

    def deletes_of(self, key: Key) -> tuple[Effect[StateDelete], ...]:
        """The deletions of a key: its own, and those in loops over session state whose tests it passes."""
        known = self._deletes.get(key.text)
        if known is None:
            conditions = self.app.conditions
            found = list(self.of(self.deletes, key))
            for text, effects in self.deletes.items() if key.constant is not None else ():
                for effect in effects if text != key.text and is_any_of_state(effects[0].event.key) else ():
                    event = effect.event
                    condition = where_passing(conditions, event.condition, event.key, key.text, otherwise=False)
                    if condition is not NEVER:
                        found.append(replace(effect, event=replace(event, condition=condition)))
            known = self._deletes[key.text] = tuple(found)
        return known

    def _find(self, table: Mapping[str, list[Effect[Some]]], key: Key) -> Iterator[Effect[Some]]:
        yield from table.get(key.text, ())
        patterns = self._patterns.get(id(table))
        if patterns is None:
            patterns = self._patterns[id(table)] = tuple(text for text in table if "*" in text)
        if patterns and key.is_telling:
            for text in patterns:
                if text != key.text:
                    yield from (effect for effect in table[text] if _means(effect.event, key))


def _means(event: Event, key: Key) -> bool:
    own: Key | None = getattr(event, "key", None)
    return own is not None and own.is_telling and own.may_equal(key)
