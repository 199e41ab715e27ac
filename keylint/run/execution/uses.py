"""Where values of widgets and of session state end up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.domains import origins_of
from keylint.run.trace import Use

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Sink
    from keylint.run.values import OriginKind, Value

_FOLLOWED: frozenset[OriginKind] = frozenset({"widget", "upload", "component", "state"})


def record_use(machine: Machine, value: Value, sink: Sink, span: Span, detail: str = "") -> None:
    """Notes that `value` reached `sink`, when it came from a widget or from session state."""
    origins = frozenset(origin for origin in origins_of(machine, value) if origin.kind in _FOLLOWED)
    if origins:
        machine.record(Use, span, origins=origins, sink=sink, detail=detail)
