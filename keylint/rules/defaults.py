"""Who gives a widget its first value: a parameter of the call, or code that assigns its key before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from, is_keep_alive, keeps_itself
from keylint.conditions.nodes import NEVER
from keylint.run.trace import StateDelete, StateWrite
from keylint.streamlit.behaviour import REMOUNT_ADOPTS
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.keys import Key
    from keylint.run.trace import Draw, WriteForm

_ASSIGNING: frozenset[WriteForm] = frozenset({"item", "attribute", "setdefault", "update"})


def initial_parameter(keymap: KeyMap, draw: Draw) -> str | None:
    """The name of the given parameter that says where the widget begins: `value`, `index` or `default`."""
    command = command_at(draw.command, keymap.versions.newest)
    name = command.initial_parameter if command else None
    return name if name in draw.parameters else None


def seeds_in_charge(keymap: KeyMap, widget: Widget, draw: Draw) -> tuple[StateWrite, ...]:
    """The assignments that give the key its value whenever the call would otherwise begin with its own; in order.

    None when in some run, for all that is known, the call begins with its own.
    """
    if draw.key is None or _begins_later(keymap, widget, draw):
        return ()
    own_key_missing = _seeds_where(keymap, widget, draw, lambda condition: _missing(keymap, condition, draw.key))
    if own_key_missing or not _stays(keymap, widget, draw):
        return own_key_missing
    return _seeds_where(keymap, widget, draw, lambda condition: _missing(keymap, condition, None))


def _seeds_where(
    keymap: KeyMap, widget: Widget, draw: Draw, view: Callable[[Condition], Condition]
) -> tuple[StateWrite, ...]:
    """The assignments above the draw, if one of them is passed by each of the runs with the draw that `view` leaves."""
    assert draw.key is not None
    reached, covered = view(draw.condition), NEVER
    found: list[StateWrite] = []
    for event in widget.page.trace.events[: draw.order]:
        if isinstance(event, StateDelete) and event.key.may_equal(draw.key):
            covered = NEVER
            found.clear()
        elif isinstance(event, StateWrite) and _gives_first_value(event, draw.key):
            passed = view(event.condition)
            if keymap.conditions.overlap(passed, reached):
                covered = keymap.conditions.either(covered, passed)
                found.append(event)
    if not keymap.possible(reached) or keymap.possible(keymap.conditions.without(reached, covered)):
        return ()
    return tuple(found)


def _gives_first_value(write: StateWrite, key: Key) -> bool:
    """Whether it assigns the key something else than what the key holds."""
    return (
        write.form in _ASSIGNING
        and write.key.must_equal(key)
        and not is_keep_alive(write)
        and not any(comes_from(origin, key.text) for origin in write.value_origins)
    )


def _missing(keymap: KeyMap, condition: Condition, key: Key | None) -> Condition:
    """The condition where the key is not there, or, for None, where no key is; and nothing fails."""
    unset = (
        atom
        for atom in keymap.hider.atoms(condition)
        if (atom.predicate == "present" and (key is None or atom.subject == ("key", key)))
        or keymap.kind_of(atom) == "exception"
    )
    return keymap.conditions.where(condition, ((atom, False) for atom in unset))


def _stays(keymap: KeyMap, widget: Widget, draw: Draw) -> bool:
    """Whether the key, once it is there, is there in every later run."""
    if keeps_itself(draw, "session"):
        return True
    alone = len(keymap.app.pages) == 1 or widget.in_frame
    return alone and not widget.hiding.is_hidden and not keymap.possible(widget.hiding.skipped)


def _begins_later(keymap: KeyMap, widget: Widget, draw: Draw) -> bool:
    """Whether the key may be assigned in a run before the first that draws the widget.

    Below 1.65 the widget then begins with the parameter all the same.
    """
    if not keymap.versions.admits_before(REMOUNT_ADOPTS) or draw.key is None:
        return False
    drawing = {other.page for other in keymap.widgets_of(widget.key)}
    without = keymap.conditions.either(widget.hiding.plain, widget.hiding.skipped)
    return any(
        callback is None
        and (page not in drawing or (page is widget.page and keymap.conditions.overlap(write.condition, without)))
        for page, callback, write in keymap.events_of(keymap.writes, draw.key)
    )
