"""What Python makes of values of which some are given: sums, lengths, parts of texts, comparisons.

Identities say what a value was made of; `computed` makes it again from what its leaves, the results of widgets and
what session state holds, are in some run.
"""

from __future__ import annotations

import ast
import datetime
import json
import operator
from collections.abc import Callable, Hashable, Mapping, Sequence, Sized
from typing import TYPE_CHECKING, Any, Final

from keylint.run.keys import Hole
from keylint.run.values import Choice, Items, Known, Text, identity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.run.keys import Key

Leaf = Callable[[Hashable], Any]
"""What the value of an identity is, where it is given; UNKNOWN for others."""

UNKNOWN: Final = object()
"""A value of which too little is known."""

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "in": lambda item, container: item in container,
}
BOUNDING: Mapping[str, Callable[..., Any]] = {"builtins.min": min, "builtins.max": max}
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "&": operator.and_,
}


def _can(convert: Callable[..., Any]) -> Callable[..., object]:
    def try_it(*given: Any) -> object:
        try:
            convert(*given)
        except (TypeError, ValueError, ArithmeticError, SyntaxError):
            return False
        except Exception:  # of a format that means nothing, say
            return UNKNOWN
        return True

    return try_it


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **BOUNDING,
    "converts builtins.int": _can(int),
    "converts builtins.float": _can(float),
    "converts json.loads": _can(json.loads),
    "converts ast.literal_eval": _can(ast.literal_eval),
    "converts datetime.date.fromisoformat": _can(datetime.date.fromisoformat),
    "converts datetime.datetime.fromisoformat": _can(datetime.datetime.fromisoformat),
    "converts datetime.datetime.strptime": _can(datetime.datetime.strptime),
    **{f"builtins.{one.__name__}": one for one in (abs, round, int, float, sum, any, all, divmod)},
    "len": len,
}
_OF_TEXTS = frozenset(
    {
        "lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold", "removeprefix", "replace",
        "removesuffix", "startswith", "endswith", "split", "partition", "isdigit", "isalpha", "isnumeric", "count",
    }
)  # fmt: skip
# What makes a long text, or list, of a short one and a number, or of `%999999999d`.
_LENGTHENING = (operator.mul, operator.mod)
# Values are made of others over a few steps; long chains come from loops.
_DEEPEST = 12
# What is computed from longer texts is not asked.
_LONGEST = 1_000


def computed(conditions: Conditions, side: Hashable, leaf: Leaf, depth: int = 0) -> Any:
    """The value of an identity where `leaf` gives what others are; UNKNOWN where that cannot be said."""
    if isinstance(side, Known):
        return side.value
    known = leaf(side)
    if known is not UNKNOWN or depth == _DEEPEST:
        return known
    match side:
        case Choice():  # of what is there, and what clicks further up in the run make of it
            return next((one for one in map(leaf, alternatives(side)) if one is not UNKNOWN), UNKNOWN)
        case Text(key=key):
            return _text(conditions, key, leaf, depth)
        case Items(kind="tuple" | "list" as kind, elements=elements, complete=True):
            made = _all_of(conditions, map(identity_of, elements), leaf, depth)
            return UNKNOWN if made is None else tuple(made) if kind == "tuple" else made
        case int():
            return _made(conditions, conditions.parts(side), leaf, depth)
    return UNKNOWN


def constants_in(conditions: Conditions, side: Hashable, depth: int = 0) -> Iterator[object]:
    """The constants that a value is made of, as far as it is computed."""
    parts = conditions.parts(side) if isinstance(side, int) else ()
    if isinstance(side, Known):
        yield side.value
    elif depth < _DEEPEST and parts and (parts[0] in SIGNS or parts[0] in ("a computed value", "an item")):
        for part in parts[1:]:
            yield from constants_in(conditions, part, depth + 1)


def alternatives(side: Hashable) -> Iterator[Hashable]:
    """The identities of the values that one of several may be."""
    pending: list[Hashable] = [side]
    while pending:
        one = pending.pop()
        if isinstance(one, Choice):
            pending += [identity_of(inner) for _, inner in one.alternatives]
        else:
            yield one


def _made(conditions: Conditions, parts: tuple[Hashable, ...], leaf: Leaf, depth: int) -> Any:
    match parts:
        case (str() as sign, left, right) if sign in SIGNS:
            return _applied(conditions, SIGNS[sign], (left, right), leaf, depth)
        case ("a text of", inner):
            return computed(conditions, inner, leaf, depth + 1)
        case ("an item", base, Items(kind="slice", elements=bounds)):
            return _applied(conditions, _slice, (base, *bounds), leaf, depth)
        case ("an item", base, index):
            return _applied(conditions, operator.getitem, (base, index), leaf, depth)
        case ("a computed value", "not" | "-", side):
            return _applied(conditions, operator.not_ if parts[1] == "not" else operator.neg, (side,), leaf, depth)
        case ("a computed value", str() as name, *given):
            function = _function(name, len(given))
            return UNKNOWN if function is None else _applied(conditions, function, given, leaf, depth)
        case ("a subset", text, "startswith" | "endswith" as name, affix):
            return _applied(conditions, _method(name), (text, affix), leaf, depth)
    return UNKNOWN


def _function(name: str, given: int) -> Callable[..., Any] | None:
    """What makes a value of so many others, by the name that the run gives it; None where it is not known here."""
    if name in _OPERATORS and given == 2:
        return _OPERATORS[name]
    method = name.removeprefix("method ")
    return _method(method) if method in _OF_TEXTS else _FUNCTIONS.get(name)


def _method(name: str) -> Callable[..., Any]:
    def call(text: Any, *given: Any) -> Any:
        return getattr(text, name)(*given) if isinstance(text, str) else UNKNOWN

    return call


def _slice(base: Any, *bounds: Any) -> Any:
    return base[slice(*bounds)]


def _text(conditions: Conditions, key: Key, leaf: Leaf, depth: int) -> Any:
    holes = _all_of(conditions, (hole.identity for hole in key.holes), leaf, depth)
    if holes is None:
        return UNKNOWN
    filling = iter(holes)
    try:
        return "".join(str(next(filling)) if isinstance(part, Hole) else part for part in key.parts)
    except ValueError:  # a number of too many digits
        return UNKNOWN


def _all_of(conditions: Conditions, sides: Iterable[Hashable], leaf: Leaf, depth: int) -> list[Any] | None:
    """All of the values; None where one of them is not known."""
    made: list[Any] = []
    for side in sides:
        made.append(computed(conditions, side, leaf, depth + 1))
        if made[-1] is UNKNOWN:
            return None
    return made


def _applied(
    conditions: Conditions, function: Callable[..., Any], sides: Sequence[Hashable], leaf: Leaf, depth: int
) -> Any:
    """What Python makes of the values; texts and lists are not multiplied or filled in: they could get long."""
    given = _all_of(conditions, sides, leaf, depth)
    if given is None:
        return UNKNOWN
    if any(isinstance(one, Sized) and (function in _LENGTHENING or len(one) > _LONGEST) for one in given):
        return UNKNOWN
    try:
        return function(*given)
    except Exception:  # whatever Python has against what the app gives it
        return UNKNOWN
