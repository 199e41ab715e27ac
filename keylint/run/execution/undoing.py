"""Tests of what is computed from a number of session state, as tests of the number itself: `STEPS[step - 1]` is the
first where `step` is 1, and the last of `min(step, 3)` where it is 3 or more."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.computing import BOUNDING
from keylint.run.keys import Key
from keylint.run.values import Known

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Atom

Bounds = tuple[float, float]


def undone(machine: Machine, atom: Atom) -> Condition | None:
    """The condition of the test, in terms of what session state holds when the run begins; None where it asks
    something else than that a sum, a difference or a bounded number equals a constant."""
    number = atom.constant
    if atom.predicate != "equals" or isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    side: Hashable = atom.subject
    bounds: Bounds = (number, number)
    while isinstance(side, int):
        found = _before(machine.conditions.parts(side), bounds)
        if found is None:
            return None
        side, bounds = found
    match side:
        case ("state", Key(), 0) if side != atom.subject:
            return _is_within(machine, atom, side, bounds)
    return None


def _before(made: tuple[Hashable, ...], bounds: Bounds) -> tuple[Hashable, Bounds] | None:
    """What the value was made of, and between which numbers that is where the value is between these."""
    low, high = bounds
    match made:
        case ("a computed value", "+", side, Known(value=int() | float() as other)) | (
            "a computed value",
            "+",
            Known(value=int() | float() as other),
            side,
        ):
            return side, (low - other, high - other)
        case ("a computed value", "-", side, Known(value=int() | float() as other)):
            return side, (low + other, high + other)
        case ("a computed value", "-", Known(value=int() | float() as other), side):
            return side, (other - high, other - low)
        case ("a computed value", str() as name, one, Known(value=int() | float() as other)) | (
            "a computed value",
            str() as name,
            Known(value=int() | float() as other),
            one,
        ) if name in BOUNDING:
            is_least = BOUNDING[name] is min
            if (low > other) if is_least else (high < other):
                return one, (inf, -inf)
            return one, (low, inf if other <= high else high) if is_least else (-inf if low <= other else low, high)
    return None


def _is_within(machine: Machine, atom: Atom, side: Hashable, bounds: Bounds) -> Condition:
    low, high = bounds
    if low > high:
        return NEVER
    if low == high:
        return machine.atom(replace(atom, subject=side, constant=low))
    holds: Condition = ALWAYS
    for sign, bound in (("<", low), (">", high)):
        if bound not in (inf, -inf):
            subject = machine.program.identity(sign, side, Known(bound))
            beyond = machine.atom(replace(atom, subject=subject, predicate="true", constant=None, options=None))
            holds = machine.conditions.without(holds, beyond)
    return holds
