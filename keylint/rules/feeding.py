"""Widgets that are given what their own result was written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import is_keep_alive
from keylint.conditions.nodes import NEVER, Condition
from keylint.run.trace import Draw, Leave, StateWrite
from keylint.run.values import Origin, in_order, value_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun
    from keylint.run.values import Value


@dataclass(frozen=True, eq=False)
class Feedback:
    """A widget, and the write of its result to the state (`source`, or a part of it) that it is given."""

    page: PageRun
    draw: Draw
    write: StateWrite
    source: Key

    @property
    def source_text(self) -> str:
        """What the author wrote, roughly: `profile['city']`."""
        indices = self.write.part[1:] if isinstance(self.write.part, tuple) else ()
        return self.source.text + "".join(f"[{index!r}]" for index in indices)


def feedbacks(keymap: KeyMap, page: PageRun, given: list[tuple[Draw, Value]]) -> Iterator[Feedback]:
    """Each of these draws whose result the same run writes back to what it is given.

    A result that is written on a click, or before the run is started again, does not disturb the next edit; nor does
    one that the widget's own callback has written before the run.
    """
    draws = {_own_origin(draw): (draw, value) for draw, value in given}
    reported: set[int] = set()
    for event in page.trace.events:
        if not isinstance(event, StateWrite) or is_keep_alive(event) or event.form in ("setdefault", "all"):
            continue
        for origin in in_order(event.value_origins):
            draw, value = draws.get((_KINDS.get(origin.kind, origin.kind), origin.detail), (None, None))
            if draw is None or value is None or draw.order in reported or draw.order > event.order:
                continue
            if not _is_given(value, event) or _is_written_by_callback(page, draw, event):
                continue
            if not on_click(keymap, _beyond(keymap, event.condition, draw)) and not _starts_again(keymap, page, event):
                reported.add(draw.order)
                yield Feedback(page, draw, event, event.key)


# A read of the widget's key after it was drawn is its result too.
_KINDS = {"state": "widget"}


def _own_origin(draw: Draw) -> tuple[str, object]:
    return ("widget" if draw.kind == "value" else "upload", draw.key or draw.site)


def _is_given(value: Value, write: StateWrite) -> bool:
    """Whether the state, or the part of it, that is written is what the widget is given."""
    origins = value_origins(value)
    if write.form == "inside":
        return write.part is not None and Origin("part", write.part) in origins
    return Origin("state", write.key) in origins and not any(origin.kind == "part" for origin in origins)


def _is_written_by_callback(page: PageRun, draw: Draw, write: StateWrite) -> bool:
    """Whether a callback of the widget gives the state what the widget holds: the run then begins with it."""
    return any(
        isinstance(event, StateWrite)
        and (event.key, event.part) == (write.key, write.part)
        and any(origin.detail == draw.key for origin in event.value_origins)
        for callback in page.callbacks
        if draw.key is not None and any(other.site == draw.site for other in callback.draws)
        for event in callback.trace.events
    )


def _beyond(keymap: KeyMap, condition: Condition, draw: Draw) -> Condition:
    """What the write asks for, besides the clicks that it takes to draw the widget."""
    # Who writes what the widget gives has drawn it: the rest is so in any case.
    for atom in keymap.hider.atoms_of("trigger", draw.condition):
        for value in (True, False):
            if not keymap.possible(keymap.conditions.restrict(draw.condition, atom, not value)):
                condition = keymap.conditions.restrict(condition, atom, value)
    return condition


def _starts_again(keymap: KeyMap, page: PageRun, write: StateWrite) -> bool:
    """Whether every run that writes ends in `st.rerun()` or `st.switch_page()`."""
    left = NEVER
    for event in page.trace.events[write.order :]:
        if isinstance(event, Leave) and (event.kind in ("rerun", "switch_page") or event.reruns_fragment):
            left = keymap.conditions.either(left, event.condition)
    return keymap.conditions.implies(write.condition, left)
