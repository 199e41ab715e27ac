"""Events of a run, found by their keys: in a large app, only those that may mean a key are worth asking about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from keylint.app.once import once
from keylint.run.trace import Draw, StateWrite, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.run.keys import Key

SomeEvent = TypeVar("SomeEvent")


class ByKey(Generic[SomeEvent]):
    """Events with their keys, in order."""

    def __init__(self, entries: Iterable[tuple[Key, SomeEvent]]) -> None:
        self._entries: list[SomeEvent] = []
        self._constant: dict[str, list[int]] = defaultdict(list)
        self._alike: dict[str, list[int]] = defaultdict(list)
        self._patterns: list[int] = []
        for number, (key, event) in enumerate(entries):
            self._entries.append(event)
            self._alike[key.text].append(number)
            if key.constant is None:
                self._patterns.append(number)
            else:
                self._constant[key.constant].append(number)

    def alike(self, key: Key) -> list[SomeEvent]:
        """The events whose key has the same text, in order: all whose key must equal this one are among them."""
        return self.with_text(key.text)

    def with_text(self, text: str) -> list[SomeEvent]:
        """The events whose key has this text, in order."""
        return [self._entries[number] for number in self._alike.get(text, ())]

    def near(self, key: Key) -> list[SomeEvent]:
        """The events among which are all whose key may equal this one, in order."""
        if key.constant is None:
            return self._entries
        numbers = sorted((*self._constant.get(key.constant, ()), *self._patterns))
        return [self._entries[number] for number in numbers]


@once
def writes_by_key(trace: Trace) -> ByKey[StateWrite]:
    """The writes of a run."""
    return ByKey((event.key, event) for event in trace.events if isinstance(event, StateWrite))


@once
def writes_and_draws_by_key(trace: Trace) -> ByKey[StateWrite | Draw]:
    """The writes of a run, and the draws that have a key."""
    return ByKey(
        (event.key, event) for event in trace.events if isinstance(event, (StateWrite, Draw)) and event.key is not None
    )
