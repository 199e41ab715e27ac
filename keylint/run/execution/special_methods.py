"""Methods that Python calls itself on objects of the app's classes: for an index, a loop, a comparison, an operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.classes import special_method
from keylint.run.execution.domains import origins_of
from keylint.run.execution.drawing import draws
from keylint.run.execution.origins import union
from keylint.run.values import Reference, identity_of

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
COMPARISONS = {
    "==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__",
}  # fmt: skip
# What a built-in function asks of an object.
ASKED_BY = {
    "abs": "__abs__", "bool": "__bool__", "float": "__float__", "format": "__format__", "hash": "__hash__",
    "int": "__int__", "len": "__len__", "next": "__next__", "repr": "__repr__", "reversed": "__reversed__",
    "round": "__round__", "str": "__str__",
}  # fmt: skip
# Of these what the object holds decides the result, and that is asked for in tests.
DECIDING = frozenset({"bool", "len"})
# Built-in functions that go through what they are given.
ITERATING = frozenset(
    {
        "all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min", "set", "sorted",
        "sum", "tuple", "zip",
    }
)  # fmt: skip


def call_special(machine: Machine, value: Value, name: str, given: tuple[Value, ...], span: Span) -> Value | None:
    """What the method gives; None where the object has none of that name."""
    method = special_method(machine, value, name)
    if method is None:
        return None
    written = ex.Call(ex.Constant(None, span), (), span)
    return machine.interpreter.call(machine, method, Arguments(given), written)


def call_drawing(machine: Machine, value: Value, name: str, given: tuple[Value, ...], span: Span) -> Value | None:
    """The same for a method that has widgets or session state. Of others only the result matters, and that is derived
    from the object in any case."""
    method = special_method(machine, value, name)
    return call_special(machine, value, name, given, span) if method is not None and draws(machine, method) else None


def operated(machine: Machine, operator: str, left: Value, right: Value, span: Span) -> Value | None:
    """What an object makes of an arithmetic operator."""
    name = _OPERATORS.get(operator)
    if name is None:
        return None
    result = call_drawing(machine, left, f"__{name}__", (right,), span)
    return result if result is not None else call_drawing(machine, right, f"__r{name}__", (left,), span)


def iterated(machine: Machine, value: Value, span: Span) -> Value:
    """What a loop over the value goes through: the value itself, but for an object with `__iter__`."""
    result = call_special(machine, value, "__iter__", (), span)
    if result is None:
        return value
    item = call_special(machine, result, "__next__", (), span) if isinstance(result, Reference) else None
    if item is None:
        return result
    origins = union(origins_of(machine, each) for each in (result, item))
    gone_through = machine.opaque("a generator", identity_of(result), identity_of(item), origins=origins)
    machine.store.may_be_one_of(gone_through, [item])
    return gone_through
