"""Names: where they are looked up and where assignments go."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.domains import content_of, origins_of
from keylint.run.execution.noting import script_scope
from keylint.run.execution.shared_changes import name_changes
from keylint.run.execution.shared_objects import note_name
from keylint.run.values import Choice, Container, External, Items, Known, Value, identity_of

if TYPE_CHECKING:
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.scopes import Scope

_BUILTINS = frozenset(dir(builtins))


def evaluate_name(machine: Machine, expression: ex.Name) -> Value:
    name = expression.identifier
    scope: Scope | None = machine.scope
    while scope is not None:
        if not (scope.is_class and scope is not machine.scope):
            value = machine.store.get((scope.number, name))
            if value is not None:
                note_name(machine, scope.number, name, value, expression.span)
                return value
        scope = machine.program.scopes[scope.parent] if scope.parent is not None else None
    if name == "__name__":
        is_script = script_scope(machine, machine.scope.module) is not None
        return Known("__main__" if is_script else machine.scope.module.stem)  # the script that Streamlit runs
    if name == "__file__":
        return Known(machine.scope.module.as_posix())
    if name in _BUILTINS:
        return External(f"builtins.{name}")
    return machine.opaque("a name without value", name, machine.scope.module)


def scope_with(machine: Machine, scope: Scope, name: str) -> Scope | None:
    """The scope in which a name stands that code in `scope` uses; None where nothing of the app has given it a
    value."""
    place: Scope | None = scope
    while place is not None:
        if not (place.is_class and place is not scope) and machine.store.get((place.number, name)) is not None:
            return place
        place = machine.program.scopes[place.parent] if place.parent is not None else None
    return None


def assign_name(machine: Machine, name: str, value: Value) -> None:
    machine.store.set((_home_of(machine, name).number, name), value)


def _home_of(machine: Machine, name: str) -> Scope:
    scope = machine.scope
    scopes = machine.program.scopes
    if name in scope.global_names:
        while scope.parent is not None:
            scope = scopes[scope.parent]
        return scope
    if name in scope.outer_names and scope.parent is not None:
        outer = scopes[scope.parent]
        while outer.parent is not None and machine.store.get((outer.number, name)) is None:
            outer = scopes[outer.parent]
        return outer
    return scope


def assign(machine: Machine, target: ex.Expression, value: Value) -> None:
    """Binds a target of an assignment, a loop, a `with` or a comprehension."""
    match target:
        case ex.Name(identifier=identifier, span=span):
            home = _home_of(machine, identifier)
            if home is not machine.scope:
                name_changes(machine, home.number, identifier, value, span)
            elif machine.initialising:
                machine.program.sharing.defined.setdefault((home.number, identifier), machine.location(span))
            machine.store.set((home.number, identifier), value)
        case ex.Sequence(items=targets):
            _unpack(machine, targets, value)
        case ex.Starred(value=inner):
            assign(machine, inner, value)
        case ex.Attribute() | ex.Subscript():
            machine.interpreter.assigners[type(target)](machine, target, value)
        case _:
            pass


def _unpack(machine: Machine, targets: tuple[ex.Expression, ...], value: Value) -> None:
    content = content_of(machine, value)
    plain = not any(isinstance(target, ex.Starred) for target in targets)
    if isinstance(content, Items) and content.complete and plain and len(content.elements) == len(targets):
        for target, element in zip(targets, content.elements, strict=True):
            assign(machine, target, element)
        return
    if isinstance(content, Items) and content.complete and not plain and len(content.elements) >= len(targets) - 1:
        _unpack_with_star(machine, targets, content)
        return
    for position, target in enumerate(targets):
        assign(machine, target, element_at(machine, value, position))


def _unpack_with_star(machine: Machine, targets: tuple[ex.Expression, ...], content: Items) -> None:
    """`first, *rest = items`: the star takes what the others leave."""
    star = next(position for position, target in enumerate(targets) if isinstance(target, ex.Starred))
    after = len(targets) - star - 1
    end = len(content.elements) - after
    starred = Items("list", content.elements[star:end])
    values = (*content.elements[:star], starred, *content.elements[end:])
    for target, value in zip(targets, values, strict=True):
        assign(machine, target, value)


def element_at(machine: Machine, value: Value, position: int) -> Value:
    """The item at a fixed place of a value that cannot be taken apart."""
    if isinstance(value, Choice):
        return machine.value_of([(c, element_at(machine, inner, position)) for c, inner in value.alternatives])
    content = content_of(machine, value)
    if isinstance(content, Items) and -len(content.elements) <= position < len(content.elements):
        return content.elements[position]
    origins = origins_of(machine, value)
    if isinstance(content, Items) and content.elements and isinstance(content.elements[0], Container):
        return content.elements[0]
    return machine.opaque("an item", identity_of(value), Known(position), origins=origins)
