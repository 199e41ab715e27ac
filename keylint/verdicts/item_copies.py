"""What a button keeps for the item that is chosen, while the widget of that item never begins with what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import initial_value, is_value_itself
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.values import Known, value_origins
from keylint.stories.comparisons import step_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Hole
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite, Use
    from keylint.verdicts.inputs import Inputs

    Used = tuple[PageRun, CallbackRun | None, Use]

# Methods by which a list or dict takes a value in.
_TAKING_IN = frozenset({"append", "insert", "extend", "update", "setdefault", "add"})


def item_copy(inputs: Inputs, widget: Widget, taken: Iterable[Used]) -> StateWrite | None:
    """The write by which a button, one of what has `taken` the value, keeps it for the chosen item, whose widget it is,
    or what it chooses: who comes back to the item sees, and saves, something else. None where nothing does, or the
    widget begins with it."""
    return next(_item_copies(inputs, widget, taken), None)


def _item_copies(inputs: Inputs, widget: Widget, taken: Iterable[Used]) -> Iterator[StateWrite]:
    key = widget.first.key
    chosen = [hole for hole in key.holes if _is_chosen(hole)] if key is not None else []
    if not chosen:
        return
    given = initial_value(inputs.keymap, widget.first)
    shown = {_root(origin.detail) for origin in value_origins(given)} if given is not None else set()
    # Where something is kept, the widget may not be shown again.
    tests = inputs.keymap.hider.atoms(widget.first.condition)
    shown |= {_root(origin.detail) for atom in tests for origin in atom.origins}
    for page, _, use in taken:
        if page is widget.page and use.sink == "write":
            for write in inputs.state_writes_at(page, use.location):
                is_of_item = any(_is_same_choice(one, other) for one in chosen for other in write.key.holes)
                if write.form == "item" and is_of_item and _root(write.key) not in shown:
                    yield write


def only_copy(inputs: Inputs, widget: Widget) -> StateWrite | None:
    """The same for the value itself, where session state is all that takes it, and the user can choose another item
    meanwhile."""
    keymap = inputs.keymap
    uses = keymap.uses_of(widget)
    taken = [used for used in uses if inputs.by_button(used[1], used[2].condition)]
    if any(not _stays(inputs, used) for used in uses):
        return None
    key = widget.first.key
    if key is None or not any(_can_return(keymap, hole) for hole in key.holes):
        return None
    return next(
        (
            write
            for write in _item_copies(inputs, widget, taken)
            if is_value_itself(write.value, widget.key) and not inputs.is_only_compared(write.key, widget)
        ),
        None,
    )


def _stays(inputs: Inputs, used: Used) -> bool:
    """Whether the value goes no further than session state."""
    page, _, use = used
    if use.sink == "write":
        return bool(inputs.state_writes_at(page, use.location))
    return use.sink != "call" or use.detail in _TAKING_IN


def _can_return(keymap: KeyMap, hole: Hole) -> bool:
    """Whether the user can come back to an item: with a widget, or with a click that goes back in what is counted, or
    that chooses one."""
    for origin in hole.origins:
        if origin.kind == "widget":
            return True
        key = origin.detail if origin.kind == "state" and isinstance(origin.detail, Key) else None
        if key is None:
            continue
        if any(draw.kind == "value" for one in keymap.widgets_of(key.text) for draw in one.draws):
            return True
        for _, callback, write in keymap.writes.get(key.text, ()):
            if callback is None and not on_click(keymap, write.condition):
                continue
            if not isinstance(write.value, Known) and step_of(keymap.app.conditions, write.value, write.key) <= 0:
                return True
    return False


def _is_same_choice(one: Hole, other: Hole) -> bool:
    """Whether two keys are of one item; what is counted may be a first number, or what session state holds since."""
    return one.identity == other.identity or one.origins == other.origins


def _is_chosen(hole: Hole) -> bool:
    return any(origin.kind in ("widget", "state") for origin in hole.origins)


def _root(detail: object) -> object:
    """The entry of session state that a key is of, or is."""
    return detail.root if isinstance(detail, Cell) else detail
