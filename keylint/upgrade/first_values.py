"""Widgets with two first values, one by parameter and one by session state: the app shows no warning from 1.56 on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import initial_value
from keylint.findings import Severity
from keylint.run.trace import StateWrite
from keylint.run.values import Items, Known
from keylint.streamlit.behaviour import DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL
from keylint.streamlit.commands import command_at
from keylint.streamlit.defaults import is_as_if_absent
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.upgrade.change import Upgrade


def first_value_changes(keymap: KeyMap, upgrade: Upgrade) -> Iterator[Change]:
    """A change for each widget for which the app showed the warning."""
    since = DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL
    if not upgrade.passes(since):
        return
    for page in keymap.app.pages:
        writes = [event for event in page.trace.events if isinstance(event, StateWrite) and event.form != "inside"]
        for draw in page.trace.draws():
            if draw.kind == "value" and draw.key is not None and _has_default(keymap, draw):
                write = _assigned_before(keymap, draw, writes)
                if write is not None:
                    yield _change(draw, write)


def _has_default(keymap: KeyMap, draw: Draw) -> bool:
    given = initial_value(keymap, draw)
    if given is None or (isinstance(given, Items) and not given.elements):
        return False
    return not (isinstance(given, Known) and is_as_if_absent(draw.command, given.value))


def _assigned_before(keymap: KeyMap, draw: Draw, writes: list[StateWrite]) -> StateWrite | None:
    """What assigns the key, for certain, in some run that then draws the widget."""
    for write in writes:
        if write.order > draw.order:
            return None
        if (
            draw.key is not None
            and write.key.must_equal(draw.key)
            and keymap.possible(keymap.conditions.both(write.condition, draw.condition))
        ):
            return write
    return None


def _change(draw: Draw, write: StateWrite) -> Change:
    since = DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL
    command = command_at(draw.command, since)
    parameter = command.initial_parameter if command is not None else "value"
    text = draw.key.text if draw.key is not None else ""
    place = write.location
    where = f"line {place.span.line}" if place.path == draw.site.path else f"{place.path}:{place.span.line}"
    return Change(
        since,
        "default-warning",
        Severity.INFO,
        draw.site,
        text,
        draw.command,
        f"that '{text}' has a {parameter}= and gets its key assigned too ({where}) is only logged; before, the app "
        "shows a warning",
        f"drop {parameter}=: what session state holds is what counts, on all versions",
    )
