"""Calls of what cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.changing import after_builtin, after_function
from keylint.run.execution.domains import identity_of, origins_of, union
from keylint.run.execution.uses import record_use
from keylint.run.reasons import Reason
from keylint.run.values import External, Origin, Value

if TYPE_CHECKING:
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine


def unknown_call(machine: Machine, callee: Value, arguments: Arguments, expression: ex.Expression) -> Value:
    """A call of something that is not known: its arguments are used, its result is data from outside."""
    function = expression.function if isinstance(expression, ex.Call) else None
    method = function.attribute if isinstance(function, ex.Attribute) else ""
    for value in arguments.all_values:
        record_use(machine, value, "call", expression.span, method)
    if "key" in arguments.keywords:
        machine.unknown(expression.span, Reason.UNKNOWN_KEY_PARAMETER)
    origins = union(origins_of(machine, value) for value in arguments.all_values) | origins_of(machine, callee)
    origins = after_function(callee.name if isinstance(callee, External) else "", origins)
    identities = map(identity_of, arguments.all_values)
    return machine.opaque("a call", identity_of(callee), *identities, origins=origins | {Origin("data", "a call")})


def derived(machine: Machine, name: str, arguments: Arguments) -> Value:
    """A value that follows from the arguments alone."""
    origins = after_builtin(name, union(origins_of(machine, value) for value in arguments.all_values))
    return machine.opaque("a computed value", name, *map(identity_of, arguments.all_values), origins=origins)
