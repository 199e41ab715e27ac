"""How a session begins: with an empty session state, on any page. Which reads then find nothing."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_and_draws_by_key
from keylint.app.clicks import depends_on, in_one_run, is_users, whatever, where_none
from keylint.app.keeping import is_keep_alive
from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.keys import constant_key
from keylint.run.trace import Draw, StateRead, StateWrite
from keylint.streamlit.packages import made_by_package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun


@dataclass(frozen=True, eq=False)
class Creator:
    """A statement after which a key is there: an assignment of a new value, or a widget."""

    page: PageRun
    callback: CallbackRun | None
    event: StateWrite | Draw


def is_of_package(keymap: KeyMap, key: str) -> bool:
    """Whether a package that the app imports may create the key, out of sight."""
    return made_by_package(key, keymap.app.packages)


def may_be_created(keymap: KeyMap, key: str) -> bool:
    """Whether anything in the app creates the key, or, by a key that only the run knows or out of sight, may do so."""
    if keymap.app.pages_not_analysed or is_of_package(keymap, key):
        return True
    return any(
        _creates(event, key)
        for page in keymap.app.pages
        for _, trace in keymap.traces(page)
        for event in writes_and_draws_by_key(trace).near(constant_key(key))
    )


def creators(keymap: KeyMap, key: str) -> list[Creator]:
    """Everything in the app that creates the key for certain when it is reached."""
    return [
        Creator(page, callback, event)
        for page in keymap.app.pages
        for callback, trace in keymap.traces(page)
        for event in writes_and_draws_by_key(trace).near(constant_key(key))
        if _creates(event, key) and not _key_of(event).holes
    ]


def _near(page: PageRun, key: str) -> list[StateWrite | Draw]:
    """What the page's own run writes and draws that may have to do with the key."""
    return writes_and_draws_by_key(page.trace).near(constant_key(key))


def _key_of(event: StateWrite | Draw) -> Key:
    return event.key if event.key is not None else constant_key("")


def _creates(event: StateWrite | Draw, key: str) -> bool:
    """Whether the statement creates the key, or, by a key of which part is unknown, may do so."""
    if event.key is None or not event.key.may_equal(constant_key(key)):
        return False
    if isinstance(event, Draw):
        return True
    if event.form in ("all", "inside") or is_keep_alive(event):
        return False
    origins = [origin for hole in event.key.holes for origin in hole.origins]
    return not (event.key.holes and origins and all(origin.kind == "key" for origin in origins))


def may_fail(keymap: KeyMap, page: PageRun, key: str, reads: Sequence[StateRead]) -> StateRead | None:
    """The first of the page's `reads` of the key that, for certain, some session reaches while the key is not there.

    That is so when the first run of a session reaches it whatever the widgets' defaults and the data are; or when the
    user can get there without anything on the page having created the key.
    """
    created = NEVER
    events = deque(event for event in _near(page, key) if _creates(event, key))
    avoidable = _is_avoidable(keymap, page, key)
    for read in reads:
        while events and events[0].order < read.order:
            event = events.popleft()
            condition = ALWAYS if _key_of(event).holes else event.condition
            created = keymap.conditions.either(created, condition)
        missing = _at_the_beginning(keymap, keymap.conditions.without(read.condition, created))
        if not keymap.possible(missing) or read.context.catches_missing_key:
            continue
        if _in_first_run(keymap, missing) or (avoidable and _by_user(keymap, page, key, missing)):
            return read
    return None


def _at_the_beginning(keymap: KeyMap, condition: Condition) -> Condition:
    """The condition where no key was there when the run began, and nothing fails."""
    unset = (
        atom
        for atom in keymap.hider.atoms(condition)
        if atom.predicate == "present" or keymap.kind_of(atom) == "exception"
    )
    return keymap.conditions.where(condition, ((atom, False) for atom in unset))


def _in_first_run(keymap: KeyMap, missing: Condition) -> bool:
    """Whether the first run gets there whatever values it finds. Nothing has been clicked in it."""
    clicks = keymap.hider.atoms_of("trigger", missing)
    calm = where_none(keymap, missing, clicks)
    return keymap.possible(calm) and not keymap.possible(keymap.conditions.negate(calm))


def _by_user(keymap: KeyMap, page: PageRun, key: str, missing: Condition) -> bool:
    """Whether the user can get there, whatever the data are, and without a callback that creates the key."""
    atoms = keymap.hider.atoms(missing)
    users = [atom for atom in atoms if is_users(keymap, atom)]
    creating = frozenset(
        draw.key or draw.site
        for creator in creators(keymap, key)
        if creator.callback is not None and creator.page is page
        for draw in creator.callback.draws
    )
    if not users or any(depends_on(atom, creating) for atom in users):
        return False
    return in_one_run(keymap, whatever(keymap, missing, [atom for atom in atoms if atom not in users]))


def _is_avoidable(keymap: KeyMap, page: PageRun, key: str) -> bool:
    """Whether everything in the page's own runs that may create the key waits for a click."""
    for event in _near(page, key):
        if _creates(event, key):
            condition = event.condition
            clicks = keymap.hider.atoms_of("trigger", condition)
            if keymap.possible(where_none(keymap, condition, clicks)):
                return False
    return True
