"""Which draws certainly happen in one run of a page.

Certain means: whenever the one happens, the other does, or the user can bring it about with widgets that do not depend
on each other. Tests of data, of state, of what the app assigns itself, and of items of a loop prove nothing.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from keylint.app.keeping import is_keep_alive, is_seed
from keylint.findings import Location
from keylint.run.atoms import asking_for_items
from keylint.run.keys import Key
from keylint.run.trace import Draw, StateDelete, StateWrite
from keylint.run.values import OF_LOOPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.run.keys import Hole
    from keylint.run.runs import PageRun
    from keylint.run.trace import Atom, Round
    from keylint.run.values import Origin


# A proof looks at every outcome of what the user is free to do: too much for what depends on more tests.
_HEAVIEST_PROVEN = 400


def draw_one_key(page: PageRun, one: Draw, other: Draw) -> bool:
    """Whether two draws of one run have the same key for certain; an item of a loop is the same only within a round."""
    if one.key is None or other.key is None or not one.key.must_equal(other.key):
        return False
    rounds = {round_.location for round_ in _rounds_around(page, one) if round_ in _rounds_around(page, other)}
    return all(
        _is_settled(hole) and all(_loop_of(origin) in rounds for origin in hole.origins if origin.kind in OF_LOOPS)
        for hole in one.key.holes
    )


def are_drawn_together(keymap: KeyMap, page: PageRun, one: Draw, other: Draw) -> bool:
    """Whether some run of the page certainly makes both draws."""
    conditions = keymap.conditions
    first, second = _with_one_click(keymap, *_without_failures(keymap, one.condition, other.condition))
    joint = conditions.both(first, second)
    if not keymap.possible(joint):
        return False
    if joint.weight > _HEAVIEST_PROVEN:
        keymap.leave_open(one.site, _question(one))
        return False
    free = _free_atoms(keymap, page, joint)
    world = conditions.some(joint, free)
    return any(not keymap.possible(conditions.without(conditions.some(part, free), world)) for part in (first, second))


def _question(draw: Draw) -> str:
    key = draw.key.text if draw.key is not None else ""
    return f"whether '{key}' is used twice in one run: too much decides together"


def repeating_round(keymap: KeyMap, page: PageRun, draw: Draw) -> Round | None:
    """The loop that certainly makes the draw again with the same key as soon as it has two items; the innermost one."""
    for round_ in sorted(_rounds_around(page, draw), key=lambda round_: round_.first, reverse=True):
        if _has_steady_key(page, draw, round_) and _is_reached_again(keymap, page, draw, round_):
            return round_
    return None


def _rounds_around(page: PageRun, draw: Draw) -> list[Round]:
    return [round_ for round_ in page.trace.rounds if round_.first <= draw.order < round_.end]


# -- keys ------------------------------------------------------------------------------------------------------------


def _is_settled(hole: Hole) -> bool:
    """Whether equal identities of the hole are equal texts: what a call outside the app gives may be new each time."""
    kinds = {origin.kind for origin in hole.origins}
    if not kinds or kinds & {"unstable", "exception"}:
        return False
    return "data" not in kinds or bool(kinds & OF_LOOPS)


def _loop_of(origin: Origin) -> object:
    """The loop whose item or position a value is; something else for a name that a loop assigns."""
    detail = origin.detail
    return detail[0] if origin.kind == "position" and isinstance(detail, tuple) else detail


def _has_steady_key(page: PageRun, draw: Draw, round_: Round) -> bool:
    """Whether the key is the same in every round."""
    if draw.key is None:
        return False
    return all(_is_settled(hole) and _is_steady(page, draw, round_, hole.origins) for hole in draw.key.holes)


def _is_steady(page: PageRun, draw: Draw, round_: Round, origins: Iterable[Origin]) -> bool:
    return not any(_varies(page, draw, round_, origin) for origin in origins)


def _varies(page: PageRun, draw: Draw, round_: Round, origin: Origin) -> bool:
    """Whether something can be another value in another round."""
    detail = origin.detail
    if origin.kind in OF_LOOPS:
        return _loop_of(origin) == round_.location or _loop_of(origin) not in draw.context.loops
    if origin.kind in ("unstable", "key"):
        return True
    events = page.trace.events[round_.first : round_.end]
    if isinstance(detail, Location):
        return any(isinstance(event, Draw) and event.site == detail for event in events)
    if isinstance(detail, Key):
        if any(_varies(page, draw, round_, inner) for hole in detail.holes for inner in hole.origins):
            return True
        changes = (event for event in events if isinstance(event, (StateWrite, StateDelete)))
        return origin.kind == "state" and any(change.key.may_equal(detail) for change in changes)
    return False


# -- conditions ------------------------------------------------------------------------------------------------------


def _is_reached_again(keymap: KeyMap, page: PageRun, draw: Draw, round_: Round) -> bool:
    """Whether what is tested inside the loop lets two rounds make the draw.

    That an inner loop has an item counts like that of the loop itself: two rounds of it are enough.
    """
    conditions = keymap.conditions
    reached, again = _without_failures(keymap, draw.condition, round_.again)
    if not keymap.possible(conditions.both(reached, again)):
        return False
    outside, inside = set(keymap.hider.atoms(round_.entry)), keymap.hider.atoms(reached)
    decided = asking_for_items(inside) | outside
    return all(_decides_alike(keymap, page, draw, round_, atom) for atom in inside if atom not in decided)


def _decides_alike(keymap: KeyMap, page: PageRun, draw: Draw, round_: Round, atom: Atom) -> bool:
    """Whether a test inside the loop comes out the same in every round, or is the user's choice in each."""
    kind = keymap.kind_of(atom)
    if kind == "widget" and _can_be_set(keymap, page, atom):
        return True
    steady = _is_steady(page, draw, round_, atom.origins)
    return steady and bool(atom.origins) and kind in ("widget", "trigger", "state", "environment")


def _without_failures(keymap: KeyMap, one: Condition, other: Condition) -> tuple[Condition, Condition]:
    """Both conditions in the runs in which nothing fails."""
    conditions = keymap.conditions
    calmly = [(atom, False) for atom in keymap.hider.atoms_of("exception", one, other)]
    return conditions.where(one, calmly), conditions.where(other, calmly)


def _with_one_click(keymap: KeyMap, one: Condition, other: Condition) -> tuple[Condition, Condition]:
    """Both conditions, where one run has one click at most."""
    conditions = keymap.conditions
    for click, second in combinations(keymap.hider.atoms_of("trigger", one, other), 2):
        if click.subject != second.subject:
            both = conditions.both(conditions.atom(click), conditions.atom(second))
            one, other = conditions.without(one, both), conditions.without(other, both)
    return one, other


def _free_atoms(keymap: KeyMap, page: PageRun, condition: Condition) -> list[Atom]:
    """The tests that the user can make come out either way without touching the others."""
    atoms = keymap.hider.atoms(condition)
    return [
        atom
        for atom in atoms
        if keymap.kind_of(atom) in ("widget", "trigger")
        and _can_be_set(keymap, page, atom)
        and not any(other.subject != atom.subject and other.origins & atom.origins for other in atoms)
    ]


def _can_be_set(keymap: KeyMap, page: PageRun, atom: Atom) -> bool:
    """Whether the test is of one widget of the page that the app itself never changes."""
    if len(atom.origins) != 1 or atom.predicate not in ("true", "equals"):
        return False
    if atom.predicate == "equals" and (atom.options is None or atom.constant not in atom.options):
        return False
    (origin,) = atom.origins
    key = origin.detail
    if not isinstance(key, Key):
        return origin.kind in ("widget", "trigger")
    if not any(draw.key is not None and draw.key.must_equal(key) for draw in keymap.draws_alike(page, key)):
        return False
    writes = keymap.events_of(keymap.writes, key)
    return all(is_seed(keymap, write) or is_keep_alive(write) for _, _, write in writes)
