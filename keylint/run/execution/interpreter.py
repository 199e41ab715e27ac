"""The interpreter as a whole: what to do for every kind of expression and statement, and how a script is run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.run.execution.arguments import Arguments
from keylint.run.execution.bounds import bounded
from keylint.run.execution.calls import call
from keylint.run.execution.expressions import EVALUATORS
from keylint.run.execution.frames import Frame
from keylint.run.execution.machine import Interpreter, Machine
from keylint.run.execution.recording import cannot_repeat
from keylint.run.execution.shared_objects import note_read
from keylint.run.execution.state import initial_cell
from keylint.run.execution.statements import ASSIGNERS, EXECUTORS
from keylint.run.values import FunctionValue, PageValue

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.facts.expressions import Expression


def run_script(machine: Machine, path: Path) -> None:
    """Runs a file as Streamlit runs the entrypoint or a page: from top to bottom, as `__main__`."""
    scope = machine.program.new_scope(None, path)
    machine.program.read_files.add(path)
    outer = machine.script_scopes.get(path)
    machine.script_scopes[path] = scope.number
    machine.frames.append(Frame(scope))
    machine.execute(machine.program.project.facts[path].body)
    machine.frames.pop()
    if outer is not None:
        machine.script_scopes[path] = outer


def _run_page(machine: Machine, page: PageValue, expression: Expression) -> None:
    """`pg.run()`: the page's code, framed by the entrypoint."""
    machine.navigation.has_run = True
    cannot_repeat(machine.recordings)
    context = machine.context
    machine.context = replace(
        context, in_frame=False, route=context.route.into(machine.location(expression.span), "run")
    )
    before, guards = machine.path.condition, machine.guards
    if isinstance(page.target, FunctionValue):
        call(machine, page.target, Arguments(), expression)
    elif page.target is not None and page.target in machine.program.project.facts:
        run_script(machine, page.target)
    machine.context = context
    if machine.path.condition is before:
        machine.guards = guards


INTERPRETER = Interpreter(EVALUATORS, ASSIGNERS, EXECUTORS, call, _run_page, initial_cell, note_read, bounded)
