"""Collections that a value may be: `groups[name]` where only the run knows the name.

Whoever changes such a value may have changed any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.bounds import may_hold_more
from keylint.run.execution.classes import lineage
from keylint.run.execution.domains import content_of, origins_of
from keylint.run.execution.noting import moment
from keylint.run.values import FunctionValue, Items, Opaque, Reference, Table

if TYPE_CHECKING:
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Origin, Value


def items_of_candidates(machine: Machine, value: Value) -> tuple[Value, ...]:
    """What the collections hold that a value may be, and what its own content holds."""
    found: list[Value] = []
    for one in (value, *machine.store.candidates(value)):
        content = content_of(machine, one)
        if isinstance(content, Items):
            found += content.elements
        elif isinstance(content, Table):
            found += (held for _, held in content.entries)
    return tuple(found)


def may_have_changed(machine: Machine, value: Value) -> None:
    """Something was put into a value, or taken out of it, that may be one of several collections, or the attributes of
    an object."""
    owner = machine.store.get(("attributes", value.identity)) if isinstance(value, Opaque) else None
    owners = (owner,) if isinstance(owner, Reference) else ()  # of `profile.__dict__`
    for one in (*machine.store.candidates(value), *owners):
        if one.class_ is None:
            may_hold_more(machine, one)
        else:
            may_have_any_attribute(machine, one, origins_of(machine, value))


def may_have_any_attribute(machine: Machine, instance: Reference, origins: frozenset[Origin]) -> None:
    """From here on nothing is known of an object's attributes, those that its class gives it included."""
    for cell, _ in machine.store.attributes_of(instance.identity):
        unknown_attribute(machine, instance, str(cell[2]), origins)
    for class_ in lineage(instance.class_) if instance.class_ is not None else ():
        for name, held in machine.store.names_of(class_.scope):
            if not isinstance(held, FunctionValue):
                unknown_attribute(machine, instance, name, origins)


def unknown_attribute(machine: Machine, instance: Reference, name: str, origins: frozenset[Origin]) -> None:
    """An attribute of an object may have been assigned by what is not followed, each time anew."""
    held = machine.opaque("an attribute", "assigned", instance.identity, name, moment(machine), origins=origins)
    machine.store.set(("instance", instance.identity, name), held)
