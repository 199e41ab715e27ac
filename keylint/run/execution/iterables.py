"""What a loop over a value that is not known goes through, and what stands for all of its items.

`enumerate(rows)`, `sorted(rows)` and `range(len(rows))` go through the rows, `d.items()` through the keys of `d`: loops
over any of them have rounds for the same items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.execution import parts, state
from keylint.run.execution.candidates import items_of_candidates
from keylint.run.execution.copies import holder_of_items, item_that_stands_for_all, source_of_all_items
from keylint.run.execution.domains import content_of, flipped_by, is_empty, key_of, origins_of
from keylint.run.execution.drawing import draws
from keylint.run.execution.origins import one_of
from keylint.run.execution.shared_objects import inherit
from keylint.run.reasons import Reason
from keylint.run.trace import Atom
from keylint.run.values import (
    Choice,
    Items,
    Known,
    Opaque,
    Origin,
    Reference,
    StateValue,
    Table,
    Text,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine

# Give the items of a collection at other positions.
_REORDERING = frozenset({"sorted", "reversed"})


def not_empty(machine: Machine, iterable: Value, span: Span) -> Condition:
    """The condition that there is a round for the item that stands for all."""
    source = source_of_all_items(machine, iterable)
    if source is not None:
        return not_empty(machine, source, span)
    content = content_of(machine, iterable)
    match content:
        case Choice(alternatives=alternatives):
            return machine.any_of(
                machine.conditions.both(condition, not_empty(machine, inner, span)) for condition, inner in alternatives
            )
        case Items(elements=inner, complete=is_complete) | Table(entries=inner, complete=is_complete):
            if inner or is_complete:
                return ALWAYS if inner else NEVER
    if state.is_every_key(content):
        return ALWAYS
    origins, location = origins_of(machine, iterable), machine.location(span)
    atom = Atom(identity_of(iterable), "some", kind=flipped_by(origins), origins=origins, location=location)
    return machine.atom(atom)


def element_of(machine: Machine, iterable: Value, span: Span) -> Value:
    """The item that stands for all items of an iterable that is not known."""
    source = source_of_all_items(machine, iterable)
    if isinstance(iterable, Opaque) and iterable.reason == "a range":
        return _position(machine, iterable if source is None else source, span)
    if source is None:
        return _own_element(machine, iterable, span)
    if isinstance(iterable, Opaque) and iterable.reason == "enumerated":
        return Items("tuple", (_position(machine, source, span), element_of(machine, source, span)))
    match _made_by(machine, iterable):
        case "keys":
            return _key_or_item(machine, source, span)
        case "values":
            return _entry(machine, source, _key_or_item(machine, source, span))
        case "items":
            key = _key_or_item(machine, source, span)
            return Items("tuple", (key, _entry(machine, source, key)))
    return element_of(machine, source, span)


def _own_element(machine: Machine, iterable: Value, span: Span) -> Value:
    """The element of what has items of its own."""
    content = content_of(machine, iterable)
    place = machine.location(span)
    if state.is_every_key(content):
        return _key_of_state(machine, content, place)
    if isinstance(content, Items) and content.elements:
        first = content.elements[0]
        if isinstance(first, Reference) or not isinstance(first, (Items, Table)):
            stands_for_all = len(content.elements) == 1 and not isinstance(first, (Known, Text))
            if not stands_for_all and any(draws(machine, element) for element in content.elements):
                machine.unknown(span, Reason.UNKNOWN_ITEMS)
            return first if stands_for_all else _any_item(machine, content, place)
    element = _key_or_item(machine, iterable, span)
    holder = holder_of_items(machine, iterable)
    if isinstance(holder, StateValue):
        element = parts.part_of(machine, holder, element)
    else:
        element = item_that_stands_for_all(machine, holder) or element
    inherit(machine, iterable, element, element)
    return element


def _key_or_item(machine: Machine, source: Value, span: Span) -> Value:
    """What stands for all keys of a dict, or for all items of any other collection."""
    identity, place = identity_of(_root(machine, source)), machine.location(span)
    asked_at = _first_place(machine, identity, place)
    origins = origins_of(machine, source) | {Origin("element", place)}
    return machine.opaque("an element", identity, asked_at, origins=origins)


def _entry(machine: Machine, source: Value, key: Value) -> Value:
    """What a dict that is not known holds under the key that stands for all."""
    holder = holder_of_items(machine, source)
    if isinstance(holder, StateValue):
        return parts.part_of(machine, holder, key)
    found = item_that_stands_for_all(machine, holder)
    if found is None:
        root = _root(machine, source)
        found = machine.opaque("an item", identity_of(root), identity_of(key), origins=origins_of(machine, key))
        machine.store.may_be_one_of(found, items_of_candidates(machine, root))
    inherit(machine, source, key, found)
    return found


def _position(machine: Machine, source: Value, span: Span) -> Value:
    """What stands for all positions in a collection, or for all numbers of a range."""
    identity, place = identity_of(_root(machine, source, is_ordered=True)), machine.location(span)
    asked_at = _first_place(machine, identity, place)
    origins = frozenset({Origin("position", (place, identity))})
    return machine.opaque("a position", identity, asked_at, origins=origins)


def _root(machine: Machine, value: Value, *, is_ordered: bool = False) -> Value:
    """The collection whose items those of `value` are; where `is_ordered` is true, also in the same order. Of several
    it is the one that has any: `rows or []`."""
    while True:
        source = source_of_all_items(machine, value)
        if source is not None and not (is_ordered and _made_by(machine, value) in _REORDERING):
            value = source
            continue
        if not isinstance(value, Choice):
            return value
        filled = [inner for _, inner in value.alternatives if not is_empty(machine, inner)]
        if len(filled) != 1:
            return value
        value = filled[0]


def _made_by(machine: Machine, value: Value) -> Hashable:
    """The name of the function or method that made a copy or a view."""
    identity = value.identity if isinstance(value, Opaque) else None
    made = machine.conditions.parts(identity) if isinstance(identity, int) else ()
    return made[1] if len(made) > 1 else None


def _first_place(machine: Machine, identity: Hashable, place: Location) -> Location:
    """The place of the first loop over the same items. What one loop tests of an item the next one tests of it too,
    unless the one stands in the other."""
    first = machine.program.first_loops.setdefault(identity, place)
    return place if first in machine.context.loops else first


def _any_item(machine: Machine, items: Items, place: object) -> Value:
    origins = frozenset({Origin("element", place)}) | one_of(origins_of(machine, element) for element in items.elements)
    element = machine.opaque("an element", identity_of(items), origins=origins)
    machine.store.may_be_one_of(element, items.elements)
    return element


def _key_of_state(machine: Machine, content: Value, place: object) -> Value:
    key = machine.opaque(state.A_KEY, place, origins=frozenset({Origin("key", place)}))
    if isinstance(content, Opaque) and content.identity == machine.opaque(state.ALL_KEYS, "items").identity:
        return Items("tuple", (key, state.current(machine, key_of(machine, key))))
    return key
