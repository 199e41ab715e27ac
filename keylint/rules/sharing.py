"""Changes of what all sessions share that put something of one user there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from keylint.app.clicks import failures_in, on_click, where_none
from keylint.findings import Severity
from keylint.rules.shared_in_state import changes_through_state
from keylint.run.trace import SharedWrite
from keylint.run.values import NO_ORIGINS, NONE, Choice, Known, Opaque, Origin, Reference, Value
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


@dataclass(frozen=True, eq=False)
class _Made:
    """A change of a shared object, and the run that makes it; `giving` as in `Leak`."""

    page: PageRun
    callback: CallbackRun | None
    write: SharedWrite
    giving: StateWrite | None = None


class _Changes:
    """All changes of shared objects. Whether one happens is asked where something hangs on it: of most nothing does."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self.all = [
            _Made(page, callback, event)
            for page in keymap.app.pages
            for callback, trace in keymap.traces(page)
            for event in trace.events
            if isinstance(event, SharedWrite)
        ]
        self._of: dict[Shared, list[SharedWrite]] = {}
        for made in self.all:
            self._of.setdefault(made.write.shared, []).append(made.write)
        self._happen: dict[Condition, bool] = {}
        self._read_back: dict[Shared, SharedRead | None] = {}

    def happens(self, write: SharedWrite) -> bool:
        """Whether some run comes there in which nothing fails: what stands in for a missing package is never shared."""
        condition = write.condition
        if condition not in self._happen:
            calm = where_none(self._keymap, condition, failures_in(self._keymap, condition))
            self._happen[condition] = self._keymap.possible(calm)
        return self._happen[condition]

    def read_back(self, shared: Shared) -> SharedRead | None:
        """A place that looks at the object, other than to change it."""
        if shared not in self._read_back:
            self._read_back[shared] = _read_back(self._keymap, shared, self._places(shared))
        return self._read_back[shared]

    def _places(self, shared: Shared) -> list[Location]:
        places: dict[Location, None] = {}
        for write in self._of.get(shared, ()):
            if write.location not in places and self.happens(write):
                places[write.location] = None
        return list(places)


def leaks(keymap: KeyMap) -> Iterator[Leak]:
    """Every such change, in the order of the runs, those by way of session state last; one that several pages make is
    given once."""
    changes = _Changes(keymap)
    seen: dict[Location, Severity] = {}
    for made in chain(changes.all, (_Made(*change) for change in changes_through_state(keymap))):
        known = seen.get(made.write.location, 0)
        if known == Severity.WARNING:
            continue
        users = _of_one_user(keymap, made)
        if users is None:
            continue
        leak = _leak(keymap, made, users, changes.read_back(made.write.shared))
        if leak is not None and known < leak.severity and changes.happens(made.write):
            seen[made.write.location] = leak.severity
            yield leak


def _of_one_user(keymap: KeyMap, made: _Made) -> frozenset[Origin] | None:
    """What of one user goes in; nothing where it is but their decision, None where it is not even that."""
    write = made.write
    users = frozenset(origin for origin in write.value_origins if _is_users(origin))
    if users:
        return None if users <= write.key_origins or _is_kept_apart(write.key_origins) else users
    if write.shared.kind == "package" or _is_tested_first(keymap, write) or _is_tested_in_its_function(keymap, write):
        return None
    return NO_ORIGINS if _is_decided(keymap, write, made.callback) else None


def _leak(keymap: KeyMap, made: _Made, users: frozenset[Origin], read: SharedRead | None) -> Leak | None:
    write, is_read = made.write, read is not None or made.giving is not None
    if users:
        weak = not is_read or write.shared.kind == "package" or _fills_a_gap(keymap, write)
    elif not is_read or (_counts(keymap, write) and not _decides_what_is_drawn(keymap, made.page, write.shared)):
        return None
    else:
        weak = False
    severity = Severity.INFO if weak else Severity.WARNING
    return Leak(made.page, made.callback, write, users, read, severity, made.giving)


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
    return bool(keymap.hider.atoms_of("widget", write.condition))


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
