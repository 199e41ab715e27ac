"""What the statements of a function stand in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.findings import Location

if TYPE_CHECKING:
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import Context
    from keylint.run.values import FunctionValue


def inside(machine: Machine, function: FunctionValue, call: Location, name: str) -> Context:
    """The context of a function that is called at `call` in the present one."""
    context = replace(machine.context, route=machine.context.route.into(call, name), function=name)
    if "fragment" in function.roles:
        context = replace(context, fragment=name)
    if "dialog" in function.roles:
        closes_silently = "watched" not in function.roles
        context = replace(
            context, dialog=name, closes_silently=closes_silently, dialog_call=_decorator(machine, function)
        )
    return context


def _decorator(machine: Machine, function: FunctionValue) -> Location | None:
    """The call that decorates the function, where there is one decorator, and all that it is given is written there."""
    definition = function.definition
    decorators = definition.decorators if isinstance(definition, st.Function) else ()
    call = decorators[0] if len(decorators) == 1 else None
    if not isinstance(call, ex.Call) or any(argument.unpacking for argument in call.arguments):
        return None
    return Location(machine.program.project.display[function.module], call.span)
