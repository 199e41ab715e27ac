"""What a resource cache gives: the same object to every caller, in every session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.domains import origins_of
from keylint.run.execution.frames import Frame
from keylint.run.execution.machine import Machine
from keylint.run.execution.origins import union
from keylint.run.execution.sharing import Part
from keylint.run.trace import Shared
from keylint.run.values import Opaque, Reference, Value

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.values import FunctionValue

_KEPT_CELLS = frozenset({"content", "instance", "attribute"})


def cached_object(
    machine: Machine, function: FunctionValue, arguments: Arguments, result: Opaque, expression: ex.Expression
) -> Value:
    """What the call of a cached function gives: `result`, or an object of the app's class that the function returns.

    What such an object holds is not known: other runs and other sessions have changed it.
    """
    sharing = machine.program.sharing
    if not _is_for_all(machine, function):
        return result
    beginning = _beginning(machine, function, expression)
    value: Value = result
    if isinstance(beginning, Reference) and beginning.class_ is not None:
        value = Reference(machine.program.identity("a cached object", result.identity), "instance", beginning.class_)
    place = machine.program.project.display[function.module]
    location = replace(machine.location(expression.span), path=place, span=function.span)
    shared = Shared(f"{getattr(function.definition, 'name', 'lambda')}()", "cache", place, location)
    key_origins = union(origins_of(machine, argument) for argument in arguments.all_values)
    sharing.parts.setdefault(getattr(value, "identity", None), Part(shared, key_origins, beginning))
    return value


def _is_for_all(machine: Machine, function: FunctionValue) -> bool:
    """Whether all sessions share the cache. Python's own caches go with the function, which a script makes anew."""
    if "shared" in function.roles:
        return True
    return "remembered" in function.roles and function.scope in machine.program.sharing.scopes


def _beginning(machine: Machine, function: FunctionValue, expression: ex.Expression) -> Value | None:
    """What the function returns when it runs: once, apart from the run under way."""
    known = machine.program.sharing.beginnings
    question = (function.module, function.span)
    if question in known:
        return known[question]
    known[question] = None  # also for a function that calls itself
    apart = Machine(machine.program, initialising=True)
    apart.store, apart.script_scopes = machine.store, machine.script_scopes
    apart.frames.append(Frame(machine.program.scopes[function.scope]))
    machine.store.branch()
    plain = replace(function, roles=function.roles - {"cached", "shared", "remembered"})
    known[question] = machine.interpreter.call(apart, plain, Arguments(), expression)
    for cell, value in machine.store.leave_branch().items():
        if cell[0] in _KEPT_CELLS:
            machine.program.base.setdefault(cell, value)
    return known[question]
