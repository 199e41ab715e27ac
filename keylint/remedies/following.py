"""The repair of a widget that ignores what a callback changes: the callback assigns the widget's key as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.remedies.obstacles import draws_of, sharing_calls
from keylint.remedies.shadow import seed_instead
from keylint.repairs import Follow, Refusal, Repair
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.trace import StateWrite
from keylint.run.values import value_origins

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.trace import Draw
    from keylint.run.values import Value


def following(
    keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, callers: tuple[Draw, ...]
) -> Repair | Refusal:
    """What lets `draw` show what the callbacks of `callers` make of the session state that it is given as `parameter`.

    The first value goes to session state: beside an assignment, one by parameter makes Streamlit warn. Never safe: what
    the user has entered there is replaced, as in inputs that are meant to follow each other.
    """
    source = _source(draw.parameters[parameter])
    if source is None:
        return Refusal("what it is given is more than one value of session state: what to assign is yours to say")
    if len(draws_of(keymap, widget.key)) > 1 or sharing_calls(keymap, widget.key):
        return Refusal("its call has other keys too, or another call has this one")
    writes = [
        event
        for callback in widget.page.callbacks
        if any(wired in callers for wired in callback.draws)
        for event in callback.trace.events
        if isinstance(event, StateWrite) and event.key.may_equal(source)
    ]
    if any(write.form not in ("item", "attribute") or write.key != source for write in writes):
        return Refusal(f"the callback does not assign st.session_state.{source.text} by that name")
    seeds = seed_instead(keymap, widget.key)
    if isinstance(seeds, Refusal):
        return seeds
    if not seeds or not writes:
        return Refusal("what it begins with cannot be told")
    seed, places = seeds[0], dict.fromkeys(write.location for write in writes)
    steps = tuple(Follow(seed.widget, widget.key, place) for place in places)
    title = f"assign '{widget.key}' where the callback changes st.session_state.{source.text}"
    return Repair(f"{title}, and give it its first value once (all Streamlit versions)", False, (seed, *steps))


def _source(given: Value) -> Key | None:
    """The one key of session state that a first value comes from; None where there is none, or more, or a part."""
    origins = value_origins(given)
    keys = {origin.detail for origin in origins if origin.kind == "state"}
    if len(keys) != 1 or any(origin.kind not in ("state", "environment") for origin in origins):
        return None
    key = next(iter(keys))
    return key if isinstance(key, Key) and not isinstance(key, Cell) and key.constant is not None else None
