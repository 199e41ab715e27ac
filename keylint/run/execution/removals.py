"""Rows that an app takes out of the list that it is looping over: those behind them move up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Location
from keylint.run.execution.noting import record_move
from keylint.run.values import Opaque, identities_in, identity_of, in_order

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def note_removal(machine: Machine, listed: Value, row: Value, how: str, span: Span) -> None:
    """Notes that `row`, an item or a position of any loop over that list, is removed from it."""
    lists = identities_in(identity_of(listed))
    for iterated in _iterated(machine, row):
        for one in lists & identities_in(iterated):
            record_move(machine, one, how, machine.location(span), machine.path.reached, machine.path.reached_within)


def _iterated(machine: Machine, row: Value) -> list[Hashable]:
    """The identities of what the loops go over that the value is a position or an item of."""
    if not isinstance(row, Opaque):
        return []
    positions = (origin.detail for origin in in_order(row.origins) if origin.kind == "position")
    found: list[Hashable] = [detail[1] for detail in positions if isinstance(detail, tuple)]
    match _parts(machine, row.identity):
        case ("an element", iterated, Location()):
            found.append(iterated)
    return found


def _parts(machine: Machine, identity: Hashable) -> tuple[Hashable, ...]:
    return machine.conditions.parts(identity) if isinstance(identity, int) else ()
