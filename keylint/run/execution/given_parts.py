"""What session state is given as a whole, by its parts: `st.session_state.trip = Trip(city=city)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.cells import cell_in
from keylint.run.execution.domains import content_of
from keylint.run.values import Choice, ClassValue, Items, Known, Reference, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.facts.expressions import Scalar
    from keylint.run.cells import Cell
    from keylint.run.execution.machine import Machine
    from keylint.run.keys import Key
    from keylint.run.values import Value

# What is larger is data, of which no widget holds a part.
_MOST_PARTS = 30
_DEEPEST = 2


def parts_given(machine: Machine, key: Key, value: Value, depth: int = 1) -> Iterator[tuple[Cell, Value]]:
    """The cells below a key that the value fills, with what they are given."""
    parts = _parts_of(machine, value)
    if len(parts) > _MOST_PARTS:
        return
    for step, part in parts:
        cell = cell_in(key, step)
        yield cell, part
        if depth < _DEEPEST:
            yield from parts_given(machine, cell, part, depth + 1)


def _parts_of(machine: Machine, value: Value) -> list[tuple[Scalar, Value]]:
    if isinstance(value, Reference) and isinstance(value.class_, ClassValue):
        return [(str(cell[-1]), held) for cell, held in machine.store.attributes_of(value.identity)]
    match content_of(machine, value):
        case Choice(alternatives=alternatives):
            every = [(when, dict(_parts_of(machine, inner))) for when, inner in alternatives]
            steps = [step for step in every[0][1] if all(step in parts for _, parts in every)]
            return [(step, machine.value_of([(when, parts[step]) for when, parts in every])) for step in steps]
        case Table(entries=entries):
            # What stands before entries that only the run knows may be overwritten by them: `{**defaults, **stored}`.
            unseen = (number for number, (key, _) in enumerate(entries, 1) if not isinstance(key, Known))
            entries = entries[max(unseen, default=0) :]
            return [(key.value, held) for key, held in entries if isinstance(key, Known)]
        case Items(elements=elements, complete=True):
            return list(enumerate(elements))
        case _:
            return []
