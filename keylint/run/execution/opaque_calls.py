"""Calls of what cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.candidates import items_of_candidates, may_have_changed
from keylint.run.execution.changing import after_builtin, after_function
from keylint.run.execution.charts import draws_charts
from keylint.run.execution.domains import filtered_by, held_origins, origins_of
from keylint.run.execution.drawing import (
    draws,
    draws_when_handed_on,
    inherits_drawing,
    is_drawing_method,
    is_part_of_page,
)
from keylint.run.execution.escapes import let_change
from keylint.run.execution.origins import union
from keylint.run.execution.row_selection import is_query
from keylint.run.execution.scopes import CHANGING_METHODS
from keylint.run.execution.state import may_be_emptied
from keylint.run.execution.uses import record_use
from keylint.run.reasons import Reason
from keylint.run.values import (
    External,
    FunctionValue,
    Items,
    ModuleValue,
    Opaque,
    Origin,
    Reference,
    StateValue,
    Value,
    identity_of,
)

if TYPE_CHECKING:
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.trace import Sink


def unknown_call(machine: Machine, callee: Value, arguments: Arguments, expression: ex.Expression) -> Value:
    """A call of something that is not known: its arguments are used, its result is data from outside."""
    function = expression.function if isinstance(expression, ex.Call) else None
    method = function.attribute if isinstance(function, ex.Attribute) else ""
    asks = is_query(arguments)
    sink: Sink = "subset" if asks else "chart" if draws_charts(machine, callee) else "call"
    for value in arguments.all_values:
        record_use(machine, value, sink, expression.span, method)
        may_be_emptied(machine, value)
    let_change(machine, arguments)
    if method in CHANGING_METHODS:
        may_have_changed(machine, callee)
    note_unfollowed(machine, callee, arguments, expression)
    origins = union(origins_of(machine, value) for value in arguments.all_values)
    origins = filtered_by(origins) if asks else origins
    origins |= origins_of(machine, callee) | held_origins(machine, callee)
    origins = after_function(callee.name if isinstance(callee, External) else "", origins)
    identities = map(identity_of, arguments.all_values)
    reason: OpaqueReason = "a subset" if asks else "a call"
    result = machine.opaque(reason, identity_of(callee), *identities, origins=origins | {Origin("data", "a call")})
    return from_among(machine, result, arguments)


def note_unfollowed(machine: Machine, callee: Value, arguments: Arguments, expression: ex.Expression) -> None:
    """Records a call that may draw or touch session state. One of a library that is given mere values is none."""
    if machine.initialising:
        return
    if "key" in arguments.keywords:
        machine.unknown(expression.span, Reason.UNKNOWN_KEY_PARAMETER)
    elif any(is_part_of_page(value) for value in arguments.all_values):
        machine.unknown(expression.span, Reason.HANDED_ON)
    elif any(draws_when_handed_on(machine, value) for value in arguments.all_values):
        machine.unknown(expression.span, Reason.DRAWS_ELSEWHERE)
    elif _is_of_app(callee, expression):
        machine.unknown(expression.span, Reason.UNKNOWN_FUNCTION)
    elif inherits_drawing(machine, callee) or (_has_methods(callee) and draws(machine, callee)):
        machine.unknown(expression.span, Reason.UNKNOWN_METHOD)
    else:
        note_method(machine, callee, expression)


def _has_methods(callee: Value) -> bool:
    """Whether it is a module, or a function that others may have given attributes."""
    is_cached = isinstance(callee, FunctionValue) and bool(callee.roles & {"cached", "remembered"})
    return isinstance(callee, (ModuleValue, FunctionValue)) and not is_cached


def note_method(machine: Machine, base: Value, expression: ex.Expression) -> None:
    """Records a method call of a value that may be an object of the app that draws, when nothing says that it is not:
    a member of an enumeration, or what a collection holds."""
    function = expression.function if isinstance(expression, ex.Call) else None
    if (
        not isinstance(function, ex.Attribute)
        or function.attribute.startswith("__")
        or _is_foreign(base)
        or isinstance(base, External)
    ):
        return
    if is_drawing_method(machine, function.attribute):
        machine.unknown(expression.span, Reason.UNKNOWN_METHOD)


def _is_foreign(value: Value) -> bool:
    """Whether a value that is not known comes from a library, or from the environment."""
    return isinstance(value, Opaque) and any(origin.kind in ("data", "environment") for origin in value.origins)


def _is_of_app(callee: Value, expression: ex.Expression) -> bool:
    """Whether something unknown is called that no library gave: by name, out of a collection, or by `getattr`."""
    if not isinstance(expression, ex.Call) or isinstance(expression.function, ex.Attribute):
        return False
    match expression.function:
        case ex.Call(function=ex.Name(identifier="getattr")):
            return True
    return not _is_foreign(callee) if isinstance(callee, Opaque) else isinstance(callee, StateValue)


def derived(machine: Machine, name: str, arguments: Arguments) -> Value:
    """A value that follows from the arguments alone."""
    origins = after_builtin(name, union(origins_of(machine, value) for value in arguments.all_values))
    result = machine.opaque("a computed value", name, *map(identity_of, arguments.all_values), origins=origins)
    return from_among(machine, result, arguments)


def from_among(machine: Machine, result: Value, arguments: Arguments) -> Value:
    """A result that may be one of the items of what a call was given: `min(columns, key=len)`."""
    collections = [value for value in arguments.positional if isinstance(value, (Reference, Items))]
    machine.store.may_be_one_of(result, [item for one in collections for item in items_of_candidates(machine, one)])
    return result
