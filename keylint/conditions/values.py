"""Sets of the values of a variable, as tests describe them: some constants, and all others that are true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


class ValueSet:
    """The values that count as true, if `truthy`, and those that count as false, if `falsy`; of the constants in
    `exceptions` the opposite holds.

    No list of all values is needed: a test says what it says of values that nobody has mentioned yet. Equal sets are
    one object: make them with `values`.
    """

    __slots__ = ("_common", "_complement", "exceptions", "falsy", "truthy")

    def __init__(self, truthy: bool, falsy: bool, exceptions: frozenset[Hashable]) -> None:
        self.truthy = truthy
        self.falsy = falsy
        self.exceptions = exceptions
        self._complement: ValueSet | None = None
        self._common: dict[ValueSet, ValueSet] = {}

    def __repr__(self) -> str:
        return f"<values {self.truthy:d}{self.falsy:d} but {sorted(self.exceptions, key=_order)}>"

    def __contains__(self, value: Hashable) -> bool:
        return (self.truthy if bool(value) else self.falsy) != (value in self.exceptions)

    @property
    def complement(self) -> ValueSet:
        if self._complement is None:
            self._complement = values(truthy=not self.truthy, falsy=not self.falsy, exceptions=self.exceptions)
        return self._complement

    def __and__(self, other: ValueSet) -> ValueSet:
        common = self._common.get(other)
        if common is None:
            common = self._common[other] = _intersection(self, other)
        return common

    def __le__(self, other: ValueSet) -> bool:
        """Whether every value of this set is in the other one."""
        return (self & other) is self


_MADE: dict[tuple[bool, bool, frozenset[Hashable]], ValueSet] = {}


def values(*, truthy: bool, falsy: bool, exceptions: frozenset[Hashable] = frozenset()) -> ValueSet:
    """The set of that content."""
    key = (truthy, falsy, exceptions)
    return _MADE.get(key) or _MADE.setdefault(key, ValueSet(truthy, falsy, exceptions))


def _intersection(one: ValueSet, other: ValueSet) -> ValueSet:
    truthy, falsy = one.truthy and other.truthy, one.falsy and other.falsy
    named = one.exceptions | other.exceptions
    odd = frozenset(v for v in named if (v in one and v in other) != (truthy if bool(v) else falsy))
    return values(truthy=truthy, falsy=falsy, exceptions=odd)


NOTHING = values(truthy=False, falsy=False)
ANYTHING = values(truthy=True, falsy=True)
TRUE = values(truthy=True, falsy=False)
FALSE = values(truthy=False, falsy=True)


def only(constants: Iterable[Hashable]) -> ValueSet:
    """The set of these constants alone."""
    return values(truthy=False, falsy=False, exceptions=frozenset(constants))


def told_apart(sets: Iterable[ValueSet], domain: Iterable[Hashable] | None) -> list[ValueSet]:
    """The values of a variable, grouped by what the sets can tell apart; none is empty.

    `domain` are all values that the variable can have, None where that is not known.
    """
    sets = list(dict.fromkeys(sets))
    named = dict.fromkeys(value for one in sets for value in sorted(one.exceptions, key=_order))
    groups: dict[tuple[bool, ...], list[Hashable]] = {}
    for value in named if domain is None else domain:
        groups.setdefault(tuple(value in one for one in sets), []).append(value)
    found = {signature: only(constants) for signature, constants in groups.items()}
    if domain is None:
        for is_true in (False, True):
            others = frozenset(value for value in named if bool(value) == is_true)
            rest = values(truthy=is_true, falsy=not is_true, exceptions=others)
            signature = tuple((rest & one) is not NOTHING for one in sets)
            known = found.get(signature)
            found[signature] = rest if known is None else (known.complement & rest.complement).complement
    return list(found.values())


def _order(value: Hashable) -> tuple[str, str]:
    return type(value).__name__, repr(value)
