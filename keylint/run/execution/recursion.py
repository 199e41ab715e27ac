"""How far calls within calls are followed: functions that call each other in circles have no end of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.recording import cannot_repeat
from keylint.run.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.recording import Recorded
    from keylint.run.values import FunctionValue

# A function that calls itself is followed this often: enough for a helper that normalises its arguments once.
MOST_ACTIVE = 2
DEEPEST_CALL = 48
# Of all functions of a page that call each other in circles: with two such calls in each, every level doubles them.
MOST_CIRCLING = 100


def why_not_followed(machine: Machine, function: FunctionValue) -> Reason | None:
    """Why a call of a function leads no further; None where it is to be run."""
    active = [_place(one) for one in machine.active]
    place = _place(function)
    if machine.recordings:
        machine.recordings[-1].called.add(place)
    if active.count(place) >= MOST_ACTIVE:
        machine.circling.update(active[active.index(place) :])
        return Reason.RECURSION
    if len(active) >= DEEPEST_CALL:
        machine.circling.update(active)
        cannot_repeat(machine.recordings)
        return Reason.CALLS_TOO_DEEP
    if place in machine.circling:
        machine.circles += 1
        if machine.circles > MOST_CIRCLING:
            cannot_repeat(machine.recordings)
            return Reason.CALLS_IN_CIRCLES
    return None


def leads_as_far(machine: Machine, recorded: Recorded) -> bool:
    """Whether the calls that were followed within a recorded call, and no others, are followed in one made here."""
    notes = recorded.notes
    return (
        notes.called.isdisjoint(map(_place, machine.active))
        and len(machine.active) + notes.deepest <= DEEPEST_CALL
        and machine.circling & notes.called == recorded.circling
        and machine.circles + recorded.circles <= MOST_CIRCLING
    )


def circle_again(machine: Machine, recorded: Recorded) -> None:
    """What the calls within a recorded call did to how far later ones are followed."""
    machine.circling |= recorded.circled
    machine.circles += recorded.circles


def _place(function: FunctionValue) -> tuple[Path, Span]:
    return function.module, function.span
