"""Constants assigned to a widget's key that the widget does not have: they raised, and give the default now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.run.values import NONE, Items, Known
from keylint.streamlit.behaviour import INVALID_PRESET_RESETS, invalid_preset_resets_since
from keylint.streamlit.traits import Entry
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.trace import Draw, StateWrite
    from keylint.run.values import Value
    from keylint.streamlit.versions import Version
    from keylint.upgrade.change import Upgrade


def preset_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change at each assignment of a constant that the widget of that key, on the same page, does not have."""
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            since = invalid_preset_resets_since(draw.command)
            if draw.key is None or draw.key.constant is None or not upgrade.passes(since):
                continue
            for written_on, callback, write in keymap.writes.get(draw.key.text, ()):
                if written_on is page and _reaches(keymap, callback, write, draw):
                    wrong = _wrong(draw, write.value)
                    if wrong is not None:
                        yield _change(since, draw, draw.key.text, write, wrong)


def _change(since: Version, draw: Draw, key: str, write: StateWrite, wrong: str) -> Change:
    before = "is kept or raises an exception, by release" if since < INVALID_PRESET_RESETS else "raises an exception"
    message = f"'{key}' is given {wrong}: the widget silently takes its default; before, it {before}"
    advice = "give it a value that the widget has"
    return Change(since, "invalid-preset", Severity.WARNING, write.location, key, draw.command, message, advice)


def _reaches(keymap: KeyMap, callback: CallbackRun | None, write: StateWrite, draw: Draw) -> bool:
    """Whether some run draws the widget after the assignment."""
    if write.form in ("inside", "all"):
        return False
    if callback is not None:
        return True
    return write.order < draw.order and keymap.possible(keymap.conditions.both(write.condition, draw.condition))


def _wrong(draw: Draw, value: Value) -> str | None:
    """What is wrong with the value, None when nothing is, or nothing is known."""
    if draw.options is not None and draw.traits.entry is not Entry.TRUTH:
        given = value.elements if isinstance(value, Items) and value.complete else (value,)
        constants = [element.value for element in given if isinstance(element, Known) and element != NONE]
        missing = [constant for constant in constants if constant not in draw.options]
        return f"{missing[0]!r}, which is not among its options" if missing else None
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        low, high = (_number(draw.parameters.get(name)) for name in ("min_value", "max_value"))
        if (low is not None and value.value < low) or (high is not None and value.value > high):
            return f"{value.value!r}, which is outside its limits"
    return None


def _number(value: Value | None) -> float | None:
    return value.value if isinstance(value, Known) and isinstance(value.value, (int, float)) else None
