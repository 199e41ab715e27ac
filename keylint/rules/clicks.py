"""Widgets that exist only in the run of a click, and the click that they need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.once import once
from keylint.app.owners import owner_of
from keylint.conditions.nodes import NEVER
from keylint.run.trace import Atom, Leave
from keylint.run.values import in_order
from keylint.streamlit.data import ONE_RUN_KINDS

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Guard


@dataclass(frozen=True, eq=False)
class Click:
    """What a widget needs to be drawn. `guard` is the test of it, `button` the call that draws what is clicked.

    `is_message` says that a message to `st.chat_input` starts the run, not a button.
    """

    guard: Guard | None
    button: Draw | None
    is_message: bool


def click_needed(keymap: KeyMap, page: PageRun, draw: Draw) -> Click | None:
    """The click without which no run draws the widget; None when some run draws it without one.

    A click counts when it reruns what draws the widget: one that opened a dialog or called a fragment does not, because
    those then rerun by themselves.
    """
    atoms = _clicks(keymap, page, draw)
    if not atoms or not _needs(keymap, page, draw.condition, atoms):
        return None
    for other in page.trace.draws():
        if other is not draw and _is_the_same(draw, other):
            theirs = _clicks(keymap, page, other)
            if not theirs or not _needs(keymap, page, other.condition, theirs):
                return None
    clicked = [atom for atom in atoms if not _is_message(page, atom)]
    is_message = not _needs(keymap, page, draw.condition, clicked)
    asked = atoms if is_message else clicked
    guards = [guard for guard in draw.guards if set(asked) & set(keymap.hider.atoms(guard.condition))]
    buttons = [button for atom in asked for button in _drawn_by(page, atom)]
    return Click(guards[-1] if guards else None, buttons[-1] if buttons else None, is_message)


def is_left_at_once(keymap: KeyMap, page: PageRun, draw: Draw) -> bool:
    """Whether every run that draws it starts again, or leaves the page, before the user can reach it."""
    left = NEVER
    for event in page.trace.events[draw.order :]:
        if isinstance(event, Leave) and event.kind in ("rerun", "switch_page"):
            left = keymap.conditions.either(left, event.condition)
    return keymap.conditions.implies(draw.condition, left)


def _clicks(keymap: KeyMap, page: PageRun, draw: Draw) -> list[Atom]:
    """The tests of clicks that rerun what draws the widget."""
    return [
        atom
        for atom in keymap.hider.atoms(draw.condition)
        if keymap.kind_of(atom) == "trigger" and all(_reruns_with(button, draw) for button in _drawn_by(page, atom))
    ]


def _needs(keymap: KeyMap, page: PageRun, condition: Condition, clicks: list[Atom]) -> bool:
    """Whether no run meets the condition in which nothing is clicked, and no message sent."""
    at_rest = {atom: None if _is_message(page, atom) else False for atom in clicks}
    return not keymap.possible(keymap.conditions.given(condition, at_rest))


def _drawn_by(page: PageRun, atom: Atom) -> list[Draw]:
    buttons = _buttons(page)
    owners = dict.fromkeys(owner_of(origin) for origin in in_order(atom.origins))
    return sorted((button for owner in owners for button in buttons.get(owner, ())), key=lambda button: button.order)


@once
def _buttons(page: PageRun) -> dict[object, list[Draw]]:
    """What is clicked on a page, by its key, or without one by its place."""
    found: dict[object, list[Draw]] = defaultdict(list)
    for event in page.trace.draws():
        if event.kind in ONE_RUN_KINDS:
            found[event.site if event.key is None else event.key.text].append(event)
    return found


def _reruns_with(button: Draw, draw: Draw) -> bool:
    mine, theirs = draw.context, button.context
    return (mine.fragment, mine.dialog) == (theirs.fragment, theirs.dialog)


def _is_message(page: PageRun, atom: Atom) -> bool:
    drawn = _drawn_by(page, atom)
    return bool(drawn) and all(button.kind == "chat" for button in drawn)


def _is_the_same(draw: Draw, other: Draw) -> bool:
    """Whether the other call may draw the same widget: the same call on another way, or another call with that key."""
    if draw.location == other.location:
        return draw.key is None or other.key is None or draw.key.may_equal(other.key)
    if draw.key is None or other.key is None or other.key.is_unknown or draw.key.is_unknown:
        return False
    return draw.key.may_equal(other.key)
