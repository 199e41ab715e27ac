"""Sets of the values of a variable, as tests describe them: some constants, and all others that are true or false."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


@dataclass(frozen=True, slots=True)
class ValueSet:
    """The values that count as true, if `truthy`, and those that count as false, if `falsy`; of the constants in
    `exceptions` the opposite holds.

    No list of all values is needed: a test says what it says of values that nobody has mentioned yet.
    """

    truthy: bool
    falsy: bool
    exceptions: frozenset[Hashable] = frozenset()

    def __contains__(self, value: Hashable) -> bool:
        return (self.truthy if bool(value) else self.falsy) != (value in self.exceptions)

    @property
    def complement(self) -> ValueSet:
        return ValueSet(not self.truthy, not self.falsy, self.exceptions)

    @property
    def is_empty(self) -> bool:
        return not (self.truthy or self.falsy or self.exceptions)

    @property
    def is_everything(self) -> bool:
        return self.truthy and self.falsy and not self.exceptions

    def __and__(self, other: ValueSet) -> ValueSet:
        return _intersection(self, other)

    def __le__(self, other: ValueSet) -> bool:
        """Whether every value of this set is in the other one."""
        return (self & other) == self


@lru_cache(maxsize=20_000)
def _intersection(one: ValueSet, other: ValueSet) -> ValueSet:
    truthy, falsy = one.truthy and other.truthy, one.falsy and other.falsy
    named = one.exceptions | other.exceptions
    odd = frozenset(value for value in named if (value in one and value in other) != (truthy if bool(value) else falsy))
    return ValueSet(truthy, falsy, odd)


TRUE = ValueSet(truthy=True, falsy=False)
FALSE = ValueSet(truthy=False, falsy=True)


def only(values: Iterable[Hashable]) -> ValueSet:
    """The set of these constants alone."""
    return ValueSet(truthy=False, falsy=False, exceptions=frozenset(values))


def told_apart(sets: Iterable[ValueSet], domain: Iterable[Hashable] | None) -> list[ValueSet]:
    """The values of a variable, grouped by what the sets can tell apart; none is empty.

    `domain` are all values that the variable can have, None where that is not known.
    """
    sets = list(sets)
    named = dict.fromkeys(value for one in sets for value in sorted(one.exceptions, key=_order))
    groups: dict[tuple[bool, ...], list[Hashable]] = {}
    for value in named if domain is None else domain:
        groups.setdefault(tuple(value in one for one in sets), []).append(value)
    found = {signature: only(values) for signature, values in groups.items()}
    if domain is None:
        every = frozenset(named)
        for rest in (_others(every, truthy=True), _others(every, truthy=False)):
            signature = tuple(not (rest & one).is_empty for one in sets)
            known = found.get(signature)
            found[signature] = rest if known is None else _union(known, rest)
    return list(found.values())


def _others(named: frozenset[Hashable], *, truthy: bool) -> ValueSet:
    """All values that count as true, or as false, but the named ones."""
    return ValueSet(truthy, not truthy, frozenset(value for value in named if bool(value) == truthy))


def _union(one: ValueSet, other: ValueSet) -> ValueSet:
    return (one.complement & other.complement).complement


def _order(value: Hashable) -> tuple[str, str]:
    return type(value).__name__, repr(value)
