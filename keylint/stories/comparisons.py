"""How a comparison comes out, from what is known of its two sides."""

from __future__ import annotations

import operator
from collections.abc import Sized
from typing import TYPE_CHECKING, Any, NamedTuple

from keylint.run.values import Choice, Known, Opaque, StateValue

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.conditions.formulas import Conditions
    from keylint.run.keys import Key
    from keylint.run.values import Value

    Leaf = Callable[[Hashable], Any]

UNKNOWN = object()
"""What a side is of which nothing is known."""

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "in": lambda item, container: item in container,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
}
# Sides are computed from others over a few steps; long chains come from loops.
_DEEPEST = 12


class Comparison(NamedTuple):
    """The sign and the identities of the two sides. `<=` is the negation of `>`."""

    sign: str
    left: Hashable
    right: Hashable


def comparison_of(conditions: Conditions, subject: Hashable) -> Comparison | None:
    """The comparison that a test is made of; None where it asks something else."""
    made = conditions.parts(subject) if isinstance(subject, int) else subject
    if not isinstance(made, tuple) or len(made) != 3:
        return None
    sign, left, right = made
    if sign == "equal":  # of two keys
        return Comparison("==", left, right)
    return Comparison(sign, left, right) if isinstance(sign, str) and sign in _SIGNS else None


def outcome(conditions: Conditions, comparison: Comparison, leaf: Leaf) -> bool | None:
    """How it comes out where `leaf` gives what values are, by their identities, and UNKNOWN for others; None where that
    cannot be said."""
    left, right = (_computed(conditions, side, leaf, 0) for side in comparison[1:])
    if left is UNKNOWN or right is UNKNOWN:
        return None
    made = _applied(_SIGNS[comparison.sign], left, right)
    return None if made is UNKNOWN else bool(made)


def of_itself(conditions: Conditions, comparison: Comparison, key: Key, value: Value) -> bool | None:
    """How it comes out where the value that is put under the key is what stands on the other side; else None."""
    identity = value.identity if isinstance(value, (Opaque, StateValue)) else value
    left, right = (identity if is_state(conditions, side, key) else side for side in comparison[1:])
    return comparison.sign == "==" if left == right and comparison.sign != "in" else None


def is_state(conditions: Conditions, identity: Hashable, key: Key) -> bool:
    """Whether that is what session state holds under the key, now or after a change of the object."""
    made = conditions.parts(identity) if isinstance(identity, int) else identity
    return isinstance(made, tuple) and made[:2] == ("state", key)


def direction(conditions: Conditions, value: Value, key: Key) -> int:
    """Whether the value is what the key holds and something more (1), or less (-1); 0 where it is neither."""
    identity = value.identity if isinstance(value, Opaque) else None
    match conditions.parts(identity) if isinstance(identity, int) else ():
        case (_, "+" | "-" as sign, held, Known(value=int() | float() as step)) if is_state(conditions, held, key):
            return _sign(step if sign == "+" else -step)
        case (_, "+", Known(value=int() | float() as step), held) if is_state(conditions, held, key):
            return _sign(step)
    return 0


def holds_side(conditions: Conditions, comparison: Comparison, key: Key) -> int:
    """By which side the key's value, or its length, stands as it is: -1 left, 1 right, 0 neither, or both."""
    left, right = (_is_counted(conditions, side, key) for side in comparison[1:])
    return right - left


def _is_counted(conditions: Conditions, side: Hashable, key: Key) -> bool:
    parts = conditions.parts(side) if isinstance(side, int) else ()
    if len(parts) == 3 and parts[1] == "len":
        return any(is_state(conditions, inner, key) for inner in _alternatives(parts[2]))
    return is_state(conditions, side, key)


def _alternatives(side: Hashable) -> list[Hashable]:
    if isinstance(side, Choice):
        return [inner.identity if isinstance(inner, (Opaque, StateValue)) else inner for _, inner in side.alternatives]
    return [side]


def _sign(step: float) -> int:
    return (step > 0) - (step < 0)


def _computed(conditions: Conditions, side: Hashable, leaf: Leaf, depth: int) -> Any:
    if isinstance(side, Known):
        return side.value
    known = leaf(side)
    if known is not UNKNOWN or depth == _DEEPEST:
        return known
    if isinstance(side, Choice):
        found = [_computed(conditions, inner, leaf, depth + 1) for inner in _alternatives(side)]
        return found[0] if all(one is not UNKNOWN and one == found[0] for one in found) else UNKNOWN
    match conditions.parts(side) if isinstance(side, int) else ():
        case (_, "len", counted):
            value = _computed(conditions, counted, leaf, depth + 1)
            return len(value) if isinstance(value, Sized) else UNKNOWN
        case (_, str() as sign, left, right) if sign in _ARITHMETIC:
            one, other = (_computed(conditions, part, leaf, depth + 1) for part in (left, right))
            return UNKNOWN if one is UNKNOWN or other is UNKNOWN else _applied(_ARITHMETIC[sign], one, other)
    return UNKNOWN


def _applied(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """What Python makes of it; texts and lists are not multiplied: they could get long."""
    if function is operator.mul and (isinstance(left, Sized) or isinstance(right, Sized)):
        return UNKNOWN
    try:
        return function(left, right)
    except (TypeError, ValueError, ArithmeticError):
        return UNKNOWN
