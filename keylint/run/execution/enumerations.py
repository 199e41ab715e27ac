"""The members of enumerations: keylint takes each for its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.classes import find_member, lineage
from keylint.run.values import AUTO, External, FunctionValue, Items, Known, Value

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.machine import Machine
    from keylint.run.values import ClassValue

_OF_NAMES = frozenset({"enum.StrEnum"})
_OF_BITS = frozenset({"enum.Flag", "enum.IntFlag"})
_ENUMERATIONS = frozenset({"enum.Enum", "enum.IntEnum"}) | _OF_NAMES | _OF_BITS


def is_enumeration(class_: ClassValue) -> bool:
    return not _ENUMERATIONS.isdisjoint(_outer_bases(class_))


def _outer_bases(class_: ClassValue) -> frozenset[str]:
    return frozenset(base.name for each in lineage(class_) for base in each.bases if isinstance(base, External))


def members_of(machine: Machine, class_: ClassValue) -> list[Value]:
    return [
        value
        for name, value in machine.store.names_of(class_.scope)
        if not name.startswith("_") and isinstance(value, Known)
    ]


def give_values(machine: Machine, class_: ClassValue, expression: ex.Expression) -> None:
    """Gives the members that `auto()` stands for their values."""
    before: list[Value] = []
    for name, written in machine.store.names_of(class_.scope):
        value = _next_value(machine, class_, name, tuple(before), expression) if written == AUTO else written
        machine.store.set((class_.scope, name), value)
        if not name.startswith("_") and not isinstance(value, FunctionValue):
            before.append(value)


def _next_value(
    machine: Machine, class_: ClassValue, name: str, before: tuple[Value, ...], expression: ex.Expression
) -> Value:
    """What Python gives a member after those `before`."""
    rule = find_member(machine, class_, "_generate_next_value_")
    if isinstance(rule, FunctionValue):
        given = (Known(name), Known(1), Known(len(before)), Items("list", before))
        return machine.interpreter.call(machine, rule, Arguments(given), expression)
    bases = _outer_bases(class_)
    if bases & _OF_NAMES:
        return Known(name.lower())
    highest = max((one.value for one in before if isinstance(one, Known) and isinstance(one.value, int)), default=0)
    return Known(1 << highest.bit_length() if bases & _OF_BITS else highest + 1)
