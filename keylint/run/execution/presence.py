"""In which runs a list holds an item that it was given where a test holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.execution.domains import content_of
from keylint.run.values import Choice, Items, Reference

if TYPE_CHECKING:
    from keylint.conditions.nodes import Condition
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def holds_item(machine: Machine, collection: Value, item: Value) -> Condition:
    """The condition under which a list has the item that it is known to hold in some runs: each test that decided what
    it holds must have left the item in. One that it was given more than once is taken to be there."""
    content = content_of(machine, collection)
    chosen = machine.store.get(("chosen", collection.identity)) if isinstance(collection, Reference) else None
    holds: Condition = ALWAYS
    if not isinstance(chosen, Items) or not isinstance(content, Items) or content.elements.count(item) != 1:
        return ALWAYS
    for choice in chosen.elements:
        if isinstance(choice, Choice):
            contents = [
                (c, content.elements if isinstance(content, Items) else ()) for c, content in choice.alternatives
            ]
            if any(item in elements for _, elements in contents):
                with_it = machine.any_of(condition for condition, elements in contents if item in elements)
                holds = machine.conditions.both(holds, with_it)
    return ALWAYS if holds is NEVER else holds
