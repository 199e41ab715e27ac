"""Where values of widgets and of session state end up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.run.execution.domains import origins_of
from keylint.run.execution.origins import union
from keylint.run.trace import Atom, Use
from keylint.run.values import NO_ORIGINS, Choice, Reference

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Sink
    from keylint.run.values import Origin, OriginKind, Value

_FOLLOWED: frozenset[OriginKind] = frozenset({"widget", "upload", "component", "state"})


# More tests than that between two values say little of any of them.
_MOST_TESTS = 8


def record_use(machine: Machine, value: Value, sink: Sink, span: Span, detail: str = "") -> None:
    """Notes that `value` reached `sink`, when it came from a widget or from session state, or was chosen by one."""
    found = origins_of(machine, value) | _choosing(machine, value) | _held(machine, value)
    origins = frozenset(origin for origin in found if origin.kind in _FOLLOWED)
    if origins:
        machine.record(Use, span, origins=origins, sink=sink, detail=detail)


def _choosing(machine: Machine, value: Value) -> frozenset[Origin]:
    """The origins of the tests that choose between two values."""
    if not isinstance(value, Choice):
        return NO_ORIGINS
    conditions = machine.conditions
    tests = conditions.tests(*(condition for condition, _ in value.alternatives))
    own = conditions.tests(machine.reached(ALWAYS))
    asked = [test.variable for test in tests if test not in own]
    if len(asked) > _MOST_TESTS:
        return NO_ORIGINS
    return union(variable.about.origins for variable in asked if isinstance(variable.about, Atom))


def _held(machine: Machine, value: Value) -> frozenset[Origin]:
    """The origins of what an object of the app holds."""
    if not isinstance(value, Reference) or value.class_ is None:
        return NO_ORIGINS
    return union(origins_of(machine, part) for _, part in machine.store.attributes_of(value.identity))
