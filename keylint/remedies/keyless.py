"""Widgets without a key whose value the app keeps by hand: it gives them as first value what they held before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.keeping import initial_value
from keylint.run.keys import Key
from keylint.run.trace import StateWrite
from keylint.run.values import value_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

# A widget without a key is told by its arguments.
REASON = "the widget has no key: a new first value makes another widget of it today, and would not with persist_state"


@dataclass(frozen=True, eq=False)
class Keyless:
    """A widget without a key, and that of the state, or of a part of it, which its value comes from and goes to."""

    draw: Draw
    key: str


def kept_without_key(keymap: KeyMap) -> Iterator[Keyless]:
    """Those of an app."""
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if draw.key is None and draw.kind == "value":
                yield from (Keyless(draw, key) for key in sorted(_sources(keymap, draw) & _saved(page, draw)))


def _sources(keymap: KeyMap, draw: Draw) -> set[str]:
    given = initial_value(keymap, draw)
    origins = value_origins(given) if given is not None else ()
    return {each.detail.text for each in origins if each.kind == "state" and isinstance(each.detail, Key)}


def _saved(page: PageRun, draw: Draw) -> set[str]:
    return {
        event.key.text
        for event in page.trace.events
        if isinstance(event, StateWrite)
        and event.form != "inside"
        and any(origin.kind == "widget" and origin.detail == draw.site for origin in event.value_origins)
    }
