"""What one run can hold together: a user clicks one thing at a time, and a fragment or a dialog can rerun by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.trace import Atom, Context, Draw

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import AtomKind
    from keylint.run.values import OriginKind

USER: frozenset[AtomKind] = frozenset({"widget", "trigger"})
_GIVEN_BY_USER: frozenset[OriginKind] = frozenset({"widget", "trigger", "upload", "component", "container"})


def own_run(context: Context) -> str | None:
    """The fragment or dialog that the statement reruns with; None for the page's own run."""
    return context.dialog or context.fragment


def in_one_run(keymap: KeyMap, condition: Condition, unless: Callable[[Atom], bool] | None = None) -> bool:
    """Whether a run meets the condition: of several clicks that it asks for, a run can have one.

    Clicks that `unless` is true of count as things of the past that still hold.
    """
    groups: dict[Hashable, list[Atom]] = {}
    for atom in keymap.hider.atoms_of("trigger", condition):
        if unless is None or not unless(atom):
            groups.setdefault(atom.origins, []).append(atom)
    for chosen in (None, *groups):
        tried = condition
        for group, atoms in groups.items():
            if group != chosen:
                tried = where_none(keymap, tried, atoms)
        if keymap.possible(tried):
            return True
    return False


def where_none(keymap: KeyMap, condition: Condition, atoms: list[Atom]) -> Condition:
    """The condition in runs in which none of these tests holds."""
    return keymap.conditions.where(condition, ((atom, False) for atom in atoms))


def without_failures(keymap: KeyMap, condition: Condition) -> Condition:
    """The condition in runs in which nothing fails; itself, when it asks for a failure."""
    calm = where_none(keymap, condition, failures_in(keymap, condition))
    return calm if keymap.possible(calm) else condition


def failures_in(keymap: KeyMap, condition: Condition) -> list[Atom]:
    """The tests in a condition that ask whether something has failed."""
    return keymap.hider.atoms_of("exception", condition)


def drawn_in(page: PageRun, unit: str) -> frozenset[Hashable]:
    """What a fragment or dialog draws: the keys of its widgets, the places of those without one."""
    return frozenset(
        event.key or event.site
        for event in page.trace.events
        if isinstance(event, Draw) and own_run(event.context) == unit
    )


def depends_on(atom: Atom, drawn: frozenset[Hashable]) -> bool:
    """Whether the test looks at one of these widgets."""
    return any(origin.detail in drawn for origin in atom.origins)


def is_users(keymap: KeyMap, atom: Atom) -> bool:
    """Whether the user alone decides the test: by widgets, buttons, uploads."""
    if keymap.kind_of(atom) in USER:
        return True
    return bool(atom.origins) and all(origin.kind in _GIVEN_BY_USER for origin in atom.origins)


def whatever(keymap: KeyMap, condition: Condition, atoms: list[Atom]) -> Condition:
    """The condition where it holds whichever way these tests go."""
    conditions = keymap.conditions
    for atom in atoms:
        if condition in (ALWAYS, NEVER):
            break
        condition = conditions.both(
            conditions.restrict(condition, atom, False), conditions.restrict(condition, atom, True)
        )
    return condition


def on_click(keymap: KeyMap, condition: Condition) -> bool:
    """Whether the condition holds only in the run of a click."""
    clicks = keymap.hider.atoms_of("trigger", condition)
    return not keymap.possible(where_none(keymap, condition, clicks))
