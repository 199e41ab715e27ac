"""`if` statements: a long chain of elif is one choice among all of its arms, or its cost grows with its square."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.facts import statements as st
from keylint.run.execution.domains import truth_of
from keylint.run.execution.frames import Arm
from keylint.run.execution.store import MOST_ALTERNATIVES
from keylint.run.execution.uses import record_use
from keylint.run.trace import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.store import Layer


def execute_if(machine: Machine, statement: st.If) -> None:
    holds = _test(machine, statement)
    if holds is not None:
        _choose(machine, statement, holds)


def _choose(machine: Machine, statement: st.If, holds: Condition) -> None:
    arms = _arms(machine, statement, holds) if _is_long(statement) else _both_arms(machine, statement, holds)
    machine.run_arms(arms)


def _is_long(statement: st.If) -> bool:
    """Whether there are more arms than a value can be told apart by: of few, conditions stay simpler one by one."""
    for _ in range(MOST_ALTERNATIVES):
        following = _elif(statement)
        if following is None:
            return False
        statement = following
    return True


def _elif(statement: st.If) -> st.If | None:
    following = statement.otherwise[0] if len(statement.otherwise) == 1 else None
    return following if isinstance(following, st.If) else None


def _both_arms(machine: Machine, statement: st.If, holds: Condition) -> list[Arm]:
    location, fails = machine.location(statement.test.span), holds.negation
    return [
        Arm(holds, Guard("if", location, holds), lambda: machine.execute(statement.body)),
        Arm(fails, Guard("else", location, fails), lambda: machine.execute(statement.otherwise)),
    ]


def _test(machine: Machine, statement: st.If) -> Condition | None:
    """The condition that the test holds; None where nothing gets past it."""
    value = machine.evaluate_test(statement.test)
    record_use(machine, value, "test", statement.test.span)
    return truth_of(machine, value, machine.location(statement.test.span)) if machine.is_alive else None


def _arms(machine: Machine, statement: st.If, holds: Condition) -> Iterator[Arm]:
    """The arms of a chain. Each test is made when the arms before it have been run, where all tests before it fail.

    A test that changes something, or ends some runs, is part of what follows it: there a chain of its own begins.
    """
    outer, rest = machine.guards, ALWAYS
    passed: tuple[Guard, ...] = ()
    while True:
        location = machine.location(statement.test.span)
        guards = (*passed, Guard("if", location, holds))
        yield _arm(machine, machine.conditions.both(rest, holds), guards, statement.body)
        fails = holds.negation
        rest, passed = machine.conditions.both(rest, fails), (*passed, Guard("else", location, fails))
        following = _elif(statement)
        if following is None or not machine.can_be(rest):
            yield _arm(machine, rest, passed, statement.otherwise)
            return
        statement = following
        machine.guards = (*outer, *passed)
        machine.step()
        machine.path.enter(rest)
        machine.store.branch()
        next_holds = _test(machine, statement)
        ended, stays, written = machine.guards[len(outer) :], machine.path.leave(), machine.store.leave_branch()
        if next_holds is None or written or stays is not ALWAYS or len(ended) > len(passed):
            yield Arm(rest, None, partial(_go_on, machine, statement, next_holds, _Tested(ended, stays, written)))
            return
        holds = next_holds


@dataclass(frozen=True)
class _Tested:
    """What a test did: the guards since the chain began, the runs that get past it, and what it wrote."""

    guards: tuple[Guard, ...]
    stays: Condition
    written: Layer


def _go_on(machine: Machine, statement: st.If, holds: Condition | None, tested: _Tested) -> None:
    """The rest of a chain, from a test on that was made."""
    machine.guards = (*machine.guards, *tested.guards)
    machine.store.merge([(ALWAYS, tested.written)])
    machine.path.narrow(tested.stays)
    if holds is not None:
        _choose(machine, statement, holds)


def _arm(machine: Machine, condition: Condition, guards: tuple[Guard, ...], body: st.Block) -> Arm:
    def action() -> None:
        machine.guards = (*machine.guards, *guards)
        machine.execute(body)

    return Arm(condition, None, action)
