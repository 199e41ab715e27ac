"""Calls that have been recorded, and doing again what they did.

An equal call, of the same function with the same arguments, does the same where all that it read has not changed: then
what it did is done again under the condition and in the place of the present call.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.execution.looks import see_the_same
from keylint.run.execution.noting import record_command, record_move, record_shared, set_options
from keylint.run.execution.recording import Surroundings
from keylint.run.execution.recursion import circle_again, leads_as_far
from keylint.run.execution.sameness import all_same, same
from keylint.run.execution.sites import ends_alike
from keylint.run.trace import Draw, Route, StateRead, Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from keylint.conditions.nodes import Condition
    from keylint.conditions.questions import Questions
    from keylint.facts.expressions import Expression
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.recording import Recorded, Recording
    from keylint.run.trace import Context, Event, Guard
    from keylint.run.values import FunctionValue, Value


def surroundings(machine: Machine) -> Surroundings:
    program = machine.program
    return Surroundings(
        program.search_folders,
        len(program.namespaces),
        len(program.module_scopes),
        len(program.sharing.beginnings),
        len(program.sharing.parts),
        frozenset(machine.seeded),
    )


def fits(
    machine: Machine, recorded: Recorded, function: FunctionValue, arguments: Arguments, expression: Expression
) -> bool:
    """Whether a call of the function would do now what was recorded."""
    notes = recorded.notes
    return (
        same(recorded.function, function)
        and all_same(recorded.arguments.positional, arguments.positional)
        and all_same(recorded.arguments.keywords.values(), arguments.keywords.values())
        and _may_be_made(machine, recorded)
        and leads_as_far(machine, recorded)
        and all(machine.script_scopes.get(path) == scope for path, scope in notes.scripts.items())
        and all(machine.options.get(key) == options for key, options in notes.options_read.items())
        and _is_surrounded_alike(machine, recorded)
        and all(same(machine.store.peek(cell), value) for cell, value in recorded.cells.items())
        and all(
            [*listed] == [*(now := machine.store.listed(listing))] and all_same(listed.values(), now.values())
            for listing, listed in recorded.listings.items()
        )
        and all(ends_alike(machine, climb, function, arguments, expression) for climb in notes.climbs)
        and _goes_the_same_way(machine.program.questions, machine.path.reached, recorded)
    )


def _may_be_made(machine: Machine, recorded: Recorded) -> bool:
    """Whether this run of a page has nothing yet of what it can have only once."""
    if not recorded.notes.is_once:
        return True
    return machine.number not in recorded.used and all(
        machine.number not in inner.used for inner in recorded.notes.inner
    )


def _goes_the_same_way(questions: Questions, now: Condition, recorded: Recorded) -> bool:
    """Whether all looks at the way to the call find the same."""
    then = recorded.reached
    if now is then:
        return True
    return NEVER not in (now, then) and see_the_same(questions, recorded.looks, recorded.start, now)


def _is_surrounded_alike(machine: Machine, recorded: Recorded) -> bool:
    program, around = machine.program, recorded.around
    if program.search_folders is not around.search_folders or len(program.namespaces) != around.namespaces:
        return False
    if frozenset(machine.seeded) != around.seeded or has_new_parts(machine, around.parts, recorded.identities):
        return False
    around.parts = len(program.sharing.parts)
    return True


def has_new_parts(machine: Machine, known: int, identities: int) -> bool:
    """Whether something has become shared that was there before: other than the first `known` parts of shared objects,
    by an identity among the first so many."""
    parts = machine.program.sharing.parts
    return len(parts) > known and any(
        not isinstance(identity, int) or identity < identities for identity in islice(parts, known, None)
    )


def play(
    machine: Machine, recorded: Recorded, function: FunctionValue, arguments: Arguments, expression: Expression
) -> Value:
    """Does what was recorded, and gives what it gave."""
    notes, conditions = recorded.notes, machine.conditions
    if recorded.looks:
        machine.note_look(_goes_the_same_way, (recorded,), True)
    reached, within = machine.path.reached, machine.path.reached_within
    events, rounds = machine.order, len(machine.trace.rounds)
    caught = {
        guard: replace(guard, condition=conditions.both(reached, condition))
        for guard, condition in notes.caught.items()
    }
    step = (machine.location(expression.span), getattr(function.definition, "name", "lambda"))
    place = _Place(machine, recorded, step, caught)
    happens = [conditions.both(reached, notes.conditions[notes.events + n]) for n in range(len(recorded.events))]
    is_said = _has_just_been_said(machine, recorded, happens)
    if not is_said:
        machine.trace.events += map(place.moved, recorded.events, happens, count(events))
    for number, round_ in enumerate(recorded.rounds):
        entry, again = (conditions.both(reached, one) for one in notes.entries[notes.rounds + number])
        first, end = round_.first - notes.events + events, round_.end - notes.events + events
        machine.trace.rounds.append(replace(round_, first=first, end=end, entry=entry, again=again))
    for callback in recorded.callbacks:
        draw = machine.trace.events[callback.draw - notes.events + events]
        machine.callbacks.append(replace(callback, draw=draw.order, condition=draw.condition, context=draw.context))
    for name, location, condition, tried in notes.commands:
        both = conditions.both
        record_command(machine, name, location, both(reached, condition), both(within, condition), tried=tried)
    for key, options in notes.options.items():
        set_options(machine, key, options)
    for listed, how, location, condition in notes.moved:
        ways = conditions.both(reached, condition), conditions.both(within, condition)
        record_move(machine, listed, how, location, *ways)
    for (shared, read), is_read in notes.shared.items():
        record_shared(machine, shared, read, is_read=is_read)
    machine.seeded |= recorded.seeds
    circle_again(machine, recorded)
    machine.acts |= recorded.acts
    machine.is_complete &= recorded.is_complete
    machine.guards = place.guards(recorded.guards)
    machine.path.enter()
    machine.path.current.condition, machine.path.current.left = recorded.condition, list(recorded.left)
    machine.path.narrow(machine.path.leave())
    machine.store.note_reads(recorded.cells, recorded.listings)
    machine.store.merge([(ALWAYS, recorded.written)])
    for one in (recorded, *notes.inner):
        one.used.add(machine.number)
    said = {} if is_said else notes.conditions
    hand_on(machine, notes, said, within, events, rounds, {caught[guard]: one for guard, one in notes.caught.items()})
    if machine.recordings and notes.is_once:
        machine.recordings[-1].inner[recorded] = None
    return recorded.result


def _has_just_been_said(machine: Machine, recorded: Recorded, happens: Sequence[Condition]) -> bool:
    """Whether the call only reads, and the events before it are the same reads on another route: what calls itself
    twice, many levels deep, would read a million times."""
    number = len(recorded.events)
    first = machine.order - number
    if not number or recorded.rounds or recorded.callbacks or first < 0:
        return False
    if machine.recordings and first < machine.recordings[-1].events:
        return False  # what is recorded around it has not said so
    before = machine.trace.events[first:]
    return all(
        one.condition is condition and _is_same_read(one, event)
        for one, event, condition in zip(before, recorded.events, happens, strict=True)
    )


def _is_same_read(one: Event, other: Event) -> bool:
    """Whether two events read the same in the same place, on whatever route."""
    if one.location != other.location or one.context.loops != other.context.loops:
        return False
    match one, other:
        case StateRead(), StateRead():
            return (one.key, one.form) == (other.key, other.form)
        case Use(), Use():
            return (one.origins, one.sink, one.detail) == (other.origins, other.sink, other.detail)
    return False


class _Place:
    """Where a recorded call is made again: what its events stand in there."""

    def __init__(
        self, machine: Machine, recorded: Recorded, step: tuple[object, str], caught: Mapping[Guard, Guard]
    ) -> None:
        self._machine = machine
        self._recorded = recorded
        self._step = step
        self._caught = caught
        self._around = machine.guards
        self._contexts: dict[int, Context] = {}
        self._guards: dict[int, tuple[Guard, ...]] = {}

    def moved(self, event: Event, condition: Condition, order: int) -> Event:
        context = self._context(event.context)
        guards = self._guards.get(id(event.guards))
        if guards is None:
            guards = self._guards[id(event.guards)] = self.guards(event.guards[self._recorded.notes.guards :])
        if not isinstance(event, Draw):
            return replace(event, order=order, condition=condition, guards=guards, context=context)
        containers = (*self._machine.containers, *event.containers[self._recorded.containers :])
        return replace(event, order=order, condition=condition, guards=guards, context=context, containers=containers)

    def guards(self, inside: tuple[Guard, ...]) -> tuple[Guard, ...]:
        """The guards around the present call, and those inside the recorded one."""
        return (*self._around, *(self._caught.get(guard, guard) for guard in inside))

    def _context(self, context: Context) -> Context:
        known = self._contexts.get(id(context))
        if known is None:
            now, then = self._machine.context, self._recorded.context
            inside = context.route.steps[len(then.route.steps) + 1 :]
            known = self._contexts[id(context)] = replace(
                context,
                route=Route((*now.route.steps, self._step, *inside)),  # type: ignore[arg-type]
                loops=(*now.loops, *context.loops[len(then.loops) :]),
                in_frame=now.in_frame,
            )
        return known


def hand_on(
    machine: Machine,
    notes: Recording,
    happens: Mapping[int, Condition],
    within: Condition,
    events: int,
    rounds: int,
    caught: Mapping[Guard, Condition],
) -> None:
    """Notes for the recording around it, if there is one, what was noted of a call that has ended.

    `happens` are the conditions of its events by their number. `within` is the condition of the call, counted from
    there; its events and rounds are those from the given numbers on, `caught` its guards of handlers with their
    conditions.
    """
    if not machine.recordings:
        return
    outer, both = machine.recordings[-1], machine.conditions.both
    for number, condition in happens.items():
        outer.conditions[number - notes.events + events] = both(within, condition)
    for number, (entry, again) in notes.entries.items():
        outer.entries[number - notes.rounds + rounds] = (both(within, entry), both(within, again))
    for guard, condition in caught.items():
        outer.caught[guard] = both(within, condition)
    for name, location, condition, tried in notes.commands:
        outer.commands[name, location, both(within, condition), tried] = None
    for key, options in notes.options_read.items():
        if key not in outer.options:
            outer.options_read.setdefault(key, options)
    outer.options |= notes.options
    for listed, how, location, condition in notes.moved:
        outer.moved[listed, how, location, both(within, condition)] = None
    outer.shared |= notes.shared
    for path, scope in notes.scripts.items():
        outer.scripts.setdefault(path, scope)
    outer.called |= notes.called
    outer.inner |= notes.inner
    outer.deepest = max(outer.deepest, len(machine.active) - outer.active + notes.deepest)
    outer.is_once |= notes.is_once
