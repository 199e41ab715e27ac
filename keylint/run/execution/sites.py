"""Where a finding about a widget points: the innermost call site at which its key is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.findings import Location
from keylint.run.execution.noting import climbed
from keylint.run.execution.recording import Climb
from keylint.run.values import Reference, StateValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import FunctionValue


def written_arguments(
    function: FunctionValue, arguments: Arguments, expression: ex.Expression
) -> dict[str, ex.Expression]:
    """The written expressions that a call gives to the parameters; `arguments` begin with the bound object, if any."""
    given: dict[str, ex.Expression] = {}
    parameters = function.definition.parameters
    if (
        isinstance(function.bound, (Reference, StateValue))
        and isinstance(expression, ex.Call)
        and isinstance(expression.function, ex.Attribute)
    ):
        given |= {parameter.name: expression.function.base for parameter in parameters[:1]}
    taken: set[str] = set()
    position = 0
    shift = 1 if function.bound is not None else 0
    for parameter in parameters:
        if parameter.kind == "**":
            given[parameter.name] = arguments.unnamed_rest(taken, function.definition.span)
        elif parameter.kind != "*":
            place = position if parameter.kind == "positional" else None
            if arguments.get(parameter.name, place) is not None:
                taken.add(parameter.name)
                written = arguments.expression(parameter.name, None if place is None else place - shift)
                if written is not None:
                    given[parameter.name] = written
            position += parameter.kind == "positional"
    return given


def site_of(machine: Machine, key: ex.Expression | None, location: Location) -> Location:
    """Follows the key's expression through parameters to the caller that gives it.

    `location` is that of the widget call; it is the site unless the key comes in through a parameter.
    """
    return _site_above(machine, [key] if key is not None else [], location)


def _site_above(machine: Machine, expressions: list[ex.Expression], location: Location) -> Location:
    passed: list[tuple[int, frozenset[str], Location]] = []
    for number in range(len(machine.frames) - 1, -1, -1):
        frame = machine.frames[number]
        if frame.function is None or frame.call is None:
            break
        names = _parameters_behind(frame.function, expressions)
        if names:
            passed.append((number, names, location))
        given = _given_to(frame.function, names, frame.given)
        if not given:
            break
        location = frame.call
        expressions = given
    for number, names, place in passed:
        climbed(machine, number, Climb(names, place, location))
    return location


def _parameters_behind(function: FunctionValue, expressions: list[ex.Expression]) -> frozenset[str]:
    """The parameters that a function makes the values of expressions in it from."""
    names = {name for expression in expressions for name in names_in(expression)}
    definition = function.definition
    if isinstance(definition, st.Function):
        names = behind(definition.body, names)
    return frozenset(parameter.name for parameter in definition.parameters if parameter.name in names)


def _given_to(
    function: FunctionValue, names: frozenset[str], given: Mapping[str, ex.Expression]
) -> list[ex.Expression]:
    parameters = (parameter.name for parameter in function.definition.parameters)
    return [given[name] for name in parameters if name in names and name in given]


def written_at(machine: Machine, expression: ex.Expression) -> tuple[ex.Expression, Location]:
    """The expression that a parameter stands for, and its place: that of the caller who gives it."""
    return _written_above(machine, expression, machine.location(expression.span))


def _written_above(machine: Machine, expression: ex.Expression, location: Location) -> tuple[ex.Expression, Location]:
    passed: list[tuple[int, str, Location]] = []
    for number in range(len(machine.frames) - 1, -1, -1):
        frame = machine.frames[number]
        if frame.call is None or not isinstance(expression, ex.Name):
            break
        passed.append((number, expression.identifier, location))
        if expression.identifier not in frame.given:
            break
        expression = frame.given[expression.identifier]
        location = Location(frame.call.path, expression.span)
    for number, name, place in passed:
        climbed(machine, number, Climb(frozenset({name}), place, location, isinstance(expression, ex.Call)))
    return expression, location


def ends_alike(
    machine: Machine, climb: Climb, function: FunctionValue, arguments: Arguments, expression: ex.Expression
) -> bool:
    """Whether a search that came to the parameters of a function ends, in a call of it made here, where it ended
    before."""
    if function.bound is not None:
        arguments = arguments.before(function.bound)
    given = _given_to(function, climb.names, written_arguments(function, arguments, expression))
    place = machine.location(expression.span)
    if climb.is_call is None:
        return (_site_above(machine, given, place) if given else climb.place) == climb.end
    if not given:
        return not climb.is_call and climb.place == climb.end
    end, location = _written_above(machine, given[0], Location(place.path, given[0].span))
    return location == climb.end and isinstance(end, ex.Call) == climb.is_call


def behind(block: st.Block, names: set[str]) -> set[str]:
    """The names, with those that local assignments make them from."""
    sources = _sources_in(block)
    found, pending = set(names), list(names)
    while pending:
        more = sources.get(pending.pop(), _NONE) - found
        found |= more
        pending += more
    return found


def _sources_in(block: st.Block) -> dict[str, set[str]]:
    """From which names the assignments of a block make each name: asked once for every widget in it."""
    known = _SOURCES.get(id(block))
    if known is None or known[0] is not block:
        sources: dict[str, set[str]] = {}
        for statement in assignments_in(block):
            for target in statement.targets:
                if isinstance(target, ex.Name):
                    sources.setdefault(target.identifier, set()).update(names_in(statement.value))
        known = _SOURCES[id(block)] = (block, sources)
    return known[1]


_SOURCES: dict[int, tuple[st.Block, dict[str, set[str]]]] = {}
_NONE: frozenset[str] = frozenset()


def assignments_in(block: st.Block) -> Iterator[st.Assign]:
    for statement in block:
        if isinstance(statement, st.Assign):
            yield statement
        elif not isinstance(statement, (st.Function, st.Class)):
            for part in ("body", "otherwise", "final"):
                yield from assignments_in(getattr(statement, part, ()))


def names_in(expression: ex.Expression) -> Iterator[str]:
    """Names that an expression reads; those inside lambdas and comprehensions are left out."""
    match expression:
        case ex.Name(identifier=identifier):
            yield identifier
        case ex.Attribute(base=base):
            yield from names_in(base)
        case ex.Subscript(base=base, index=index):
            yield from names_in(base)
            yield from names_in(index)
        case ex.Call(function=function, arguments=arguments):
            if isinstance(function, ex.Attribute):
                yield from names_in(function.base)
            for argument in arguments:
                yield from names_in(argument.value)
        case ex.JoinedText(parts=parts) | ex.Opaque(parts=parts):
            for part in parts:
                yield from names_in(part)
        case ex.Formatted(value=value) | ex.Starred(value=value) | ex.Walrus(value=value):
            yield from names_in(value)
        case ex.Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case ex.Boolean(operands=items) | ex.Sequence(items=items):
            for item in items:
                yield from names_in(item)
        case ex.Conditional(body=body, otherwise=otherwise):
            yield from names_in(body)
            yield from names_in(otherwise)
        case ex.Mapping(entries=entries):
            for _, value in entries:
                yield from names_in(value)
        case _:
            pass
