"""Built-in functions that compute from their arguments alone: of constants, the result is a constant."""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import bounded_number, outgrown
from keylint.run.execution.comparisons import truth
from keylint.run.execution.domains import alternatives_of, content_of, origins_of, truth_of
from keylint.run.execution.iteration import MOST_ITEMS, items_of
from keylint.run.execution.origins import union
from keylint.run.extents import MOST_BITS, MOST_CHARACTERS, have_room
from keylint.run.values import NONE, Items, Known, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from keylint.conditions.nodes import Condition
    from keylint.facts import expressions as ex
    from keylint.facts.expressions import Scalar
    from keylint.run.execution.machine import Machine

_OF_SCALARS: dict[str, Callable[..., object]] = {
    "int": int,
    "float": float,
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "sum": sum,
    "repr": repr,
    "ord": ord,
    "chr": chr,
}


def compute(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """The result of the built-in `name`; None when it cannot be told from what is known of the arguments."""
    if name in _OF_ITEMS:
        return _OF_ITEMS[name](machine, arguments, expression)
    function = _OF_SCALARS.get(name)
    if function is None or arguments.keywords or arguments.spreads:
        return None
    given = [_constant(machine, value) for value in arguments.positional]
    if None in given:
        return None
    if not _is_short(name, given):
        return outgrown(machine, arguments.positional, expression.span)
    try:
        result = function(*given)
    except (ArithmeticError, ValueError, TypeError):
        return None
    return bounded_number(machine, result, expression.span) if isinstance(result, (str, int, float)) else None


def _is_short(name: str, given: list[Scalar | list[Scalar]]) -> bool:
    """Whether what is computed from constants cannot be long: `repr` of texts, `round(1, -1_000_000_000)`."""
    scalars = [scalar for part in given for scalar in (part if isinstance(part, list) else [part])]
    texts = sum(len(scalar) for scalar in scalars if isinstance(scalar, str))
    digits = given[1] if name == "round" and len(given) > 1 else 0
    return texts <= MOST_CHARACTERS and not (isinstance(digits, int) and abs(digits) > MOST_BITS)


def _constant(machine: Machine, value: Value) -> Scalar | list[Scalar]:
    """A scalar, or a list of scalars; None for everything else."""
    content = content_of(machine, value)
    if isinstance(content, Items):
        scalars = [element.value for element in content.elements if isinstance(element, Known)]
        return scalars if content.complete and len(scalars) == len(content.elements) else None
    return content.value if isinstance(content, Known) else None


def _all(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    return _quantified(machine, arguments, expression, "and")


def _any(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    return _quantified(machine, arguments, expression, "or")


def _quantified(machine: Machine, arguments: Arguments, expression: ex.Expression, operator: str) -> Value | None:
    """`all(…)` and `any(…)` of items that are all known: the conditions that each is true, joined."""
    items = items_of(machine, arguments.positional[0]) if arguments.positional else None
    if items is None:
        return None
    location = machine.location(expression.span)
    holds = ALWAYS if operator == "and" else NEVER
    join = machine.conditions.both if operator == "and" else machine.conditions.either
    for element in items.elements:
        holds = join(holds, truth_of(machine, element, location))
    return truth(machine, holds, union(origins_of(machine, element) for element in items.elements))


def _map(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    several = [items_of(machine, value) for value in arguments.positional[1:]]
    known = [items.elements for items in several if items is not None]
    if not known or len(known) < len(several):
        return None
    rows = zip(*known, strict=False)
    function = arguments.positional[0]
    return _list(machine.interpreter.call(machine, function, Arguments(row), expression) for row in rows)


def _filter(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    items = items_of(machine, arguments.positional[1]) if len(arguments.positional) == 2 else None
    if items is None:
        return None
    function, location = arguments.positional[0], machine.location(expression.span)
    kept: list[Value] = []
    for element in items.elements:
        answer = element
        if function != Known(None):
            answer = machine.interpreter.call(machine, function, Arguments((element,)), expression)
        holds = truth_of(machine, answer, location)
        if holds not in (ALWAYS, NEVER):
            return None
        if holds is ALWAYS:
            kept.append(element)
    return _list(kept)


def _sorted(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """In order, when the items are constants; where a key decides, the order stays that of the source."""
    items = items_of(machine, arguments.positional[0]) if arguments.positional else None
    if items is None:
        return None
    reverse = arguments.keywords.get("reverse", Known(False))
    constants = [element.value for element in items.elements if isinstance(element, Known)]
    if len(constants) == len(items.elements) and isinstance(reverse, Known) and "key" not in arguments.keywords:
        try:
            return _list(Known(value) for value in sorted(constants, reverse=bool(reverse.value)))  # type: ignore[type-var]
        except TypeError:
            return _list(items.elements)
    return _list(items.elements)


def _iter(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    return items_of(machine, arguments.positional[0]) if arguments.positional else None


def _next(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """The first item, of whichever list it is; what stands for none, where that is given."""
    given, *otherwise = arguments.positional or (NONE,)
    firsts: list[tuple[Condition, Value]] = []
    for condition, inner in alternatives_of(given):
        items = items_of(machine, inner)
        found = items.elements[:1] if items is not None else ()
        if not found and (items is None or not otherwise):
            return None
        firsts.append((condition, next(iter([*found, *otherwise]))))
    return machine.value_of(firsts)


def combine(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """`itertools.product`, `chain` and `chain.from_iterable` over what is known; None otherwise."""
    given = arguments.positional
    if name.endswith("from_iterable") and given:
        outer = items_of(machine, given[0])
        given = outer.elements if outer is not None else ()
    known = [items.elements for items in (items_of(machine, value) for value in given) if items is not None]
    if not known or len(known) < len(given) or arguments.keywords or arguments.spreads:
        return None
    if not have_room(*map(len, known)):
        return outgrown(machine, given, expression.span)
    if name.startswith("itertools.chain"):
        return _list(chain.from_iterable(known))
    rows = 1
    for elements in known:
        rows *= len(elements)
    return _list(Items("tuple", row) for row in product(*known)) if rows <= MOST_ITEMS else None


def _list(elements: Iterable[Value]) -> Items:
    return Items("list", tuple(elements))


_OF_ITEMS: dict[str, Callable[[Machine, Arguments, ex.Expression], Value | None]] = {
    "all": _all,
    "any": _any,
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "iter": _iter,
    "next": _next,
}
COMBINING = frozenset({"itertools.product", "itertools.chain", "itertools.chain.from_iterable"})
