"""Changes of what all sessions share that put something of one user there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from keylint.app.clicks import failures_in, on_click, where_none
from keylint.findings import Severity
from keylint.rules.shared_in_state import changes_through_state
from keylint.run.trace import SharedWrite
from keylint.run.values import NONE, Choice, Known, Opaque, Origin, Reference, Value
from keylint.streamlit.names import USERS_OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.findings import Location
    from keylint.run.callbacks import CallbackRun
    from keylint.run.opaque_reasons import OpaqueReason
    from keylint.run.runs import PageRun
    from keylint.run.trace import Shared, SharedForm, SharedRead, StateWrite
    from keylint.run.values import OriginKind

_ENTERED: frozenset[OriginKind] = frozenset({"widget", "trigger", "upload", "component", "filter"})
_OF_SESSION: frozenset[OriginKind] = frozenset({"state", "part", "key", "unstable"})
# Values of calls that cannot be followed, and what is chosen from them.
_MADE: frozenset[OpaqueReason] = frozenset({"a call", "a cached result", "a subset", "one of many values"})
_ASSIGNMENTS: frozenset[SharedForm] = frozenset({"item", "attribute", "name"})


@dataclass(frozen=True, eq=False)
class Leak:
    """A change of a shared object, with what of one user goes in: `origins`, or nothing but a user's decision.

    `read` is a place that looks at the object, other than to change it. `giving` is the write that puts the object
    itself into session state, where it is changed there.
    """

    page: PageRun
    callback: CallbackRun | None
    write: SharedWrite
    origins: frozenset[Origin]
    read: SharedRead | None
    severity: Severity
    giving: StateWrite | None = None


def leaks(keymap: KeyMap) -> Iterator[Leak]:
    """Every such change, in the order of the runs, those by way of session state last; one that several pages make is
    given once."""
    writes = [
        (page, callback, event)
        for page in keymap.app.pages
        for callback, trace in keymap.traces(page)
        for event in trace.events
        if isinstance(event, SharedWrite) and _happens(keymap, event.condition)
    ]
    changed: dict[Shared, dict[Location, None]] = {}
    for _, _, write in writes:
        changed.setdefault(write.shared, {})[write.location] = None
    read_back = {shared: _read_back(keymap, shared, [*places]) for shared, places in changed.items()}
    seen: dict[Location, Severity] = {}
    changes = chain(((*change, None) for change in writes), changes_through_state(keymap))
    for page, callback, write, giving in changes:
        leak = _leak(keymap, page, callback, write, read_back.get(write.shared), giving)
        if leak is not None and seen.get(write.location, 0) < leak.severity:
            seen[write.location] = leak.severity
            yield leak


def _happens(keymap: KeyMap, condition: Condition) -> bool:
    """Whether some run comes there in which nothing fails: what stands in for a missing package is never shared."""
    return keymap.possible(where_none(keymap, condition, failures_in(keymap, condition)))


def _leak(
    keymap: KeyMap,
    page: PageRun,
    callback: CallbackRun | None,
    write: SharedWrite,
    read: SharedRead | None,
    giving: StateWrite | None,
) -> Leak | None:
    is_read = read is not None or giving is not None
    users = frozenset(origin for origin in write.value_origins if _is_users(origin))
    if users:
        if users <= write.key_origins or _is_kept_apart(write.key_origins):
            return None
        weak = not is_read or write.shared.kind == "package" or _fills_a_gap(keymap, write)
    else:
        is_tested = _is_tested_first(keymap, write) or _is_tested_in_its_function(keymap, write)
        if is_tested or not _is_decided(keymap, write, callback) or write.shared.kind == "package":
            return None
        weak = not is_read or (_counts(keymap, write) and not _decides_what_is_drawn(keymap, page, write.shared))
        if weak:
            return None
    return Leak(page, callback, write, users, read, Severity.INFO if weak else Severity.WARNING, giving)


def _is_users(origin: Origin) -> bool:
    """Whether a value with this origin belongs to one user."""
    return origin.kind in _ENTERED or origin.kind == "state" or origin.detail in USERS_OBJECTS


def _is_kept_apart(key_origins: Iterable[Origin]) -> bool:
    """Whether each session or account has an entry of its own, or may have: by an index that is no widget's.

    An item of a loop over the app's own data is a constant that all users have in common.
    """
    kinds = {origin.kind for origin in key_origins}
    if kinds & _OF_SESSION or any(origin.detail in USERS_OBJECTS for origin in key_origins):
        return True
    return "data" in kinds and "element" not in kinds


def _fills_a_gap(keymap: KeyMap, write: SharedWrite) -> bool:
    """Whether something that was made, such as a client or a result, is stored where there was none, or under the input
    that it was made from: the others get what they would have made themselves, or nearly so."""
    if write.value is None or not _is_made(write.value):
        return False
    by_input = any(_is_users(origin) for origin in write.key_origins)
    return by_input or _is_tested_first(keymap, write) or _is_tested_in_its_function(keymap, write)


def _is_made(value: Value) -> bool:
    """Whether a value is what some code made of the user's input, rather than the input itself."""
    match value:
        case Choice(alternatives=alternatives):
            return all(_is_made(inner) for _, inner in alternatives)
        case Opaque(reason=reason):
            return reason in _MADE
        case Reference(class_=class_):
            return class_ is not None
        case _:
            return value == NONE


def _is_tested_first(keymap: KeyMap, write: SharedWrite) -> bool:
    """Whether the change stands behind a look at the same object."""
    reads = keymap.app.shared_reads.get(write.shared, ())
    return any(_contains(guard.location, read.location) for guard in write.guards for read in reads)


def _is_tested_in_its_function(keymap: KeyMap, write: SharedWrite) -> bool:
    return any(
        read.is_test and read.function == write.context.function != "" and read.location.path == write.location.path
        for read in keymap.app.shared_reads.get(write.shared, ())
    )


def _is_decided(keymap: KeyMap, write: SharedWrite, callback: CallbackRun | None) -> bool:
    """Whether a constant is stored because of what one user did."""
    if write.form not in _ASSIGNMENTS or not isinstance(write.value, Known):
        return False
    if callback is not None or on_click(keymap, write.condition):
        return True
    return any(keymap.kind_of(atom) == "widget" for atom in keymap.hider.atoms(write.condition))


def _counts(keymap: KeyMap, write: SharedWrite) -> bool:
    """Whether the new value is made from the old one, as that of a counter is."""
    line = write.location.span.line
    return write.is_update or any(
        read.location.path == write.location.path
        and read.location.span.line == line
        and not _contains(write.location, read.location)
        for read in keymap.app.shared_reads.get(write.shared, ())
    )


def _decides_what_is_drawn(keymap: KeyMap, page: PageRun, shared: Shared) -> bool:
    reads = keymap.app.shared_reads.get(shared, ())
    guards = {guard.location for draw in page.trace.draws() for guard in draw.guards}
    return any(_contains(guard, read.location) for guard in guards for read in reads)


def _read_back(keymap: KeyMap, shared: Shared, changes: list[Location]) -> SharedRead | None:
    """A place that looks at the object, best on another line than those that change it."""
    lines = {(place.path, place.span.line) for place in changes}
    reads = [
        read
        for read in keymap.app.shared_reads.get(shared, ())
        if not any(_contains(place, read.location) for place in changes)
    ]
    elsewhere = [read for read in reads if (read.location.path, read.location.span.line) not in lines]
    return next(iter([*elsewhere, *reads]), None)


def _contains(outer: Location, inner: Location) -> bool:
    """Whether a place lies within another one."""
    return (
        outer.path == inner.path
        and (outer.span.line, outer.span.column) <= (inner.span.line, inner.span.column)
        and (inner.span.end_line, inner.span.end_column) <= (outer.span.end_line, outer.span.end_column)
    )
