"""Values that an app puts into a widget once, such as a record that was loaded, and never again: not only the user's
input is lost when the widget returns empty, but also what it was to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import failures_in, on_click, where_none
from keylint.app.keeping import initial_value, is_seed
from keylint.app.seeds import given_by_hand
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.trace import StateWrite
from keylint.run.values import NONE, Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, StateDelete
    from keylint.run.values import Origin, Value
    from keylint.stories.story import Story


def put_once(keymap: KeyMap, widget: Widget, story: Story) -> StateWrite | None:
    """The write by which the app gives the widget a value, where the story ends with the widget at a default of its own
    and the app goes on as if that value were there; None where it is not so."""
    if not story.is_default or _begins_with_data(keymap, widget):
        return None
    return next(
        (
            write
            for page, callback, write in given_by_hand(keymap, widget)
            if not _is_nothing(write.value, story)
            and (
                _is_marked(keymap, widget, story, page, callback, write)
                or _is_once(keymap, widget, story, callback, write)
            )
        ),
        None,
    )


def _begins_with_data(keymap: KeyMap, widget: Widget) -> bool:
    """Whether the call itself gives the widget something that the app knows."""
    given = (initial_value(keymap, draw) for draw in widget.draws)
    return any(value is not None and not isinstance(value, Known) for value in given)


def _is_nothing(value: Value, story: Story) -> bool:
    """Whether the value is what the widget shows anyway."""
    return value == NONE or (isinstance(value, Known) and value.value == story.seen)


def _is_unasked(keymap: KeyMap, callback: CallbackRun | None, write: StateWrite) -> bool:
    """Whether the app gives the value by itself, not on a click or in a callback."""
    return callback is None and not on_click(keymap, write.condition)


def _is_once(keymap: KeyMap, widget: Widget, story: Story, callback: CallbackRun | None, write: StateWrite) -> bool:
    """Whether the app gives the value by itself, and does not where the key is gone. A key that was only skipped is not
    gone: whether the app would give its value again does not show where it asks for the key itself."""
    if not _is_unasked(keymap, callback, write):
        return False
    shown_by = _tested(keymap, *(draw.condition for draw in widget.draws))
    marks = [key for key in _tested(keymap, write.condition) - shown_by if not key.may_equal(write.key)]
    return bool(marks or not story.is_skipped) and all(_is_set_with(keymap, key, write) for key in marks)


def _tested(keymap: KeyMap, *conditions: Condition) -> set[Key]:
    """The entries of session state that conditions test."""
    return {key for atom in keymap.hider.atoms(*conditions) for origin in atom.origins for key in _keys(origin)}


def _is_set_with(keymap: KeyMap, mark: Key, write: StateWrite) -> bool:
    """Whether nothing changes an entry by which the app knows that it has given the value, but what gives it, what adds
    to it, or a click: where it is changed meanwhile, the value may be given again."""
    writes = [event for _, _, event in keymap.events_of(keymap.writes, mark)]
    return not keymap.events_of(keymap.deletes, mark) and all(
        _is_behind_same_test(keymap, mark, event, write)
        or any(origin.detail == mark for origin in event.value_origins)
        or on_click(keymap, event.condition)
        or is_seed(keymap, event)
        for event in writes
    )


def _is_behind_same_test(keymap: KeyMap, mark: Key, event: StateWrite, write: StateWrite) -> bool:
    """Whether the test of the entry that lets the value be given lets that happen, too."""
    around = event.guards
    tested = (
        origin.detail for guard in around for atom in keymap.hider.atoms(guard.condition) for origin in atom.origins
    )
    return around == write.guards[: len(around)] and mark in tested


def _is_marked(
    keymap: KeyMap, widget: Widget, story: Story, page: PageRun, callback: CallbackRun | None, write: StateWrite
) -> bool:
    """Whether what gives the value on a click also sets what the widget is shown by: `loaded`. What is clicked beside
    the widget does not show it; and the click that shows it again gives the value again."""
    conditions = {draw.condition for draw in widget.draws}
    shown = keymap.conditions.any_of(conditions)
    clicked = _controls(keymap, page, write) if callback is None else callback.draws
    alone = (keymap.conditions.without(draw.condition, shown) for draw in clicked if draw.kind == "trigger")
    if page is not widget.page or not any(
        keymap.possible(where_none(keymap, one, failures_in(keymap, one))) for one in alone
    ):
        return False
    along = list(_along_with(keymap, page, callback, write))
    if any(flip.by is event for flip in story.flips for event in along):
        return False
    shown_by = _tested(keymap, *conditions)
    return any(other.key in shown_by and _stays_set(keymap, other.key) for other in along)


def _stays_set(keymap: KeyMap, mark: Key) -> bool:
    """Whether only clicks, and what gives a first value, change an entry of session state."""
    changes: list[tuple[CallbackRun | None, StateWrite | StateDelete]] = []
    changes += [(callback, event) for _, callback, event in keymap.events_of(keymap.writes, mark)]
    changes += [(callback, event) for _, callback, event in keymap.events_of(keymap.deletes, mark)]
    return all(
        all(draw.kind == "trigger" for draw in callback.draws)
        if callback is not None
        else on_click(keymap, event.condition) or (isinstance(event, StateWrite) and is_seed(keymap, event))
        for callback, event in changes
    )


def _controls(keymap: KeyMap, page: PageRun, write: StateWrite) -> list[Draw]:
    """The buttons for whose clicks a write waits."""
    condition = write.condition
    atoms = keymap.hider.atoms_of("trigger", condition)
    needed = (atom for atom in atoms if not keymap.possible(where_none(keymap, condition, [atom])))
    clicked = {origin.detail for atom in needed for origin in atom.origins}
    return [draw for draw in page.trace.draws() if (draw.key or draw.site) in clicked]


def _keys(origin: Origin) -> Iterator[Key]:
    match origin.detail:
        case Cell(root=root) as cell:
            yield from (cell, root)
        case Key() as key:
            yield key


def _along_with(keymap: KeyMap, page: PageRun, callback: CallbackRun | None, write: StateWrite) -> Iterator[StateWrite]:
    """The writes that the same callback does, or that wait for the same click."""
    trace = page.trace if callback is None else callback.trace
    clicks = set(keymap.hider.atoms_of("trigger", write.condition))
    for event in trace.events:
        if isinstance(event, StateWrite) and (
            callback is not None or not clicks.isdisjoint(keymap.hider.atoms_of("trigger", event.condition))
        ):
            yield event
