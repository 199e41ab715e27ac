"""Values that grow beyond what is followed: from there on only where they come from is known."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.findings import Unknown
from keylint.run.execution.domains import ENVIRONMENT, origins_of
from keylint.run.execution.noting import makes_unique
from keylint.run.execution.origins import union
from keylint.run.execution.store import size_of
from keylint.run.extents import MOST_BITS, MOST_CHARACTERS, extent_of, is_followed
from keylint.run.keys import Hole, Key
from keylint.run.reasons import Reason
from keylint.run.values import NONE, Items, Known, Reference, Table, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Expression, Scalar
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.values import ReferenceKind


def bounded(machine: Machine, value: Value, span: Span) -> Value:
    """The value that is made at `span`, or an unknown one in its place."""
    return value if is_followed(value) else outgrown(machine, (value,), span)


def bounded_number(machine: Machine, number: Scalar, span: Span) -> Value:
    """The constant that is computed, or stands, at `span`."""
    if isinstance(number, int) and number.bit_length() > MOST_BITS:
        return outgrown(machine, (), span)
    return Known(number)


def bounded_text(machine: Machine, key: Key, span: Span) -> Key:
    """The text that is put together at `span`, or one hole."""
    if sum(len(part) for part in key.parts if isinstance(part, str)) <= MOST_CHARACTERS:
        return key
    _say(machine, span)
    digest = blake2b(key.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    identity = machine.program.identity("a long text", digest, *(hole.identity for hole in key.holes))
    return Key((Hole(identity, union(hole.origins for hole in key.holes) or ENVIRONMENT),))


def outgrown(machine: Machine, values: Iterable[Value], span: Span) -> Value:
    """What is made of `values` at `span` and would be too large."""
    _say(machine, span)
    makes_unique(machine)
    origins = union(origins_of(machine, value) for value in values) or ENVIRONMENT
    return machine.opaque("a value that outgrows what is followed", *machine.birthplace(span), origins=origins)


def _say(machine: Machine, span: Span) -> None:
    place = machine.location(span)
    machine.program.unknowns[Unknown(place.path, place.span.line, Reason.OUTGROWN.value)] = None


def new_collection(machine: Machine, identity: Hashable, kind: ReferenceKind, content: Value) -> Reference:
    """A list, set or dict with that content. Who makes one that is too large finds out by its extent."""
    machine.store.set(("content", identity), content)
    if isinstance(content, (Items, Table)):
        _note_whether_filled(machine, identity, content)
    return Reference(identity, kind, extent=extent_of(content))


def one_of_several(machine: Machine, made: list[tuple[Condition, Value]], span: Span) -> Value:
    """What is made at `span`, whichever that is: a list that is the beginning of another one is not taken for it."""
    return machine.value_of(
        [
            (condition, new_collection(machine, _identity(machine, span, number), "list", value))
            if isinstance(value, Items)
            else (condition, value)
            for number, (condition, value) in enumerate(made)
        ]
    )


def _identity(machine: Machine, span: Span, *more: Hashable) -> Hashable:
    """What an object that is made at `span` is known by."""
    return machine.program.identity("object", *more, *machine.birthplace(span))


def _note_whether_filled(machine: Machine, identity: Hashable, content: Items | Table, more_than: int = 0) -> None:
    """Notes in which runs a collection has an item. What it holds does not say so: where several contents meet, it is
    the longest. `more_than` is how many items it had before."""
    size = size_of(content)
    if content.complete or size > more_than:
        machine.store.set(("filled", identity), Truth(ALWAYS if size else NEVER))
    else:
        machine.store.set(("filled", identity), NONE)


def allocate(machine: Machine, kind: ReferenceKind, content: Value, expression: Expression) -> Value:
    """A new list, set or dict with that content, known by where and how often it was made."""
    return new_collection(machine, _identity(machine, expression.span), kind, content)


def change_content(machine: Machine, changed: Reference, content: Items | Table, span: Span) -> None:
    """A list, set or dict holds something else from here on."""
    before = machine.store.get(("content", changed.identity))
    machine.store.set(("content", changed.identity), bounded(machine, content, span))
    _note_whether_filled(machine, changed.identity, content, size_of(before) if before is not None else 0)


def may_hold_more(machine: Machine, value: Value) -> None:
    """What a list, set or dict is known to hold need not be all from here on, nor what it holds at all."""
    content = machine.store.get(("content", value.identity)) if isinstance(value, Reference) else None
    if isinstance(value, Reference) and isinstance(content, (Items, Table)):
        machine.store.set(("content", value.identity), replace(content, complete=False))
        machine.store.set(("filled", value.identity), NONE)
