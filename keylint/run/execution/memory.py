"""Calls that are equal to an earlier one: they need not be run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.facts import statements as st
from keylint.run.execution.path_condition import NOWHERE
from keylint.run.execution.reachable import is_newer, kept
from keylint.run.execution.recording import Recorded, Recording, SealedResult, cannot_repeat
from keylint.run.execution.replay import fits, hand_on, has_new_parts, play, surroundings
from keylint.run.execution.sameness import same
from keylint.run.execution.sealing import is_sealed
from keylint.run.trace import SharedWrite
from keylint.run.values import NONE, External, Known, Opaque, Reference, StateValue, Text, WidgetResult, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.facts.expressions import Expression
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.frames import Callback
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.store import Listing
    from keylint.run.values import FunctionValue, Value

# Running less again costs no more than finding out that it need not be.
_LEAST_STEPS = 8
# How many calls that begin alike are kept: the state they read may alternate between a few values.
_MOST_KEPT = 4
_MOST_EVENTS = 2_000


def remembering(
    machine: Machine,
    function: FunctionValue,
    arguments: Arguments,
    expression: Expression,
    run: Callable[[], Value],
) -> Value:
    """The result of `run`, the call of the function; where an equal call has been recorded, what that did is done."""
    if is_sealed(machine, function, arguments):
        return _once(machine, function, arguments, run)
    if not _is_worth_keeping(machine, function):
        return run()
    question = _question(machine, function, arguments)
    known = machine.program.recorded.get(question)
    if known is None:
        machine.program.recorded[question] = []
        return run()  # most calls have no equal: the second one is recorded
    for recorded in reversed(known):
        if fits(machine, recorded, function, arguments, expression):
            return play(machine, recorded, function, arguments, expression)
    return _record(machine, function, arguments, question, run)


def _is_worth_keeping(machine: Machine, function: FunctionValue) -> bool:
    """Whether equal calls can come, and can be told to be equal: what modules do when they are imported is done once,
    what is given up after some steps depends on their number, and generators are run piece by piece."""
    if not machine.program.remembers or machine.initialising or machine.sealed_until is not None:
        return False
    if function.roles & {"cached", "remembered"}:
        return False
    return not (isinstance(function.definition, st.Function) and function.definition.is_generator)


def _question(machine: Machine, function: FunctionValue, arguments: Arguments) -> Hashable:
    """What equal calls have in common, as far as that is quickly told."""
    context = machine.context
    return (
        function.module,
        function.span,
        function.scope,
        _outline(function.bound) if function.bound is not None else None,
        arguments.spreads,
        tuple(map(_outline, arguments.positional)),
        tuple((name, _outline(value)) for name, value in arguments.keywords.items()),
        context.form,
        context.form_clears,
        context.fragment,
        context.dialog,
        context.closes_silently,
        context.dialog_call,
        context.catches_missing_key,
        any(guard.kind == "except" for guard in machine.guards),
        bool(machine.attempts),
        machine.mode,
    )


def _outline(value: Value) -> Hashable:
    if isinstance(value, (Known, Text, External)):
        return value
    if isinstance(value, (Opaque, Reference, StateValue, WidgetResult)):
        return value.identity
    return type(value).__name__


def _record(
    machine: Machine, function: FunctionValue, arguments: Arguments, question: Hashable, run: Callable[[], Value]
) -> Value:
    """Runs the call, and keeps what it does where an equal one can do the same."""
    path, store, program, trace = machine.path, machine.store, machine.program, machine.trace
    reached, within, context = path.reached, path.reached_within, machine.context
    steps, around, containers = machine.steps, surroundings(machine), len(machine.containers)
    acted, was_complete = machine.acts, machine.is_complete
    machine.acts, machine.is_complete = False, True
    store.watch()
    path.begin_recording()
    notes = Recording(
        path.depth,
        len(machine.frames),
        len(machine.guards),
        len(machine.active),
        len(program.scopes),
        machine.conditions.identities,
        machine.order,
        len(trace.rounds),
        len(machine.callbacks),
        machine.circles,
        frozenset(machine.circling),
    )
    start, first_look = path.current, len(machine.looks)
    machine.recordings.append(notes)
    result = run()
    machine.recordings.pop()
    looks = tuple(machine.looks[first_look:])
    if not machine.recordings:
        machine.looks.clear()
    condition, left = path.current.condition, tuple(path.current.left)
    path.narrow(path.leave())
    reads, written = store.watched()
    cells = {c: value for c, value in reads.cells.items() if not is_newer(c, notes.scopes, notes.identities)}
    listings = {one: listed for one, listed in reads.listings.items() if not _is_new_listing(one, notes)}
    store.note_reads(cells, listings)
    store.merge([(ALWAYS, written)])
    acts, is_complete = machine.acts, machine.is_complete
    machine.acts, machine.is_complete = acted or acts, was_complete and is_complete
    notes.conditions = {number: notes.conditions[number] for number in range(notes.events, machine.order)}
    notes.entries = {number: notes.entries[number] for number in range(notes.rounds, len(trace.rounds))}
    callbacks = tuple(machine.callbacks[notes.callbacks :])
    roots = [result, *(one.function for one in callbacks), *(v for one in callbacks for v in _given(one))]
    layer, makes = kept(machine, written, roots, notes.scopes, notes.identities)
    notes.is_once |= makes
    after = surroundings(machine)
    hand_on(machine, notes, notes.conditions, within, notes.events, notes.rounds, notes.caught)
    if (
        not notes.fails
        and not machine.cut
        and machine.steps - steps >= _LEAST_STEPS
        and machine.order - notes.events <= _MOST_EVENTS
        and all(target == NOWHERE for target, _ in left)
        and notes.called.isdisjoint((active.module, active.span) for active in machine.active)
        and after.search_folders is around.search_folders
        and (after.namespaces, after.modules, after.beginnings)
        == (around.namespaces, around.modules, around.beginnings)
        and not has_new_parts(machine, around.parts, notes.identities)
    ):
        around.parts = after.parts
        recorded = Recorded(
            function,
            arguments,
            notes,
            around,
            after.seeded,
            reached,
            start,
            looks,
            context,
            containers,
            machine.conditions.identities,
            cells,
            listings,
            result,
            layer,
            condition,
            left,
            machine.guards[notes.guards :],
            tuple(trace.events[notes.events :]),
            tuple(trace.rounds[notes.rounds :]),
            callbacks,
            acts,
            is_complete,
            notes.circling & notes.called,
            frozenset(machine.circling & notes.called),
            machine.circles - notes.circles,
            {machine.number},
        )
        if machine.recordings and notes.is_once:
            machine.recordings[-1].inner[recorded] = None
        known = program.recorded.setdefault(question, [])
        known.append(recorded)
        del known[:-_MOST_KEPT]
    return result


def _given(callback: Callback) -> tuple[Value, ...]:
    return (*callback.positional, *(value for _, value in callback.keywords))


def _is_new_listing(listing: Listing, notes: Recording) -> bool:
    kind, owner = listing
    return isinstance(owner, int) and owner >= (notes.scopes if kind == "scope" else notes.identities)


def _once(machine: Machine, function: FunctionValue, arguments: Arguments, run: Callable[[], Value]) -> Value:
    """The result of code that knows nothing of Streamlit: an unknown value is as unknown the second time.

    What is known may be another text each time (a counter), and is computed again; so is what changes something, or
    reads what has changed.
    """
    if arguments.spreads:
        return run()
    store, program = machine.store, machine.program
    names = tuple(sorted(arguments.keywords))
    owner = () if function.bound is None else (identity_of(function.bound),)
    question = (function.module, function.span, owner, names, *map(identity_of, arguments.all_values))
    known = program.sealed_results.get(question)
    if known is not None and all(same(store.peek(cell), value) for cell, value in known.cells.items()):
        store.note_reads(known.cells, ())
        return known.result
    order, circles, circling = machine.order, machine.circles, len(machine.circling)
    scopes, identities = len(program.scopes), machine.conditions.identities
    store.watch()
    result = run()
    reads, written = store.watched()
    cells = {cell: value for cell, value in reads.cells.items() if not is_newer(cell, scopes, identities)}
    store.note_reads(cells, reads.listings)
    store.merge([(ALWAYS, written)])
    if (machine.circles, len(machine.circling)) != (circles, circling):
        cannot_repeat(machine.recordings)  # the next one is not run
    changes_others = any(isinstance(event, SharedWrite) for event in machine.trace.events[order:])
    is_unknown = isinstance(result, Opaque) or result == NONE
    if is_unknown and not changes_others and not machine.cut and not reads.listings:
        changed, _ = kept(machine, written, (), scopes, identities)
        if not changed:
            program.sealed_results[question] = SealedResult(cells, result)
    return result
