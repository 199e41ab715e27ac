"""In which runs a list holds an item that it was given where a test holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.values import Choice, Items, Reference, Table

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def holds_item(machine: Machine, collection: Value, item: Value) -> Condition:
    """The condition under which `collection` has the item that it is known to hold in some runs: each test that
    decided what it holds must have left the item in."""
    chosen = machine.store.get(("chosen", collection.identity)) if isinstance(collection, Reference) else None
    holds: Condition = ALWAYS
    for choice in chosen.elements if isinstance(chosen, Items) else ():
        if isinstance(choice, Choice):
            contents = [(condition, _members(content)) for condition, content in choice.alternatives]
            if any(item in members for _, members in contents):
                with_it = machine.any_of(condition for condition, members in contents if item in members)
                holds = machine.conditions.both(holds, with_it)
    return ALWAYS if holds is NEVER else holds


def _members(content: Value) -> tuple[Value, ...]:
    match content:
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return tuple(key for key, _ in entries)
        case _:
            return ()
