"""Parts of what outlives a run: of objects, dicts and rows in session state, of query parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.run.cells import cell_in
from keylint.run.execution import state
from keylint.run.execution.domains import content_of, hole_of, origins_of
from keylint.run.trace import ItemsChange, StateRead
from keylint.run.values import ClassValue, FunctionValue, Known, Reference, StateValue, Table, Value, identity_of

if TYPE_CHECKING:
    from keylint.findings import Span
    from keylint.run.cells import Cell
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.trace import ReadForm, WriteForm


def cell_of(machine: Machine, holder: StateValue, step: Value) -> Cell:
    """The place that a step from `holder` leads to."""
    if isinstance(step, Known):
        return cell_in(holder.key, step.value)
    return cell_in(holder.key, hole_of(machine, step))


def read_part(machine: Machine, holder: StateValue, step: Value, form: ReadForm, span: Span) -> Value:
    """The value of `holder.step` or `holder[step]`; records the read."""
    cell = cell_of(machine, holder, step)
    if machine.comes_to(ALWAYS):
        machine.record(StateRead, span, key=cell, form=form)
    return part_of(machine, holder, step)


def part_of(machine: Machine, holder: StateValue, step: Value) -> Value:
    """What is held there: what this run has written, else what only the run knows.

    The first value that the app itself gave it is one of those that it can have, unless nothing ever assigns it again.
    """
    cell = cell_of(machine, holder, step)
    first = _first_value(machine, holder, step) or machine.store.get(("seed", cell))
    also = holder.also | (origins_of(machine, step) if not isinstance(step, Known) else frozenset())
    if holder.identity == ("state", holder.key, 0):
        held = machine.store.get(("state", cell))
        if held is not None and not isinstance(held, StateValue):
            return state.seeded(held, cell, first if _is_object(first) else None)
        identity = held.identity if held is not None else ("state", cell, 0)
    else:
        identity = machine.program.identity("part", holder.identity, identity_of(step))
    if isinstance(first, Known) and isinstance(step, Known) and not machine.program.project.is_assigned(step.value):
        return first
    seed = first if _is_object(first) else None
    return StateValue(identity, cell, seed, also)


def _is_object(value: Value | None) -> bool:
    return isinstance(value, (Reference, ClassValue, FunctionValue))


def _first_value(machine: Machine, holder: StateValue, step: Value) -> Value | None:
    seed = holder.seed
    if isinstance(seed, Reference) and seed.class_ is not None and isinstance(step, Known):
        return machine.store.get(("instance", seed.identity, str(step.value)))
    return None


def write_part(machine: Machine, holder: StateValue, step: Value, value: Value, form: WriteForm, span: Span) -> None:
    """`holder.step = value` or `holder[step] = value`. A `setdefault` leaves alone what is there."""
    state.write_inside(machine, holder, value, span, step, change=ItemsChange.ADDS)
    if not machine.is_alive:
        return
    cell = cell_of(machine, holder, step)
    state.record_write(machine, cell, value, form, span)
    state.note_object(machine, cell, value)
    state.make_once(machine, value)
    if form == "setdefault" or (isinstance(value, StateValue) and value.key == cell):
        return
    if holder.identity == ("state", holder.key, 0):
        machine.store.set(("state", cell), state.stored(machine, cell, value))


def update_parts(machine: Machine, holder: StateValue, arguments: Arguments, span: Span) -> None:
    """`holder.update(…)`: its entries, where they are seen."""
    added: list[tuple[Value, Value]] = [(Known(key), item) for key, item in arguments.keywords.items()]
    for value in arguments.positional:
        content = content_of(machine, value)
        if isinstance(content, Table):
            added += content.entries
        if not isinstance(content, Table) or not content.complete:
            state.write_inside(machine, holder, value, span)
    for key, item in added:
        write_part(machine, holder, key, item, "item", span)
