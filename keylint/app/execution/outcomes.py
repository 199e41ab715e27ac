"""What a call comes to: of the tests inside it, only what they decide together is remembered.

A function of the app that looks into files and data can test a dozen things and still only return or raise. Nothing
outside it asks those tests again, but each would stay in the condition of all that follows. Behind the call, one test
for each way out but the last takes their place, the same one whenever a call comes out by the same tests.

What is kept as it is: tests of the user's choices and of session state, and every test that decides about something
that the call drew, read or wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.app.conditions import ALWAYS, NEVER, Condition
from keylint.app.execution.domains import flipped_by, union
from keylint.app.trace import Atom, Event, Leave, Use
from keylint.app.values import Choice, Known, Opaque, Origin, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.app.execution.frames import Exits, Frame
    from keylint.app.execution.machine import Machine
    from keylint.app.execution.store import Layer
    from keylint.findings import Location

# As many tests of its own may a call leave behind.
MOST_INNER_TESTS = 3
# Telling more ways out than this apart takes as many tests as it saves.
_MOST_WAYS = 24

# Data that the user gives, and keys of session state that a loop goes through: rules ask what was tested of them.
_OF_CONSEQUENCE = frozenset({"upload", "key"})


@dataclass(frozen=True, slots=True)
class Start:
    """Where a call began: how many atoms and events there were."""

    atoms: int
    events: int


@dataclass(slots=True)
class _Way:
    """A way out: with a value, or raising. `parts` say when, and what had been written by then."""

    condition: Condition
    value: Value | None
    parts: list[tuple[Condition, Layer]]

    def written(self, machine: Machine) -> Layer:
        """What had been written by then, in any of the parts."""
        machine.store.branch()
        machine.store.merge(self.parts)
        return machine.store.leave_branch()


def start(machine: Machine) -> Start:
    """To be noted when a call has been entered."""
    return Start(machine.conditions.atoms_made, machine.order)


def simplify(machine: Machine, frame: Frame, raised: Exits | None, begun: Start, location: Location) -> None:
    """Forgets the inner tests of the call that ends here, in the conditions of all of its ways out.

    `raised` are its exceptions that a `try` around the call catches.
    """
    if not _has_many_tests(machine, frame, raised, begun):
        return
    origins = union(value.origins for _, value in frame.results if isinstance(value, Truth))
    ways = _ways_out(machine, frame, raised, begun)
    settled = _settled(machine, ways, begun, location)
    if settled is None:
        return
    for way, condition in zip(ways, settled, strict=True):
        way.condition = condition
    returning = _with_truths([way for way in ways if way.value is not None], machine, origins)
    frame.results = [(way.condition, way.value) for way in returning if way.value is not None]
    frame.returns.taken = [(way.condition, way.written(machine)) for way in returning]
    for way in ways:
        if way.value is None:
            _raise_as(machine, way, raised, begun)


def _raise_as(machine: Machine, way: _Way, raised: Exits | None, begun: Start) -> None:
    """Gives what raised in the call the condition of all of it together."""
    if raised is not None:
        raised.taken = [(way.condition, way.written(machine))] if way.condition != NEVER else []
    reached = machine.conditions.both(machine.around, way.condition)
    for number, event in enumerate(machine.trace.events[begun.events :], begun.events):
        if _is_raise(event):
            machine.trace.events[number] = replace(event, condition=reached)


def _has_many_tests(machine: Machine, frame: Frame, raised: Exits | None, begun: Start) -> bool:
    decided = [condition for condition, _ in (*frame.results, *(raised.taken if raised is not None else ()))]
    for _, value in frame.results:
        decided += _conditions_in(value)
    return len(_inner_tests(machine, decided, begun)) > MOST_INNER_TESTS


def _inner_tests(machine: Machine, decided: Sequence[Condition], begun: Start) -> list[int]:
    """The numbers of the tests that were first made in this call, or that were forgotten behind a call before it."""
    conditions, forgotten = machine.conditions, machine.program.forgotten_tests
    first = min(forgotten, default=begun.atoms)
    return [
        number
        for number in conditions.numbers(*decided, since=min(first, begun.atoms))
        if (number >= begun.atoms or number in forgotten) and _is_forgettable(conditions.numbered(number))
    ]


def _conditions_in(value: Value) -> list[Condition]:
    match value:
        case Truth(condition=condition):
            return [condition]
        case Choice(alternatives=alternatives):
            return [part for condition, inner in alternatives for part in (condition, *_conditions_in(inner))]
        case _:
            return []


def _is_forgettable(atom: object) -> bool:
    if not isinstance(atom, Atom):
        return False
    if atom.kind == "exception":
        return True
    return atom.kind == "data" and not any(origin.kind in _OF_CONSEQUENCE for origin in atom.origins)


# -- ways out --------------------------------------------------------------------------------------------------------


def _ways_out(machine: Machine, frame: Frame, raised: Exits | None, begun: Start) -> list[_Way]:
    """The ways out of a call that differ in what they return, and the one that raises; they exclude each other."""
    conditions = machine.conditions
    returned: dict[Value, list[tuple[Condition, Layer]]] = {}
    for (condition, value), (_, written) in zip(frame.results, frame.returns.taken, strict=True):
        for part, alternative in _taken_apart(machine, condition, value):
            returned.setdefault(alternative, []).append((part, written))
    unknown = [value for value in returned if isinstance(value, Opaque)]
    if len(unknown) > 1:
        # Objects of which nothing is known are not worth telling apart by tests that are about to be forgotten.
        origins = union(value.origins for value in unknown)
        one = machine.opaque("one of many values", "outcomes", *unknown, origins=origins)
        returned[one] = [part for value in unknown for part in returned.pop(value)]
    ways = [_way(machine, value, parts) for value, parts in returned.items()]
    failed = list(raised.taken) if raised is not None else []
    leaves = machine.trace.events[begun.events :]
    failed += [(conditions.given(event.condition, machine.around), {}) for event in leaves if _is_raise(event)]
    return [way for way in (*ways, _way(machine, None, failed)) if way.condition != NEVER]


def _way(machine: Machine, value: Value | None, parts: list[tuple[Condition, Layer]]) -> _Way:
    return _Way(machine.any_of(condition for condition, _ in parts), value, parts)


def _taken_apart(machine: Machine, condition: Condition, value: Value) -> list[tuple[Condition, Value]]:
    conditions = machine.conditions
    match value:
        case Truth(condition=holds):
            return [
                (conditions.both(condition, holds), Known(True)),
                (conditions.without(condition, holds), Known(False)),
            ]
        case Choice(alternatives=alternatives):
            return [
                part
                for inner, alternative in alternatives
                for part in _taken_apart(machine, conditions.both(condition, inner), alternative)
            ]
        case _:
            return [(condition, value)]


def _with_truths(ways: list[_Way], machine: Machine, origins: frozenset[Origin]) -> list[_Way]:
    """Puts the two outcomes of a test together again, so that it is known what the test was of."""
    if not origins:
        return ways
    found: list[_Way] = []
    for way in ways:
        partner = next((other for other in found if way.value in _BOTH and other.value in _BOTH), None)
        if partner is None or any(written for _, written in (*partner.parts, *way.parts)):
            found.append(way)
            continue
        true = way if way.value == Known(True) else partner
        whole = machine.conditions.either(way.condition, partner.condition)
        partner.value = Truth(machine.conditions.given(true.condition, whole), origins)
        partner.condition = whole
    return found


_BOTH = (Known(True), Known(False))


def _is_raise(event: Event) -> bool:
    return isinstance(event, Leave) and event.kind == "raise"


# -- tests -----------------------------------------------------------------------------------------------------------


def _settled(machine: Machine, ways_out: Sequence[_Way], begun: Start, location: Location) -> list[Condition] | None:
    """The conditions of all ways, with few new tests for all inner ones; None where that would not save any.

    What raises is taken not to happen, as in code that knows nothing of Streamlit, but where nothing else can.
    """
    conditions = machine.conditions
    ways = [way.condition for way in ways_out]
    returned = machine.any_of(ways)
    if machine.is_sealed:
        ways, rest = [conditions.given(way, returned) for way in ways], NEVER
    else:
        rest = conditions.negate(returned)
    inner = _inner_tests(machine, ways, begun)
    if inner:
        events = machine.trace.events[begun.events :]
        told = {event.condition for event in events if not isinstance(event, Use) and not _is_raise(event)}
        kept = set(conditions.numbers(*told, since=inner[0]))
        inner = [number for number in inner if number not in kept]
    if len(inner) <= max(MOST_INNER_TESTS, len(ways)) or len(ways) > _MOST_WAYS:
        return None
    machine.program.forgotten_tests.update(inner)
    tests = [atom for atom in map(conditions.numbered, inner) if isinstance(atom, Atom)]
    failures = [atom for atom in tests if atom.kind == "exception"]
    origins = union(atom.origins for atom in tests if atom.kind != "exception")
    parts = [*ways, rest]
    possible = [conditions.some(part, tests) for part in parts]
    calm = [conditions.some(_without(machine, part, failures), tests) for part in parts]
    subject = machine.program.identity("outcomes", *ways)
    settled = [NEVER] * len(parts)
    open_ = ALWAYS

    def take(number: int, condition: Condition) -> None:
        nonlocal open_
        condition = conditions.both(open_, condition)
        settled[number] = conditions.either(settled[number], condition)
        open_ = conditions.without(open_, condition)

    for number, way in enumerate(ways_out):
        if way.value is None:
            others = machine.any_of((*possible[:number], *possible[number + 1 :]))
            calm[number] = possible[number] = conditions.without(possible[number], others)
    for number, part in enumerate(possible):
        if part != calm[number]:
            which, reason = ("outcome", subject, number), frozenset({Origin("exception")})
            failed = Atom(which, "fails", kind="exception", origins=reason, location=location)
            take(number, conditions.both(part, machine.atom(failed)))
    for number, part in enumerate(calm):
        others = machine.any_of(calm[number + 1 :])
        choice = ALWAYS
        if conditions.overlap(part, others):
            chosen = Atom(("outcome", subject, number), "true", None, flipped_by(origins), origins, None, location)
            choice = conditions.either(machine.atom(chosen), conditions.negate(others))
        take(number, conditions.both(part, choice))
    return settled[:-1]


def _without(machine: Machine, condition: Condition, failures: Sequence[Atom]) -> Condition:
    """The condition in the runs in which nothing fails."""
    for atom in failures:
        condition = machine.conditions.restrict(condition, atom, False)
    return condition
