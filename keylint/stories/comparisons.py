"""How a comparison comes out, from what is known of its two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from keylint.run.computing import BOUNDING, SIGNS, UNKNOWN, alternatives, computed
from keylint.run.keys import Key
from keylint.run.values import Items, Known, Reference, identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.conditions.formulas import Conditions
    from keylint.run.computing import Leaf
    from keylint.run.values import Value


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
    return Comparison(sign, left, right) if isinstance(sign, str) and sign in SIGNS else None


def outcome(conditions: Conditions, comparison: Comparison, leaf: Leaf) -> bool | None:
    """How it comes out where `leaf` gives what values are, by their identities, and UNKNOWN for others; None where that
    cannot be said."""
    left, right = (computed(conditions, side, leaf) for side in comparison[1:])
    if left is UNKNOWN or right is UNKNOWN:
        return None
    try:
        return bool(SIGNS[comparison.sign](left, right))
    except TypeError:
        return None


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
        case (_, str() as name, one, other) if name in BOUNDING and Known in (type(one), type(other)):
            return _step(conditions, other if isinstance(one, Known) else one, key)
    return 0


def value_with(conditions: Conditions, value: Value, leaf: Leaf) -> Any:
    """What the value is where `leaf` gives what others are; UNKNOWN where that cannot be said."""
    return computed(conditions, identity_of(value), leaf)


def holds_side(conditions: Conditions, comparison: Comparison, key: Key) -> int:
    """On which side the key's value stands as it is, or its length: -1 left, 1 right, 0 neither, or both."""
    left, right = (_is_counted(conditions, side, key) for side in comparison[1:])
    return right - left


def _is_counted(conditions: Conditions, side: Hashable, key: Key) -> bool:
    parts = conditions.parts(side) if isinstance(side, int) else ()
    return _holds(conditions, parts[2] if len(parts) == 3 and parts[1] == "len" else side, key)


def _holds(conditions: Conditions, side: Hashable, key: Key) -> bool:
    """Whether that is what the key holds, also where a click further up in the run may have changed it."""
    return any(is_state(conditions, inner, key) for inner in alternatives(side))
