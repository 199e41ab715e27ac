"""Collections that a value may be: `groups[name]` where only the run knows the name.

Whoever changes such a value may have changed any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.bounds import may_hold_more
from keylint.run.execution.domains import content_of
from keylint.run.values import Items, Table

if TYPE_CHECKING:
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value


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
    """Something was put into a value, or taken out of it, that may be one of several collections."""
    for one in machine.store.candidates(value):
        may_hold_more(machine, one)
