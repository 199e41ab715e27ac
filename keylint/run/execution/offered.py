"""What a widget gives that offers functions, classes, objects or pages: one of them, which can be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.run.execution.domains import flipped_by, origins_of
from keylint.run.execution.store import CALLEES, MOST_CALLEES
from keylint.run.trace import Atom, always_chosen
from keylint.run.values import NONE, Items, Reference

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Draw
    from keylint.run.values import Value, WidgetResult


def one_offered(machine: Machine, draw: Draw, result: WidgetResult, offered: Items) -> Value:
    """The result of the widget, or a choice among what it offers where that can be called or has methods."""
    options = offered.elements
    if draw.holds_several is not False or not 0 < len(options) <= MOST_CALLEES or not any(map(_can_be_called, options)):
        return result
    origins = origins_of(machine, result)
    # Which option it is, is told by its place: two can be equal.
    places: list[int | None] = [*range(1, len(options) + 1)]
    if not always_chosen(draw.traits, draw.parameters):
        places.append(None)
    rest = NEVER.negation
    alternatives: list[tuple[Condition, Value]] = []
    for place in places[:-1]:
        atom = Atom(result.identity, "equals", place, flipped_by(origins), origins, tuple(places), draw.location)
        is_it = machine.atom(atom)
        alternatives.append((is_it, _at(options, place)))
        rest = machine.conditions.without(rest, is_it)
    return machine.value_of([*alternatives, (rest, _at(options, places[-1]))])


def _at(options: tuple[Value, ...], place: int | None) -> Value:
    return NONE if place is None else options[place - 1]


def _can_be_called(option: Value) -> bool:
    if isinstance(option, Items):
        return any(map(_can_be_called, option.elements))
    return isinstance(option, CALLEES) and not (isinstance(option, Reference) and option.class_ is None)
