"""Where a finding about a widget points: its call, or the call that hands the whole key to a wrapper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.findings import Location
from keylint.run.execution.noting import climbed
from keylint.run.execution.recording import Climb
from keylint.run.values import Reference, StateValue

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """The call that gives the whole key, where that is a caller who hands it through: `field("Name", key="name")`.

    `location` is that of the widget call; it is the site of any other key, also of one that is made from a parameter.
    """
    return location if key is None else _site_above(machine, key, location)


def _site_above(machine: Machine, expression: ex.Expression, location: Location) -> Location:
    passed: list[tuple[int, frozenset[str], Location]] = []
    for number in range(len(machine.frames) - 1, -1, -1):
        frame = machine.frames[number]
        if frame.function is None or frame.call is None:
            break
        name = _handed_through(frame.function, expression)
        if name is None:
            break
        passed.append((number, frozenset({name}), location))
        if name not in frame.given:
            break
        location = frame.call
        expression = frame.given[name]
    for number, names, place in passed:
        climbed(machine, number, Climb(names, place, location))
    return location


def _handed_through(function: FunctionValue, expression: ex.Expression) -> str | None:
    """The parameter that the expression is, if it is one that the function leaves as it is."""
    if not isinstance(expression, ex.Name):
        return None
    name, definition = expression.identifier, function.definition
    if all(parameter.name != name for parameter in definition.parameters):
        return None
    return None if isinstance(definition, st.Function) and name in _assigned_in(definition.body) else name


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
    written = written_arguments(function, arguments, expression)
    given = next((written[name] for name in climb.names if name in written), None)
    place = machine.location(expression.span)
    if climb.is_call is None:
        return (climb.place if given is None else _site_above(machine, given, place)) == climb.end
    if given is None:
        return not climb.is_call and climb.place == climb.end
    end, location = _written_above(machine, given, Location(place.path, given.span))
    return location == climb.end and isinstance(end, ex.Call) == climb.is_call


def _assigned_in(block: st.Block) -> frozenset[str]:
    """The names that assignments of a block give another value: asked once for every widget in it."""
    known = _ASSIGNED.get(id(block))
    if known is None or known[0] is not block:
        targets = (target for statement in _assignments_in(block) for target in statement.targets)
        names = frozenset(target.identifier for target in targets if isinstance(target, ex.Name))
        known = _ASSIGNED[id(block)] = (block, names)
    return known[1]


_ASSIGNED: dict[int, tuple[st.Block, frozenset[str]]] = {}


def _assignments_in(block: st.Block) -> Iterator[st.Assign]:
    for statement in block:
        if isinstance(statement, st.Assign):
            yield statement
        elif not isinstance(statement, (st.Function, st.Class)):
            for part in ("body", "otherwise", "final"):
                yield from _assignments_in(getattr(statement, part, ()))
