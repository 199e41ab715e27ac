"""A call that is being recorded: what of it depends on where it was made, and what it did beside drawing.

Conditions are counted from the call on. What is noted here is what a later, equal call needs to be told apart, or to do
the same: see `replay`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.conditions.formulas import Condition
    from keylint.facts.expressions import Scalar
    from keylint.findings import Location, Span
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.replay import Recorded
    from keylint.run.keys import Key
    from keylint.run.trace import Guard, Shared, SharedRead


@dataclass(frozen=True, slots=True)
class Climb:
    """A search among the callers for where an argument is written: it came to the recorded function's parameters
    `names` with `place`, and ended at `end`. `is_call` says, where that is asked, whether a call is written there."""

    names: frozenset[str]
    place: Location
    end: Location
    is_call: bool | None = None


@dataclass(eq=False, slots=True)
class Recording:
    """What is noted of a call under way.

    `segment`, `frames`, `guards`, `scopes`, `identities`, `events`, `rounds` and `callbacks` count what there was
    before it. `looks` is the reach of the conditions by which the way to the call was looked at. `fails` says that it
    cannot be repeated, `is_once` that a run of a page can have what it makes only once.
    """

    segment: int
    frames: int
    guards: int
    active: int
    scopes: int
    identities: int
    events: int
    rounds: int
    callbacks: int
    conditions: dict[int, Condition] = field(default_factory=dict)
    entries: dict[int, tuple[Condition, Condition]] = field(default_factory=dict)
    caught: dict[Guard, Condition] = field(default_factory=dict)
    commands: dict[tuple[str, Location, Condition, bool], None] = field(default_factory=dict)
    options: dict[Key, tuple[Scalar, ...]] = field(default_factory=dict)
    options_read: dict[Key, tuple[Scalar, ...] | None] = field(default_factory=dict)
    moved: dict[tuple[Key, str, Location], None] = field(default_factory=dict)
    shared: dict[tuple[Shared, SharedRead], bool] = field(default_factory=dict)
    climbs: dict[Climb, None] = field(default_factory=dict)
    scripts: dict[Path, int | None] = field(default_factory=dict)
    called: set[tuple[Path, Span]] = field(default_factory=set)
    inner: dict[Recorded, None] = field(default_factory=dict)
    deepest: int = 0
    looks: int = 0
    is_once: bool = False
    fails: bool = False


def cannot_repeat(machine: Machine) -> None:
    """What happens now is not the same in an equal call: none that is under way can be repeated."""
    for recording in machine.recordings:
        recording.fails = True


def makes_unique(machine: Machine) -> None:
    """Something comes to be that is told apart from others of its kind, wherever it is."""
    if machine.recordings:
        machine.recordings[-1].is_once = True


def moment(machine: Machine) -> tuple[int, int]:
    """What names something that is another one each time: no two of a run have the same name."""
    makes_unique(machine)
    return (machine.number, machine.order)


def script_scope(machine: Machine, path: Path) -> int | None:
    """The scope of a script of this run; None for any other file."""
    scope = machine.script_scopes.get(path)
    if machine.recordings:
        machine.recordings[-1].scripts.setdefault(path, scope)
    return scope


def options_under(machine: Machine, key: Key) -> tuple[Scalar, ...] | None:
    """The choices of the widget that was last drawn with a key, where they are known."""
    options = machine.options.get(key)
    if machine.recordings and key not in machine.recordings[-1].options:
        machine.recordings[-1].options_read.setdefault(key, options)
    return options


def set_options(machine: Machine, key: Key, options: tuple[Scalar, ...]) -> None:
    machine.options[key] = options
    if machine.recordings:
        machine.recordings[-1].options[key] = options


def record_move(machine: Machine, key: Key, how: str, place: Location) -> None:
    """Items of the list under `key` were moved to other positions: noted, for keys of widgets that count its
    positions."""
    machine.changed_lists.setdefault(key, {}).setdefault(how, place)
    if machine.recordings:
        machine.recordings[-1].moved[key, how, place] = None


def record_command(
    machine: Machine, name: str, place: Location, way: Condition, within: Condition, tried: bool
) -> None:
    """Keeps in which runs the app calls which command where; `within` counts from the innermost recording."""
    machine.program.calls.setdefault((name, place), set()).add((way, tried))
    if machine.recordings:
        machine.recordings[-1].commands[name, place, within, tried] = None


def record_shared(machine: Machine, shared: Shared, read: SharedRead, is_read: bool) -> None:
    """Notes, or takes back, that a shared object was looked at."""
    reads = machine.program.sharing.reads
    if is_read:
        reads.setdefault(shared, {})[read] = None
    else:
        reads.get(shared, {}).pop(read, None)
    if machine.recordings:
        machine.recordings[-1].shared[shared, read] = is_read


def climbed(machine: Machine, frame: int, climb: Climb) -> None:
    """Notes that a search among the callers passed the frame of that number."""
    for recording in machine.recordings:
        if recording.frames == frame:
            recording.climbs[climb] = None
        elif recording.frames < frame and machine.frames[frame].given is machine.frames[recording.frames].given:
            recording.fails = True  # a comprehension, which stands for the function that it is in
