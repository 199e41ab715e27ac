"""Dialogs that the user can close without a run of the app: what is in one is still there when a click opens the next.

Streamlit drops the value of a widget after a run that does not show it, and closing a dialog is no run (measured in a
browser, 1.52 and 1.67).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import in_one_run, where_none
from keylint.app.owners import owner, owner_of
from keylint.run.values import OF_LOOPS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Atom, Draw
    from keylint.run.values import OriginKind

_OF_USER: frozenset[OriginKind] = frozenset({"widget", "component", "state", "filter"})


def follows(keymap: KeyMap, before: Draw, after: Draw) -> bool:
    """Whether a click can open the dialog of `after` when that of `before` was closed, with no run between."""
    if not before.context.closes_silently or after.context.dialog is None:
        return False
    conditions = keymap.conditions
    if not keymap.hider.atoms_of("trigger", after.condition):
        return False
    if in_one_run(keymap, conditions.both(before.condition, after.condition)):
        return False
    return conditions.change(before.condition, after.condition, lambda atom: keymap.kind_of(atom) == "trigger")


def openers(keymap: KeyMap, page: PageRun, draw: Draw) -> Iterator[Draw]:
    """The buttons outside the dialog of which a click alone opens it."""
    clicks = keymap.hider.atoms_of("trigger", draw.condition)
    by_owner: dict[Hashable, list[Atom]] = {}
    for atom in clicks:
        for origin in atom.origins:
            by_owner.setdefault(owner_of(origin), []).append(atom)
    for other in page.trace.draws():
        own = by_owner.get(owner(other))
        if other.kind != "trigger" or own is None or other.context.dialog == draw.context.dialog:
            continue
        if keymap.possible(where_none(keymap, draw.condition, [atom for atom in clicks if atom not in own])):
            yield other


def openers_of_rows(keymap: KeyMap, page: PageRun, draw: Draw, parameter: str) -> Iterator[Draw]:
    """Those of them that stand in a loop, one for each item, and open the dialog for the item of which the parameter is
    made."""
    origins = draw.parameter_origins.get(parameter, frozenset())
    loops = {origin.detail for origin in origins if origin.kind in OF_LOOPS}
    if not draw.context.closes_silently or not loops:
        return
    for other in openers(keymap, page, draw):
        if loops.intersection(other.context.loops) and not _is_for_one(keymap, other):
            yield other


def is_cleared(keymap: KeyMap, draw: Draw) -> bool:
    """Whether the run that opens the dialog may take the field's key away first, by name or among all keys."""
    if draw.key is None:
        return False
    return any(
        delete.key.may_equal(draw.key) and keymap.conditions.overlap(delete.condition, draw.condition)
        for entries in keymap.deletes.values()
        for _, callback, delete in entries
        if callback is None
    )


def _is_for_one(keymap: KeyMap, opener: Draw) -> bool:
    """Whether a run draws the button for one item only: it has one key for all, or what is chosen says for which."""
    if opener.key is not None and opener.key.constant is not None and not opener.key.is_unkeyed:
        return True
    for atom in keymap.hider.atoms(opener.condition):
        kinds = {origin.kind for origin in atom.origins}
        if kinds & OF_LOOPS and kinds & _OF_USER:
            return True
    return False
