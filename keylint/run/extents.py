"""How large values are, and how large those that are followed may be.

What a program makes of a value twice its size, forty times, has more parts than there are bytes in a computer. Whatever
walks, hashes, compares or writes a value may rely on it being within these limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.compounds import Compound, Extent, keep
from keylint.run.values import (
    MADE_OF_OTHERS,
    BoundBuiltin,
    Choice,
    ClassValue,
    FunctionValue,
    Items,
    Known,
    NavigationValue,
    PageValue,
    Partial,
    Reference,
    StateValue,
    Table,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# A literal has at most half as many elements; more is data.
MOST_PARTS = 20_000
DEEPEST = 100
# Longer than any page of HTML that is put together in an app.
MOST_CHARACTERS = 100_000
# Fewer digits than Python turns to text.
MOST_BITS = 4_000

_LEAF = Extent(1, 0)


def extent_of(value: Value) -> Extent:
    """How large a value is. A list, set, dict or object counts as what it held when it was made."""
    match value:
        case Compound(extent=known) if known is not None:
            return known
        case Reference():
            return value.extent or _LEAF
        case Compound():
            known = _measured(_inside(value))
            keep(value, "extent", known)
            return known
        case StateValue() | PageValue() | NavigationValue():
            return _measured(_inside(value))
    return _LEAF


def _measured(inside: Iterable[Value]) -> Extent:
    parts, depth = 1, 0
    for part in inside:
        if type(part) is Known or not isinstance(part, MADE_OF_OTHERS):
            parts += 1
        else:
            inner = extent_of(part)
            parts += inner.parts
            depth = max(depth, inner.depth)
    return Extent(parts, depth + 1)


def _inside(value: Value) -> Iterable[Value]:
    match value:
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return [part for entry in entries for part in entry]
        case Choice(alternatives=alternatives):
            return [inner for _, inner in alternatives]
        case FunctionValue(bound=bound, defaults=defaults):
            return (*((bound,) if bound is not None else ()), *(default for _, default in defaults))
        case ClassValue(bases=bases):
            return bases
        case Partial(function=function, positional=positional, keywords=keywords):
            return (function, *positional, *(given for _, given in keywords))
        case BoundBuiltin(base=inner):
            return (inner,)
        case StateValue(seed=seed) if seed is not None:
            return (seed,)
        case PageValue(target=FunctionValue() as target):
            return (target,)
        case NavigationValue(page=PageValue() as page):
            return (page,)
    return ()


def longer(items: Items, more: tuple[Value, ...], *, complete: bool) -> Items:
    """The items and more of them: of a list that grows step by step only what is new is measured."""
    made = Items(items.kind, (*items.elements, *more), complete)
    _measure_more(made, items, more)
    return made


def with_entry(table: Table, key: Value, value: Value) -> Table:
    """The dict after `table[key] = value`."""
    others = tuple(entry for entry in table.entries if entry[0] != key)
    made = Table((*others, (key, value)), table.complete)
    if len(others) == len(table.entries):
        _measure_more(made, table, (key, value))
    return made


def _measure_more(made: Compound, before: Items | Table, more: tuple[Value, ...]) -> None:
    old, added = extent_of(before), _measured(more)
    keep(made, "extent", Extent(old.parts + added.parts - 1, max(old.depth, added.depth)))


def is_followed(value: Value) -> bool:
    """Whether a value is small enough to be followed."""
    parts, depth = extent_of(value)
    return parts <= MOST_PARTS and depth <= DEEPEST


def have_room(*counts: int) -> bool:
    """Whether so many items, of several collections, are few enough to be put together at all."""
    return sum(counts) <= MOST_PARTS
