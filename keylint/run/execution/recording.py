"""Calls that are being recorded, and those that have been: what of them depends on where they were made, and what they
did.

Conditions are counted from the call on. What is noted here is what a later, equal call needs to be told apart, or to do
the same: see `replay`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from pathlib import Path

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Scalar
    from keylint.findings import Location, Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.frames import Callback
    from keylint.run.execution.looks import Look
    from keylint.run.execution.path_condition import Segment
    from keylint.run.execution.store import Cell, Layer, Listing
    from keylint.run.keys import Key
    from keylint.run.trace import Context, Event, Guard, Round, Shared, SharedRead
    from keylint.run.values import FunctionValue, Value


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

    `segment`, `frames`, `guards`, `scopes`, `identities`, `events`, `rounds`, `callbacks` and `circles` count what
    there was before it; `circling` are the functions that were known to call each other in circles. `called` are those
    that it calls, whether they are followed or not. `fails` says that it cannot be repeated, `is_once` that a run of a
    page can have what it makes only once.
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
    circles: int
    circling: frozenset[tuple[Path, Span]]
    conditions: dict[int, Condition] = field(default_factory=dict)
    entries: dict[int, tuple[Condition, Condition]] = field(default_factory=dict)
    caught: dict[Guard, Condition] = field(default_factory=dict)
    commands: dict[tuple[str, Location, Condition, bool], None] = field(default_factory=dict)
    options: dict[Key, tuple[Scalar, ...]] = field(default_factory=dict)
    options_read: dict[Key, tuple[Scalar, ...] | None] = field(default_factory=dict)
    moved: dict[tuple[Key | Hashable, str, Location, Condition], None] = field(default_factory=dict)
    shared: dict[tuple[Shared, SharedRead], bool] = field(default_factory=dict)
    climbs: dict[Climb, None] = field(default_factory=dict)
    scripts: dict[Path, int | None] = field(default_factory=dict)
    called: set[tuple[Path, Span]] = field(default_factory=set)
    inner: dict[Recorded, None] = field(default_factory=dict)
    deepest: int = 0
    is_once: bool = False
    fails: bool = False


@dataclass(eq=False, slots=True)
class Surroundings:
    """What of the program a call may depend on that seldom changes."""

    search_folders: tuple[Path, ...]
    namespaces: int
    modules: int
    beginnings: int
    parts: int
    seeded: frozenset[str]


@dataclass(eq=False, slots=True)
class Recorded:
    """A call that has ended: what was asked, under which condition it was made, what it gave and did.

    It was made where `reached` held; `start` is the segment that began with it, `looks` are those that were made at the
    way to it and on. `identities` is how many had been given when it ended, `used` the runs of pages that have what it
    made. `circling` are those of the functions it calls that were known to call each other in circles when it began,
    `circled` when it had ended, and `circles` how many calls of them were followed.
    """

    function: FunctionValue
    arguments: Arguments
    notes: Recording
    around: Surroundings
    seeds: frozenset[str]
    reached: Condition
    start: Segment
    looks: tuple[Look, ...]
    context: Context
    containers: int
    identities: int
    cells: Mapping[Cell, Value | None]
    listings: Mapping[Listing, Layer]
    result: Value
    written: Layer
    condition: Condition
    left: tuple[tuple[int, Condition], ...]
    guards: tuple[Guard, ...]
    events: tuple[Event, ...]
    rounds: tuple[Round, ...]
    callbacks: tuple[Callback, ...]
    acts: bool
    is_complete: bool
    circling: frozenset[tuple[Path, Span]]
    circled: frozenset[tuple[Path, Span]]
    circles: int
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class SealedResult:
    """What a call of code that knows nothing of Streamlit gave, and the older cells that it read, with their values."""

    cells: Mapping[Cell, Value | None]
    result: Value


def cannot_repeat(recordings: Iterable[Recording]) -> None:
    """What happens now is not the same in an equal call: none of those that are under way can be repeated."""
    for recording in recordings:
        recording.fails = True
