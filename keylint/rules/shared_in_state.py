"""Changes of what all sessions share by way of session state: it was given the shared object itself, not a copy."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from keylint.run.cells import Cell
from keylint.run.keys import Hole
from keylint.run.trace import SharedWrite, StateWrite
from keylint.run.values import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.facts.expressions import Scalar
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun
    from keylint.run.trace import Shared, SharedForm

    Place = tuple[Key, tuple[Scalar | Hole, ...]]


def changes_through_state(keymap: KeyMap) -> Iterator[tuple[PageRun, CallbackRun | None, SharedWrite, StateWrite]]:
    """Each change, with the write that hands the object to every session."""
    writes = list(chain.from_iterable(keymap.writes.values()))
    given = _given([write for _, _, write in writes if write.form != "inside"])
    giving = {write.location for _, write, _ in given}
    for page, callback, write in writes:
        changed, form = _changed(write)
        if changed is None or write.location in giving:
            continue
        found = next(((each, shared) for place, each, shared in given if _may_be(place, changed)), None)
        if found is not None:
            yield page, callback, _as_change(write, found[1], form), found[0]


def _as_change(write: StateWrite, shared: Shared, form: SharedForm) -> SharedWrite:
    return SharedWrite(
        write.order,
        write.location,
        write.condition,
        write.guards,
        write.context,
        shared=shared,
        form=form,
        value=write.value,
        value_origins=write.value_origins,
        key_origins=_index_origins(write.key),
        is_update=False,
    )


def _given(writes: list[StateWrite]) -> list[tuple[Place, StateWrite, Shared]]:
    """The writes that put a shared object into a place which is given nothing else anywhere, nor is what it is in:
    else nobody knows which object is changed."""
    placed = [(_place(write.key), write) for write in writes]
    others = [(place, write.location) for place, write in placed if write.shared is None]
    return [
        ((root, path), write, write.shared)
        for (root, path), write in placed
        if write.shared is not None
        and not any(
            root == other and path[: len(outer)] == outer and location != write.location
            for (other, outer), location in others
        )
    ]


def _place(key: Key) -> Place:
    return (key.root, key.path) if isinstance(key, Cell) else (key, ())


def _changed(write: StateWrite) -> tuple[Place | None, SharedForm]:
    """The place of the object that a write changes: the holder of a part, or the collection whose method is called;
    None where the write puts another object there."""
    root, path = _place(write.key)
    if write.form == "inside":
        return ((root, path) if write.part == (write.key, None) else None), "update"
    return ((root, path[:-1]) if path else None), "item"


def _may_be(place: Place, changed: Place) -> bool:
    """Whether two places are one in some run: the same key, and no index that says otherwise."""
    (root, path), (other, others) = place, changed
    return (
        root.must_equal(other)
        and len(path) == len(others)
        and all(
            mine == theirs or isinstance(mine, Hole) or isinstance(theirs, Hole)
            for mine, theirs in zip(path, others, strict=True)
        )
    )


def _index_origins(key: Key) -> frozenset[Origin]:
    """What the indices are made of by which the changed part was chosen, but for the shared object itself: a loop over
    its rows comes to those of all users."""
    own = Origin("state", _place(key)[0])
    return frozenset().union(*(hole.origins for hole in key.holes)) - {own}
