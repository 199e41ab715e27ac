"""What code that is not followed may do to what it is given, and to what the functions change that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import may_hold_more
from keylint.run.execution.candidates import items_of_candidates, unknown_attribute
from keylint.run.execution.classes import lineage
from keylint.run.execution.domains import content_of
from keylint.run.execution.names import scope_with
from keylint.run.execution.noting import moment
from keylint.run.execution.scopes import CHANGING_METHODS, changed_names, declared
from keylint.run.execution.store import size_of
from keylint.run.values import BoundBuiltin, ClassValue, FunctionValue, Items, Known, Origin, Partial, Reference

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

_BY_A_CALL = frozenset({Origin("data", "a call")})


def let_change(machine: Machine, arguments: Arguments) -> None:
    """What is called may fill an empty list, set or dict that it is given, also in an object, and may set what is None,
    False, 0 or "" in one. It may call what changes others: a method of a list, or a function of the app. That it
    changes what holds something already is not assumed."""
    for value in arguments.all_values:
        match value:
            case Partial(function=function, positional=positional, keywords=keywords):
                let_change(machine, Arguments((function, *positional), dict(keywords)))
            case Items():
                let_change(machine, Arguments(value.elements))
            case Reference(class_=None):
                _may_be_filled(machine, value)
                for one in items_of_candidates(machine, value):
                    _may_be_filled(machine, one)
            case Reference():
                _may_be_set(machine, value)
            case ClassValue():
                for name, held in machine.store.names_of(value.scope):
                    if _is_unset(held):
                        machine.store.set(("attribute", value, name), _assigned(machine, value, name))
            case BoundBuiltin(base=Reference() as base, name=name) if name in CHANGING_METHODS:
                may_hold_more(machine, base)
            case FunctionValue():
                _may_be_called(machine, value)


def _may_be_filled(machine: Machine, value: Value) -> None:
    if size_of(content_of(machine, value)) == 0:
        may_hold_more(machine, value)


def _may_be_set(machine: Machine, instance: Reference) -> None:
    for name, held in _attributes(machine, instance):
        if _is_unset(held):
            unknown_attribute(machine, instance, name, _BY_A_CALL)
        _may_be_filled(machine, held)


def _is_unset(held: Value) -> bool:
    return isinstance(held, Known) and not held.value


def _attributes(machine: Machine, instance: Reference) -> Iterator[tuple[str, Value]]:
    """What an object has of its own, and what its class gives it."""
    own = {str(cell[2]): held for cell, held in machine.store.attributes_of(instance.identity) if len(cell) > 2}
    yield from own.items()
    for class_ in lineage(instance.class_) if instance.class_ is not None else ():
        yield from ((name, held) for name, held in machine.store.names_of(class_.scope) if name not in own)


def _may_be_called(machine: Machine, function: FunctionValue) -> None:
    if isinstance(function.bound, Reference):
        for _, held in machine.store.attributes_of(function.bound.identity):
            may_hold_more(machine, held)
        _may_be_set(machine, function.bound)
        return
    scope, body = machine.program.scopes[function.scope], function.definition.body
    for name in changed_names(body):
        place = scope_with(machine, scope, name)
        changed = machine.store.get((place.number, name)) if place is not None else None
        if changed is not None:
            may_hold_more(machine, changed)
    for name in sorted(declared(body, "global") | declared(body, "nonlocal")) if isinstance(body, tuple) else ():
        place = scope_with(machine, scope, name)
        if place is not None:
            machine.store.set((place.number, name), _assigned(machine, place.number, name))


def _assigned(machine: Machine, owner: Hashable, name: str) -> Value:
    """What a name or an attribute may have after a call that is not followed, each time something else."""
    return machine.opaque("a call", "assigned", owner, name, moment(machine), origins=_BY_A_CALL)
