"""Third-party components and configured wrappers: calls outside the app that draw something with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.widgets import DrawRequest, draw
from keylint.streamlit.commands import COMPONENT, command_at
from keylint.streamlit.packages import draws_with_streamlit

if TYPE_CHECKING:
    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value

# What `declare_component` returns.
COMPONENT_FUNCTION = "keylint.component"


def is_component(machine: Machine, name: str, arguments: Arguments) -> bool:
    """Whether calling the external `name` draws something that the user can operate."""
    if name == COMPONENT_FUNCTION or name in machine.program.project.widget_functions:
        return True
    return draws_with_streamlit(name.partition(".")[0]) and (
        "key" in arguments.keywords or name.rpartition(".")[2] in ("option_menu", "AgGrid", "menu", "tree_select")
    )


def call_component(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value:
    """Draws it: as the widget that the configuration says it is, else as a component."""
    machine.acts = machine.acts or not machine.initialising
    declared = machine.program.project.widget_functions.get(name)
    if declared is not None:
        command = command_at(declared.command, machine.program.version) or COMPONENT
        key = arguments.get(declared.key_parameter)
        return draw(machine, DrawRequest(command, arguments, expression, key_parameter=declared.key_parameter, key=key))
    return draw(machine, DrawRequest(COMPONENT, arguments, expression, name=name))
