"""What something has under a name that is put together: `getattr(self, f"show_{step}")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution import access, modules
from keylint.run.execution.classes import find_member, lineage
from keylint.run.execution.entries import chosen_entry
from keylint.run.execution.store import MOST_CALLEES
from keylint.run.keys import constant_key
from keylint.run.values import ClassValue, FunctionValue, Known, ModuleValue, Reference, Table, Text

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.keys import Key
    from keylint.run.values import Value


def named_member(machine: Machine, base: Value, name: Value, default: Value | None, span: Span) -> Value | None:
    """The function of a module or of a class, or the method of its object, that has the name: a choice among those
    that can have it, and the default. None where something else may have it, or nothing is known of it."""
    if not isinstance(name, Text) or not name.key.is_telling:
        return None
    members = [(each, value) for each, value in _members(machine, base) if _fits(name.key, each)]
    are_functions = all(isinstance(value, FunctionValue) and "property" not in value.roles for _, value in members)
    if not 0 < len(members) <= MOST_CALLEES or not are_functions:
        return None
    nowhere = ex.Constant(None, span)
    methods = tuple(
        (Known(each), access.attribute_of(machine, base, each, ex.Attribute(nowhere, each, span)))
        for each, _ in members
    )
    return chosen_entry(machine, Table(methods), name, machine.location(span), default)


def _members(machine: Machine, base: Value) -> list[tuple[str, Value | None]]:
    """All that it is known to have, in the order of the source, that of base classes first."""
    match base:
        case ModuleValue(path=path):
            return [*machine.store.names_of(modules.scope_of(machine, path))]
        case Reference(class_=ClassValue() as class_) | (ClassValue() as class_):
            assigned = machine.store.listed(("instance", base.identity)) if isinstance(base, Reference) else {}
            own: list[tuple[str, Value | None]] = [(str(cell[-1]), value) for cell, value in assigned.items()]
            every = (n for ancestor in reversed(lineage(class_)) for n, _ in machine.store.names_of(ancestor.scope))
            return [*((each, find_member(machine, class_, each)) for each in dict.fromkeys(every)), *own]
        case _:
            return []


def _fits(name: Key, other: str) -> bool:
    return not other.startswith("__") and name.may_equal(constant_key(other))
