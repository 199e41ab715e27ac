"""What an app does to each cell, and where: the writes, deletions and draws of all of its runs, by key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from keylint.run.trace import Draw, Event, StateDelete, StateRead, StateWrite
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from keylint.findings import Location
    from keylint.run.keys import Key
    from keylint.run.runs import App, CallbackRun, PageRun

Some = TypeVar("Some", bound=Event)


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

    def of(self, table: Mapping[str, list[Effect[Some]]], key: Key) -> list[Effect[Some]]:
        """The effects on a key: of its own text, and of patterns of which some part is known that may mean it."""
        found = list(table.get(key.text, ()))
        for text, effects in table.items():
            if "*" in text and text != key.text:
                found += [effect for effect in effects if _means(effect.event, key)]
        return found


def _means(event: Event, key: Key) -> bool:
    own: Key | None = getattr(event, "key", None)
    return own is not None and own.is_telling and key.is_telling and own.may_equal(key)
