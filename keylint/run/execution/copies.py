"""Collections that have the items of another one: copies, parts, the same in another order, what was stored.

Who changes an item of such a collection, a row, changes the row of the other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.domains import is_empty
from keylint.run.values import Choice, Opaque, StateValue

if TYPE_CHECKING:
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


def give_items_of(machine: Machine, made: Value, source: Value) -> None:
    """Notes that `made` has the items of `source`, maybe not all, and maybe at other positions."""
    if isinstance(made, Opaque):
        machine.store.set(("items", made.identity), source)


def give_all_items_of(machine: Machine, made: Value, source: Value) -> None:
    """Notes that a loop over `made` goes through all items of `source`: it is a copy or a view of it, or counts it."""
    if isinstance(made, Opaque):
        machine.store.set(("all items", made.identity), source)


def source_of_all_items(machine: Machine, made: Value) -> Value | None:
    """What `give_all_items_of` has noted."""
    return machine.store.get(("all items", made.identity)) if isinstance(made, Opaque) else None


def give_item(machine: Machine, made: Value, item: Value) -> None:
    """Notes that all items of `made` are items of session state, for which `item` stands."""
    if isinstance(made, Opaque) and isinstance(item, StateValue):
        machine.store.set(("element", made.identity), item)


def item_that_stands_for_all(machine: Machine, collection: Value) -> Value | None:
    """What `give_item` has noted."""
    return machine.store.get(("element", collection.identity)) if isinstance(collection, Opaque) else None


def holder_of_items(machine: Machine, value: Value) -> Value:
    """The collection whose items those of `value` are; itself where it has its own.

    Of several that session state may hold under one key by now it is what was there when the run began: in a run that
    assigns another one, the rows are others, but rows of the same place. One that is empty has none: `rows or []`.
    """
    while isinstance(value, Opaque):
        source = machine.store.get(("items", value.identity))
        if source is None:
            break
        value = source
    if isinstance(value, Choice):
        filled = [inner for _, inner in value.alternatives if not is_empty(machine, inner)]
        holders = [holder_of_items(machine, inner) for inner in filled]
        keys = {holder.key for holder in holders if isinstance(holder, StateValue)}
        if len(keys) == 1 and all(isinstance(holder, StateValue) for holder in holders):
            key = keys.pop()
            return StateValue(("state", key, 0), key)
    return value
