"""What is noted of the calls that are being recorded: what depends on where they are made, and what they do beside
drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.atoms import atoms_of
from keylint.run.keys import Key

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Scalar
    from keylint.findings import Location
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.recording import Climb
    from keylint.run.trace import Shared, SharedRead
    from keylint.run.values import OriginKind

# What a user enters, clicks, or has brought about.
_OF_USERS: frozenset[OriginKind] = frozenset({"widget", "trigger", "upload", "component", "container", "state"})


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


def record_move(
    machine: Machine, listed: Key | Hashable, how: str, place: Location, way: Condition, within: Condition
) -> None:
    """Items of a list were moved to other positions, in the runs that meet `way`, which is `within` counted from the
    innermost recording: noted, for keys of widgets that count its positions. `listed` is the key of the list in session
    state, or the identity of another one, which counts where a user moves them: who always removes the empty rows of
    what was read has the same list in every run."""
    if isinstance(listed, Key) or machine.runs_callback or _is_by_user(machine, way):
        machine.changed_lists.setdefault(listed, {}).setdefault(how, place)
    if machine.recordings:
        machine.recordings[-1].moved[listed, how, place, within] = None


def _is_by_user(machine: Machine, way: Condition) -> bool:
    return any(origin.kind in _OF_USERS for atom in atoms_of(machine.conditions, way) for origin in atom.origins)


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
