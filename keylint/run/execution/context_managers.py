"""`with`: Streamlit's containers, generators made into context managers, objects with `__enter__` and `__exit__`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution import classes
from keylint.run.execution.arguments import Arguments
from keylint.run.execution.calls import call_function
from keylint.run.execution.names import assign
from keylint.run.values import MANAGER, Container, FunctionValue, Partial, Reference, StreamlitValue, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts import statements as st
    from keylint.run.execution.machine import Machine


def execute_with(machine: Machine, statement: st.With) -> None:
    _enter(machine, statement, 0)


def _enter(machine: Machine, statement: st.With, position: int) -> None:
    """The item at `position` and those after it, around the body."""
    if position == len(statement.items):
        machine.execute(statement.body)
        return
    item = statement.items[position]
    value = machine.evaluate(item.context)
    if not machine.is_alive:
        return

    def inside(entered: Value) -> None:
        if item.target is not None:
            assign(machine, item.target, entered)
        _enter(machine, statement, position + 1)

    context, containers = machine.context, machine.containers
    if isinstance(value, Partial) and value.function == MANAGER:
        _around(machine, value, item, inside)
    elif isinstance(value, Reference) and value.class_ is not None:
        inside(_method(machine, value, ("__enter__", "__aenter__"), item) or value)
        _method(machine, value, ("__exit__", "__aexit__"), item)
    else:
        if isinstance(value, Container) or (isinstance(value, StreamlitValue) and value.name == "sidebar"):
            machine.containers = [*machine.containers, value]
        if isinstance(value, Container) and value.is_form:
            machine.context = replace(machine.context, form=value.identity, form_clears=value.clears)
        inside(value)
    machine.context, machine.containers = context, containers


def _method(machine: Machine, manager: Reference, names: tuple[str, str], item: st.WithItem) -> Value | None:
    """What the first of the methods that the object has gives."""
    methods = (classes.special_method(machine, manager, name) for name in names)
    method = next((each for each in methods if each is not None), None)
    return call_function(machine, method, Arguments(), item.context) if method is not None else None


def _around(machine: Machine, manager: Partial, item: st.WithItem, inside: Callable[[Value], None]) -> None:
    """Runs a generator up to its `yield`, the body of the `with` in its place, and then the rest of the generator."""
    outer, frames, active, loops = machine.context, list(machine.frames), list(machine.active), machine.loops

    def at_yield(value: Value) -> None:
        suspended = machine.context, machine.frames, machine.active, machine.loops
        machine.context = replace(outer, form=suspended[0].form, form_clears=suspended[0].form_clears)
        machine.frames, machine.active, machine.loops = frames, active, loops
        inside(value)
        machine.context, machine.frames, machine.active, machine.loops = suspended

    function, *positional = manager.positional
    if isinstance(function, FunctionValue):
        arguments = Arguments(tuple(positional), dict(manager.keywords))
        call_function(machine, function, arguments, item.context, at_yield)
