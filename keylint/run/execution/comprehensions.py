"""Comprehensions: those over constants give what is known, others stand for all of their items."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.conditions.questions import Answer
from keylint.run.execution import state
from keylint.run.execution.bounds import allocate, one_of_several
from keylint.run.execution.copies import give_item
from keylint.run.execution.domains import filtered_by, origins_of, truth_of
from keylint.run.execution.drawing import draws
from keylint.run.execution.frames import Arm, Frame
from keylint.run.execution.iterables import element_of, not_empty
from keylint.run.execution.iteration import items_of
from keylint.run.execution.loops import unrolled
from keylint.run.execution.names import assign
from keylint.run.execution.rounds import run_round
from keylint.run.execution.special_methods import iterated
from keylint.run.execution.uses import record_use
from keylint.run.trace import Guard, Use
from keylint.run.values import Items, Opaque, StateValue, Table, Truth, Value, identity_of

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.facts import expressions as ex
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason

# What a filter leaves of more items is not told apart.
_MOST_LISTS = 6


@dataclass(eq=False)
class _Collected:
    """What a comprehension comes to: the elements of a list, each with the condition under which it is one, or the
    `entries` of a dict. `chosen` are keys of session state among them. `unseen` are the runs in which there are items
    that are not known one by one. It is made in the segment of the way with the number `segment`."""

    segment: int
    elements: list[tuple[Condition, Value]] = field(default_factory=list)
    entries: list[tuple[Value, Value]] = field(default_factory=list)
    chosen: list[Value] = field(default_factory=list)
    unseen: list[Condition] = field(default_factory=list)

    @property
    def values(self) -> tuple[Value, ...]:
        """All that is in it."""
        return (*(value for _, value in self.elements), *chain.from_iterable(self.entries))

    @property
    def is_structured(self) -> bool:
        """Whether a list has more to tell than where its elements come from."""
        return any(not isinstance(value, (Opaque, Truth, StateValue)) for _, value in self.elements)


def evaluate_comprehension(machine: Machine, expression: ex.Comprehension) -> Value:
    """A comprehension, in a scope of its own; over constants its result is known."""
    scope = machine.program.new_scope(machine.scope.number, machine.scope.module)
    frame = machine.frame
    machine.frames.append(Frame(scope, frame.function, frame.call, frame.given))
    start = machine.order
    machine.path.enter()
    collected = _Collected(machine.path.depth)
    is_complete = _clauses(machine, expression, 0, collected)
    machine.path.narrow(machine.path.leave())
    machine.frames.pop()
    stays = collected.is_structured or any(draws(machine, value) for _, value in collected.entries)
    if not is_complete and not stays:
        return _unknown(machine, expression, collected, start)
    if expression.kind == "dict":
        return allocate(machine, "dict", Table(tuple(collected.entries), is_complete), expression)
    lists = [] if is_complete or collected.unseen else _what_can_be_kept(machine, collected.elements)
    if lists:
        return one_of_several(machine, lists, expression.span)
    elements = tuple(value for _, value in collected.elements)
    return allocate(machine, "list", Items("list", elements, is_complete), expression)


def _unknown(machine: Machine, expression: ex.Comprehension, collected: _Collected, start: int) -> Value:
    """A list or dict of which only the origins are known; `start` is the number of the first event of its making."""
    origins = frozenset().union(*(origins_of(machine, value) for value in collected.values))
    filters = (event for event in machine.trace.events[start:] if isinstance(event, Use) and event.sink == "subset")
    origins |= filtered_by(origin for event in filters for origin in event.origins)
    identities = [identity_of(value) for value in collected.values]
    is_filtered = any(clause.conditions for clause in expression.clauses)
    reason: OpaqueReason = state.FILTERED if is_filtered else "a comprehension"
    made = machine.opaque(reason, expression.span, machine.scope.module, *identities, origins=origins)
    if len(collected.elements) == 1:
        give_item(machine, made, collected.elements[0][1])
    if collected.chosen:
        machine.store.set((state.CHOSEN_KEYS, made.identity), Items("tuple", tuple(collected.chosen)))
    return made


def _collect(machine: Machine, expression: ex.Comprehension, collected: _Collected) -> None:
    key = machine.evaluate(expression.key) if expression.key is not None else None
    value = machine.evaluate(expression.element)
    when = machine.path.since(collected.segment)
    if key is not None:
        collected.entries.append((key, value))
    else:
        collected.elements.append((when, value))
    named = value if key is None else key
    if isinstance(named, Opaque) and named.reason == state.A_KEY:
        collected.chosen.append(Items("tuple", (named, value, Truth(when))))


def _what_can_be_kept(machine: Machine, kept: list[tuple[Condition, Value]]) -> list[tuple[Condition, Value]]:
    """The lists that a filter can leave of known items, each with its condition; none where there are too many."""
    conditions = machine.conditions
    ways: list[tuple[Condition, tuple[Value, ...]]] = [(ALWAYS, ())]
    for holds, value in kept:
        ways = [
            (both, found)
            for way, before in ways
            for both, found in (
                (conditions.both(way, holds), (*before, value)),
                (conditions.without(way, holds), before),
            )
            if both is not NEVER
        ]
        if len(ways) > _MOST_LISTS:
            return []
    questions = machine.program.questions
    can_be = ((way, found) for way, found in ways if questions.possible(way) is not Answer.NO)
    return [(way, Items("list", found)) for way, found in can_be]


def _clauses(machine: Machine, expression: ex.Comprehension, position: int, collected: _Collected) -> bool:
    """Runs the clauses from `position` inwards; says whether every item was seen for certain."""
    if position == len(expression.clauses):
        _collect(machine, expression, collected)
        return True
    clause = expression.clauses[position]
    iterable = iterated(machine, machine.evaluate(clause.iterable), clause.iterable.span)
    items = items_of(machine, iterable)
    complete = True

    def one_round() -> None:
        nonlocal complete
        complete = _filtered(machine, expression, position, collected) and complete

    if items is not None:
        for item in unrolled(machine, items):
            assign(machine, clause.target, item)
            one_round()
        return complete
    location = machine.location(clause.iterable.span)
    some = not_empty(machine, iterable, clause.iterable.span)
    collected.unseen.append(some)

    def for_each() -> None:
        assign(machine, clause.target, element_of(machine, iterable, clause.iterable.span))
        one_round()

    def action() -> None:
        run_round(machine, location, for_each)

    machine.run_arms(
        [
            Arm(some, Guard("comprehension", location, some), action),
            Arm(machine.conditions.negate(some), None, lambda: None),
        ]
    )
    return False


def _filtered(machine: Machine, expression: ex.Comprehension, position: int, collected: _Collected) -> bool:
    """One item: the rest of the clauses where the conditions of this one hold."""
    holds = ALWAYS
    span = expression.span
    for condition in expression.clauses[position].conditions:
        value = machine.evaluate(condition)
        record_use(machine, value, "subset", condition.span)
        holds = machine.conditions.both(holds, truth_of(machine, value, machine.location(condition.span)))
        span = condition.span
    if holds is NEVER:
        return True
    if holds is ALWAYS:
        return _clauses(machine, expression, position + 1, collected)
    guard = Guard("comprehension", machine.location(span), holds)
    rest: list[bool] = []
    machine.run_arms(
        [
            Arm(holds, guard, lambda: rest.append(_clauses(machine, expression, position + 1, collected))),
            Arm(machine.conditions.negate(holds), None, lambda: None),
        ]
    )
    return False
