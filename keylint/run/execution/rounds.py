"""The round of a loop that stands for all of its rounds, and the keys that count the rounds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.conditions.questions import Answer
from keylint.run.execution.recording import cannot_repeat
from keylint.run.keys import Hole, Key
from keylint.run.trace import Draw, Round, Trace
from keylint.run.values import OF_LOOPS, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.findings import Location
    from keylint.run.execution.machine import Machine


def run_round(machine: Machine, location: Location, body: Callable[[], None], *, repeats: bool = True) -> None:
    """Runs `body` for an item that stands for all of the loop at `location`; `repeats` says that others may follow."""
    context, entry, first = machine.context, machine.reached(), machine.order
    within = machine.path.reached_within
    machine.context = replace(context, loops=(*context.loops, location))
    body()
    if repeats:
        if machine.recordings:
            number = len(machine.trace.rounds)
            machine.recordings[-1].entries[number] = (within, machine.path.reached_within)
        machine.trace.rounds.append(Round(location, first, machine.order, entry, machine.reached()))
        _open_counted_keys(machine, location, first, body)
    machine.context = context


def _open_counted_keys(machine: Machine, location: Location, first: int, body: Callable[[], None]) -> None:
    """A key made with a counter (`self.number += 1`) looks constant in one round: a second one tells."""
    suspects = [draw for draw in _keyed_draws(machine, first) if not _names_item(draw.key, location)]
    if not suspects or machine.path.condition is NEVER or machine.mode.is_rehearsing:
        return
    cannot_repeat(machine.recordings)  # what the rounds draw is compared under all that leads here
    later: dict[Hashable, list[Draw]] = defaultdict(list)
    for draw in _rehearse(machine, body):
        later[(draw.location, draw.context.route)].append(draw)
    item = Origin("element", location)
    for draw in _keyed_draws(machine, first):
        again = [
            other.key
            for other in later[(draw.location, draw.context.route)]
            if other.key is not None
            and machine.program.questions.overlap(draw.condition, other.condition) is not Answer.NO
        ]
        if draw.key is not None and again and not any(draw.key.must_equal(key) for key in again):
            identity = machine.program.identity("counted", draw.key, location)
            machine.trace.events[draw.order] = replace(draw, key=_common(draw.key, again[0], identity, item))


def _keyed_draws(machine: Machine, first: int) -> list[Draw]:
    return [event for event in machine.trace.events[first:] if isinstance(event, Draw) and event.key is not None]


def _names_item(key: Key | None, location: Location) -> bool:
    """Whether the key contains the item of the loop, or its position."""
    return key is not None and any(
        origin.kind in OF_LOOPS and location in (origin.detail, _place(origin))
        for hole in key.holes
        for origin in hole.origins
    )


def _place(origin: Origin) -> object:
    return origin.detail[0] if isinstance(origin.detail, tuple) and origin.detail else None


def _rehearse(machine: Machine, body: Callable[[], None]) -> list[Draw]:
    """What another round draws; nothing of it is kept."""
    trace, path, guards, context = machine.trace, machine.path, machine.guards, machine.context
    callbacks, containers, frame = machine.callbacks, machine.containers, machine.frame
    results = list(frame.results)
    ways_out = [frame.returns, *machine.attempts, *(loop.breaks for loop in machine.loops)]
    taken = [list(exits.taken) for exits in ways_out]
    first = machine.order
    machine.trace = Trace(list(trace.events), list(trace.rounds))
    machine.callbacks = list(callbacks)
    mode, machine.mode = machine.mode, replace(machine.mode, is_rehearsing=True)
    machine.path = path.copy()
    machine.store.branch()
    body()
    machine.store.leave_branch()
    draws = _keyed_draws(machine, first)
    machine.trace, machine.path, machine.guards, machine.context = trace, path, guards, context
    machine.callbacks, machine.containers, machine.mode = callbacks, containers, mode
    frame.results = results
    for exits, before in zip(ways_out, taken, strict=True):
        exits.taken = before
    return draws


def _common(key: Key, other: Key, identity: Hashable, item: Origin) -> Key:
    """What two rounds' keys have in common, with a hole for the rest."""
    if key.constant is None or other.constant is None:
        return Key(tuple(Hole(p.identity, p.origins | {item}) if isinstance(p, Hole) else p for p in key.parts))
    one, two = key.constant, other.constant
    start = _shared(one, two)
    end = min(_shared(one[::-1], two[::-1]), len(one) - start, len(two) - start)
    hole = Hole(identity, frozenset({item}))
    return Key(tuple(part for part in (one[:start], hole, one[len(one) - end :]) if part))


def _shared(one: str, two: str) -> int:
    """How many characters two texts begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
