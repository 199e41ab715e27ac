"""Rows that an app takes out of the list that it is looping over: those behind them move up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Location
from keylint.run.execution.noting import record_move
from keylint.run.values import Choice, Opaque, identity_of, in_order

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def note_removal(machine: Machine, listed: Value, row: Value, how: str, span: Span) -> None:
    """Notes that `row`, an item or a position of a loop over that list, is removed from it."""
    for loop, iterated in _loops_of(machine, row):
        if _lists(iterated) & _lists(identity_of(listed)):
            record_move(machine, loop, how, machine.location(span))


def _lists(identity: Hashable) -> set[Hashable]:
    """The identities of the lists that one of several may be."""
    return {identity_of(one) for _, one in identity.alternatives} if isinstance(identity, Choice) else {identity}


def _loops_of(machine: Machine, row: Value) -> list[tuple[Location, Hashable]]:
    """The loops that the value is a position or an item of, with the identity of what they go over."""
    if not isinstance(row, Opaque):
        return []
    positions = (origin.detail for origin in in_order(row.origins) if origin.kind == "position")
    found: list[tuple[Location, Hashable]] = [detail for detail in positions if isinstance(detail, tuple)]
    match _parts(machine, row.identity):
        case ("an element", iterated, Location() as loop):
            found.append((loop, iterated))
    return found


def _parts(machine: Machine, identity: Hashable) -> tuple[Hashable, ...]:
    return machine.conditions.parts(identity) if isinstance(identity, int) else ()
