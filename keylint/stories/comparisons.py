"""How a comparison comes out, from what is known of its two sides."""

from __future__ import annotations

import operator
from collections.abc import Sized
from typing import TYPE_CHECKING, Any, NamedTuple

from keylint.run.keys import Key
from keylint.run.values import Choice, Items, Known, Reference, identity_of
from keylint.stories.example_values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.run.values import Value

    Leaf = Callable[[Hashable], Any]

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "in": lambda item, container: item in container,
}
_BOUNDING: dict[str, Callable[[Any, Any], Any]] = {"builtins.min": min, "builtins.max": max}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    **_BOUNDING,
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


def holding(conditions: Conditions, key: Key, value: object) -> Leaf:
    """What values are where session state holds that under the key, and nothing more is known."""
    return lambda identity: value if is_state(conditions, identity, key) else UNKNOWN


def of_itself(conditions: Conditions, comparison: Comparison, key: Key, value: Value) -> bool | None:
    """How it comes out where the value that is put under the key is what stands on the other side; else None."""
    identity = identity_of(value)
    left, right = (identity if is_state(conditions, side, key) else side for side in comparison[1:])
    return comparison.sign == "==" if left == right and comparison.sign != "in" else None


def is_state(conditions: Conditions, identity: Hashable, key: Key) -> bool:
    """Whether that is what session state holds under the key, now or after a change of the object."""
    return key_of_state(conditions, identity) == key


def key_of_state(conditions: Conditions, identity: Hashable) -> Key | None:
    """The key under which session state holds that; None where it is something else."""
    match conditions.parts(identity) if isinstance(identity, int) else identity:
        case ("state", Key() as key, *_):
            return key
    return None


def step_of(conditions: Conditions, value: Value, key: Key) -> float:
    """By how much the value is more, or less, than what the key holds, or longer; 0 where it is made otherwise. What
    `min` and `max` bound is counted all the same."""
    return _step(conditions, identity_of(value), key)


def _step(conditions: Conditions, identity: Hashable, key: Key) -> float:
    match conditions.parts(identity) if isinstance(identity, int) else ():
        case (_, "+" | "-" as sign, held, Known(value=int() | float() as step)) if _holds(conditions, held, key):
            return step if sign == "+" else -step
        case (_, "+", Known(value=int() | float() as step), held) if _holds(conditions, held, key):
            return step
        case (_, "+", held, Items() | Reference()) if _holds(conditions, held, key):
            return 1
        case (_, str() as name, one, other) if name in _BOUNDING and Known in (type(one), type(other)):
            return _step(conditions, other if isinstance(one, Known) else one, key)
    return 0


def value_with(conditions: Conditions, value: Value, leaf: Leaf) -> Any:
    """What the value is where `leaf` gives what others are; UNKNOWN where that cannot be said."""
    return _computed(conditions, identity_of(value), leaf, 0)


def holds_side(conditions: Conditions, comparison: Comparison, key: Key) -> int:
    """On which side the key's value stands as it is, or its length: -1 left, 1 right, 0 neither, or both."""
    left, right = (_is_counted(conditions, side, key) for side in comparison[1:])
    return right - left


def _is_counted(conditions: Conditions, side: Hashable, key: Key) -> bool:
    parts = conditions.parts(side) if isinstance(side, int) else ()
    return _holds(conditions, parts[2] if len(parts) == 3 and parts[1] == "len" else side, key)


def _holds(conditions: Conditions, side: Hashable, key: Key) -> bool:
    """Whether that is what the key holds, also where a click further up in the run may have changed it."""
    return any(is_state(conditions, inner, key) for inner in _alternatives(side))


def _alternatives(side: Hashable) -> Iterator[Hashable]:
    pending: list[Hashable] = [side]
    while pending:
        one = pending.pop()
        if isinstance(one, Choice):
            pending += [identity_of(inner) for _, inner in one.alternatives]
        else:
            yield one


def _computed(conditions: Conditions, side: Hashable, leaf: Leaf, depth: int) -> Any:
    if isinstance(side, Known):
        return side.value
    known = leaf(side)
    if known is not UNKNOWN or depth == _DEEPEST:
        return known
    if isinstance(side, Choice):  # of what is there, and what clicks further up in the run make of it
        held = (one for one in map(leaf, _alternatives(side)) if one is not UNKNOWN)
        return next(held, UNKNOWN)
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
