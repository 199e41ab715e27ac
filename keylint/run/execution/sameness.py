"""Whether two values are the same in all that a run can tell: more than equality, for which 1 is True, and for which
two reads of one key are equal whatever is known of what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import (
    BoundBuiltin,
    Choice,
    ClassValue,
    FunctionValue,
    Items,
    Known,
    NavigationValue,
    PageValue,
    Partial,
    StateValue,
    Table,
    Value,
    WidgetResult,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def same(one: Value | Path | None, other: Value | Path | None) -> bool:
    """Whether nothing tells the two apart."""
    if one is other:
        return True
    if type(one) is not type(other) or one != other:
        return False
    return all(_same_part(mine, theirs) for mine, theirs in zip(_parts(one), _parts(other), strict=True))


def all_same(some: Iterable[Value | None], others: Iterable[Value | None]) -> bool:
    """Whether nothing tells the values of two equally long rows apart."""
    return all(same(mine, theirs) for mine, theirs in zip(some, others, strict=True))


def _same_part(mine: object, theirs: object) -> bool:
    if isinstance(mine, (str, int, float, bool, bytes, type(None), frozenset)):
        return type(mine) is type(theirs) and repr(mine) == repr(theirs) if isinstance(mine, float) else mine == theirs
    return same(mine, theirs)  # type: ignore[arg-type]


def _parts(value: Value | Path | None) -> tuple[object, ...]:
    """What of a value equality does not look at, or not closely."""
    match value:
        case Known(value=scalar):
            return (type(scalar).__name__, scalar)
        case WidgetResult(options=options):
            return (None,) if options is None else tuple(Known(option) for option in options)
        case StateValue(seed=seed, also=also):
            return (seed, also)
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return tuple(part for entry in entries for part in entry)
        case Choice(alternatives=alternatives):
            return tuple(inner for _, inner in alternatives)
        case FunctionValue(bound=bound, defaults=defaults):
            return (bound, *(default for _, default in defaults))
        case ClassValue(bases=bases):
            return bases
        case Partial(function=function, positional=positional, keywords=keywords):
            return (function, *positional, *(given for _, given in keywords))
        case BoundBuiltin(base=base, expression=expression):
            return (base, repr(expression.span))
        case NavigationValue(page=page):
            return (page,)
        case PageValue(target=target):
            return (target,)
    return ()
