"""Calls that did nothing but compute: repeated with the same arguments they give the same, and need not be run
again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.formulas import ALWAYS
from keylint.run.execution.domains import identity_of
from keylint.run.execution.sealing import is_sealed
from keylint.run.execution.store import Remembered
from keylint.run.trace import SharedWrite
from keylint.run.values import NONE, Choice, External, FunctionValue, Known, Opaque, Text, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.store import Cell
    from keylint.run.values import Value


def remembering(machine: Machine, function: FunctionValue, arguments: Arguments, run: Callable[[], Value]) -> Value:
    """The result of `run`, or of an equal call before it, when that only computed and what it read has not changed."""
    if is_sealed(machine, function, arguments):
        return _once(machine, function, arguments, run)
    if not all(isinstance(value, (Known, Text)) for value in arguments.all_values) or arguments.spreads:
        return run()
    question: Hashable = (
        function.module,
        function.span,
        function.scope,
        function.bound,
        arguments.positional,
        tuple(sorted(arguments.keywords.items(), key=lambda item: item[0])),
    )
    known = machine.remembered.get(question)
    if known is not None and all(machine.store.get(cell) == value for cell, value in known.read.items()):
        return known.result
    scopes, order, callbacks = len(machine.program.scopes), machine.order, len(machine.callbacks)
    objects = machine.conditions.identities
    before, guards = machine.path.condition, machine.guards
    machine.store.watch()
    machine.store.branch()
    result = run()
    written = machine.store.leave_branch()
    machine.store.merge([(ALWAYS, written)])
    read = machine.store.watched()
    only_computed = (
        all(_is_of_new_object(cell, objects) for cell in written)
        and machine.order == order
        and len(machine.callbacks) == callbacks
        and machine.path.condition is before
        and machine.guards == guards
        and _holds_no_object(result)
        and not machine.cut
    )
    if only_computed:
        outside = {cell: value for cell, value in read.items() if not (isinstance(cell[0], int) and cell[0] >= scopes)}
        machine.remembered[question] = Remembered(result, outside)
    return result


def _is_of_new_object(cell: Cell, objects: int) -> bool:
    """Whether a cell belongs to an object that was made after so many identities had been given."""
    return cell[0] in ("content", "instance") and isinstance(cell[1], int) and cell[1] >= objects


def _holds_no_object(value: Value) -> bool:
    """Whether nothing can be reached from a value that a second call would make anew."""
    if isinstance(value, Choice):
        return all(_holds_no_object(inner) for _, inner in value.alternatives)
    return isinstance(value, (Known, Text, Opaque, Truth, External))


def _once(machine: Machine, function: FunctionValue, arguments: Arguments, run: Callable[[], Value]) -> Value:
    """The result of code that knows nothing of Streamlit: an unknown value is as unknown the second time.

    What is known may be another text each time (a counter), and is computed again.
    """
    if function.bound is not None or arguments.spreads:
        return run()
    names = tuple(sorted(arguments.keywords))
    question = (function.module, function.span, names, *map(identity_of, arguments.all_values))
    known = machine.program.sealed_results.get(question)
    if known is None:
        order = machine.order
        known = run()
        changes_others = any(isinstance(event, SharedWrite) for event in machine.trace.events[order:])
        if (isinstance(known, Opaque) or known == NONE) and not changes_others and not machine.cut:
            machine.program.sealed_results[question] = known
    return known
