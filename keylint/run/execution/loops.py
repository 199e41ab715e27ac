"""Loops and comprehensions: constant ones are unrolled, others run once for an item that stands for all."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, Condition
from keylint.run.execution import state
from keylint.run.execution.bounds import may_hold_more
from keylint.run.execution.domains import (
    alternatives_of,
    content_of,
    origins_of,
    truth_of,
)
from keylint.run.execution.frames import Arm, Exits, Loop
from keylint.run.execution.iterables import element_of, not_empty
from keylint.run.execution.iteration import MOST_ITEMS, items_of
from keylint.run.execution.names import assign, assign_name
from keylint.run.execution.presence import holds_item
from keylint.run.execution.rounds import run_round
from keylint.run.execution.scopes import bound_names, changed_names
from keylint.run.execution.special_methods import iterated
from keylint.run.trace import Guard
from keylint.run.values import (
    NONE,
    Items,
    Opaque,
    Origin,
    Reference,
    Table,
    Truth,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keylint.facts import statements as st
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import GuardKind


def execute_for(machine: Machine, statement: st.For) -> None:
    iterable = iterated(machine, machine.evaluate(statement.iterable), statement.iterable.span)
    known = _collections(machine, iterable)
    widened: dict[str, tuple[Value, Value]] = {}

    def rounds(loop: Loop) -> None:
        if known:
            _run_one_of(machine, known, statement, loop)
        else:
            widened.update(_widen(machine, statement.body))
            _run_once(machine, iterable, statement, loop)

    _run_loop(machine, rounds, statement.otherwise)
    for name, (within, before) in widened.items():
        _restore_unassigned(machine, name, within, before)


def _restore_unassigned(machine: Machine, name: str, within: Value, before: Value) -> None:
    """The round that stands for all stands for the one that assigns a name, if any does: where it does not, the name
    has what it had before the loop."""
    held = machine.store.get((machine.scope.number, name))
    if held is not None and any(inner == within for _, inner in alternatives_of(held)):
        values = [(condition, before if inner == within else inner) for condition, inner in alternatives_of(held)]
        machine.store.set((machine.scope.number, name), machine.value_of(values))


def _collections(machine: Machine, iterable: Value) -> list[tuple[Condition, Value, Items]]:
    """The collections of which the iterable is one, each with its condition and its items; none where one of them is
    not known, or there are too many."""
    found: list[tuple[Condition, Value, Items]] = []
    for condition, one in alternatives_of(iterable):
        items = items_of(machine, one)
        if items is None:
            return []
        found.append((condition, one, items))
    return found if len(found) == 1 or sum(len(items.elements) for _, _, items in found) <= MOST_ITEMS else []


def _run_one_of(
    machine: Machine, collections: list[tuple[Condition, Value, Items]], statement: st.For, loop: Loop
) -> None:
    """The rounds of whichever collection it is."""

    def rounds(collection: Value, items: Items) -> None:
        for item in unrolled(machine, items):
            _run_where_held(machine, collection, item, statement, loop)

    if len(collections) == 1:
        rounds(*collections[0][1:])
        return
    place = machine.location(statement.iterable.span)
    machine.run_arms([Arm(c, Guard("loop", place, c), partial(rounds, one, items)) for c, one, items in collections])


def _run_where_held(machine: Machine, iterable: Value, item: Value, statement: st.For, loop: Loop) -> None:
    """The round of one item, in the runs in which the collection has it."""

    def one_round() -> None:
        assign(machine, statement.target, item)
        _round(machine, loop, statement.body)

    held = holds_item(machine, iterable, item)
    if held is ALWAYS:
        one_round()
        return
    guard = Guard("loop", machine.location(statement.iterable.span), held)
    machine.run_arms([Arm(held, guard, one_round), Arm(machine.conditions.negate(held), None, lambda: None)])


def unrolled(machine: Machine, items: Items) -> Iterator[Value]:
    """The items, one after the other, for as long as the run goes on."""
    outer = machine.unrolled
    for number, item in enumerate(items.elements):
        if not machine.is_alive:
            break
        machine.unrolled = (*outer, number)
        yield item
    machine.unrolled = outer


def _run_loop(machine: Machine, rounds: Callable[[Loop], None], otherwise: st.Block) -> None:
    """All rounds, then `else`, then where `break` leads to."""
    before = len(machine.guards)
    machine.path.enter()
    loop = Loop(machine.exits(), Exits(0))
    machine.store.branch()
    machine.loops.append(loop)
    rounds(loop)
    machine.loops.pop()
    machine.execute(otherwise)
    machine.rejoin(loop.breaks, machine.store.leave_branch())
    _forget_guards(machine, before, "break")


def _round(machine: Machine, loop: Loop, body: st.Block) -> None:
    """One round, then where `continue` leads to."""
    before = len(machine.guards)
    machine.path.enter()
    loop.continues = machine.exits()
    machine.store.branch()
    machine.execute(body)
    machine.rejoin(loop.continues, machine.store.leave_branch())
    _forget_guards(machine, before, "continue")


def _forget_guards(machine: Machine, before: int, kind: GuardKind) -> None:
    """Where the ways out come together again, they hide nothing any more; what has ended the function or the run
    does."""
    machine.guards = tuple(guard for place, guard in enumerate(machine.guards) if place < before or guard.kind != kind)


def _run_once(machine: Machine, iterable: Value, statement: st.For, loop: Loop) -> None:
    """One round for an item that stands for all, under the condition that there is one."""
    location = machine.location(statement.iterable.span)
    some = not_empty(machine, iterable, statement.iterable.span)

    def one_round() -> None:
        key, passes = _chosen_key(machine, iterable)
        element = element_of(machine, iterable, statement.iterable.span) if key == NONE else key
        assign(machine, statement.target, element)
        if passes is ALWAYS:
            _round(machine, loop, statement.body)
            return
        rounds = Arm(passes, Guard("loop", location, passes), lambda: _round(machine, loop, statement.body))
        machine.run_arms([rounds, Arm(passes.negation, None, lambda: None)])

    def action() -> None:
        run_round(machine, location, one_round)

    _run_repeated(machine, Arm(some, Guard("loop", location, some), action))


def _chosen_key(machine: Machine, iterable: Value) -> tuple[Value, Condition]:
    """The key of session state that stands for those which a comprehension has chosen, with the condition under which
    it is among them; NONE and ALWAYS for everything else."""
    content = content_of(machine, iterable)
    chosen = machine.store.get((state.CHOSEN_KEYS, content.identity)) if isinstance(content, Opaque) else None
    match chosen:
        case Items(elements=(Items(elements=(key, _, Truth(condition=condition))),)):
            return key, condition
    return NONE, ALWAYS


def _run_repeated(machine: Machine, rounds: Arm) -> None:
    """Runs the round that stands for all, or none. A collection that it changed holds more, or less, than was seen."""
    machine.store.branch()
    machine.run_arms([rounds, Arm(machine.conditions.negate(rounds.condition), None, lambda: None)])
    written = machine.store.leave_branch()
    for cell, value in written.items():
        before = machine.store.get(cell) if cell[0] == "content" else None
        if before is not None and before != value and isinstance(value, (Items, Table)):
            written[cell] = replace(value, complete=False)
    machine.store.merge([(ALWAYS, written)])


def _widen(machine: Machine, body: st.Block) -> dict[str, tuple[Value, Value]]:
    """What a loop's body assigns or changes is not known at the start of a round that stands for all rounds. Gives what
    stands for the values of the assigned names then, with what they had before."""
    widened: dict[str, tuple[Value, Value]] = {}
    for name in dict.fromkeys(bound_names(body)):
        held = machine.store.get((machine.scope.number, name))
        if held is not None and not isinstance(held, Reference):
            origins = frozenset({Origin("element", (machine.scope.module, name))}) | origins_of(machine, held)
            within = machine.opaque("changes in a loop", name, identity_of(held), origins=origins)
            widened[name] = within, held
            assign_name(machine, name, within)
    for name in changed_names(body):
        held = machine.store.get((machine.scope.number, name))
        if held is not None:
            may_hold_more(machine, held)
    return widened


def execute_while(machine: Machine, statement: st.While) -> None:
    location = machine.location(statement.test.span)

    def rounds(loop: Loop) -> None:
        _widen(machine, statement.body)
        holds = truth_of(machine, machine.evaluate(statement.test), location)

        def action() -> None:
            run_round(machine, location, lambda: _round(machine, loop, statement.body), repeats=holds is ALWAYS)

        _run_repeated(machine, Arm(holds, Guard("loop", location, holds), action))

    _run_loop(machine, rounds, statement.otherwise)


def execute_break(machine: Machine, statement: st.Break) -> None:
    machine.leave("break", statement.span, machine.loops[-1].breaks if machine.loops else None)


def execute_continue(machine: Machine, statement: st.Continue) -> None:
    machine.leave("continue", statement.span, machine.loops[-1].continues if machine.loops else None)
