"""What can still be come to of what a call has made, when it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.values import (
    BoundBuiltin,
    Choice,
    ClassValue,
    FunctionValue,
    Items,
    NavigationValue,
    PageValue,
    Partial,
    Reference,
    StateValue,
    Table,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.run.execution.machine import Machine
    from keylint.run.execution.store import Cell, Layer

_OF_OBJECTS = frozenset(
    {
        "content", "instance", "attribute", "items", "all items", "element", "chosen", "filled", "one of", "factory",
        "attributes",
    }
)  # fmt: skip


def is_newer(cell: Cell, scopes: int, identities: int) -> bool:
    """Whether a cell belongs to a scope, or an object, that was made after so many scopes and identities."""
    owner = cell[0]
    if isinstance(owner, int):
        return owner >= scopes
    return owner in _OF_OBJECTS and isinstance(cell[1], int) and cell[1] >= identities


def kept(machine: Machine, written: Layer, roots: Iterable[Value], scopes: int, identities: int) -> tuple[Layer, bool]:
    """What of the written cells can still be read after a call: those of older scopes and objects, and those of newer
    ones to which they or the roots lead. And whether there are such newer ones."""
    newer: dict[object, list[Cell]] = {}
    layer: Layer = {}
    for cell, value in written.items():
        if is_newer(cell, scopes, identities):
            newer.setdefault(cell[0] if isinstance(cell[0], int) else cell[1], []).append(cell)
        else:
            layer[cell] = value
    pending: list[Value] = [*roots, *layer.values()]
    found: set[object] = set()
    while pending:
        value = pending.pop()
        for kind, owner in _owners(machine, value, scopes, identities):
            if (kind, owner) in found:
                continue
            found.add((kind, owner))
            for cell in newer.get(owner, ()):
                if isinstance(cell[0], int) == (kind == "scope"):
                    layer[cell] = written[cell]
                    pending.append(written[cell])
        pending += _inside(value)
    return layer, bool(found)


def _owners(machine: Machine, value: Value, scopes: int, identities: int) -> Iterable[tuple[str, int]]:
    """The new objects and scopes that a value by itself leads to."""
    match value:
        case Reference(identity=int(identity)) if identity >= identities:
            yield "object", identity
        case FunctionValue(scope=scope) | ClassValue(scope=scope):
            number: int | None = scope
            while number is not None:
                if number >= scopes:
                    yield "scope", number
                number = machine.program.scopes[number].parent


def _inside(value: Value) -> Iterable[Value]:
    match value:
        case Items(elements=elements):
            return elements
        case Table(entries=entries):
            return [part for entry in entries for part in entry]
        case Choice(alternatives=alternatives):
            return [inner for _, inner in alternatives]
        case (
            Reference(class_=ClassValue() as inner)
            | BoundBuiltin(base=inner)
            | NavigationValue(page=PageValue() as inner)
        ):
            return (inner,)
        case StateValue(seed=seed) if seed is not None:
            return (seed,)
        case Partial(function=function, positional=positional, keywords=keywords):
            return (function, *positional, *(given for _, given in keywords))
        case FunctionValue(bound=bound, defaults=defaults):
            return (*((bound,) if bound is not None else ()), *(default for _, default in defaults))
        case ClassValue(bases=bases):
            return bases
        case PageValue(target=FunctionValue() as target):
            return (target,)
    return ()
