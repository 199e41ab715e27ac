"""Widgets that get their key and their callback from a function of the app, by way of `**f(...)`.

Which ones do so, the run tells: the function is called within the widget's call, and puts the value back there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.remedies.equality import is_seeded, passes
from keylint.remedies.first_values import kind_of
from keylint.remedies.workarounds import SHADOW, protections
from keylint.repairs import Shadow, Spread
from keylint.run.trace import StateRead, StateWrite, Use
from keylint.run.values import Known
from keylint.streamlit.commands import command_at
from keylint.streamlit.defaults import decides_more
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Location
    from keylint.remedies.workarounds import Protection, Write
    from keylint.run.trace import Draw, Event
    from keylint.run.values import Value

_KIND = frozenset({"min_value", "max_value", "step"})


def is_by_spread(protection: Protection, write: Write) -> bool:
    """Whether such a function makes the write, or the callback that it gives to widgets."""
    if write.callback is not None:
        return bool(write.callback.draws) and all(spread_call(protection, draw) for draw in write.callback.draws)
    return passes(write.event, _spread_calls(protection))


def _spread_calls(protection: Protection) -> set[Location]:
    return {call for draw in protection.draws if (call := spread_call(protection, draw)) is not None}


def spread_call(protection: Protection, draw: Draw) -> Location | None:
    """The call within that of the widget which restores its value."""
    own = draw.context.route.steps
    for write in protection.restores:
        steps = write.event.context.route.steps
        if write.callback is None and len(steps) > len(own) and steps[: len(own)] == own:
            place, _ = steps[len(own)]
            if _is_within(place, draw.location):
                return place
    return None


def spread_of(keymap: KeyMap, protection: Protection, draw: Draw) -> Spread | None:
    """What is spread into a widget's call; None where its own arguments say it all."""
    call = spread_call(protection, draw)
    command = command_at(draw.command, keymap.versions.newest)
    saves = [write for write in protection.saves if write.callback is not None and draw in write.callback.draws]
    in_form = draw.context.form is not None
    if call is None or command is None or bool(saves) is in_form:
        return None
    seeds = [write for write in protection.others if is_by_spread(protection, write)]
    seed = next((write.event for write in seeds if passes(write.event, (call,))), None)
    restores = [write.event for write in protection.restores if passes(write.event, (call,))]
    writes = [*restores, *(write.event for write in seeds if passes(write.event, (call,)))]
    return Spread(
        call,
        restores[0].location,
        saves[0].event.location if saves else None,
        seed.location if seed is not None else None,
        tuple(dict.fromkeys(event.location for event in (*writes, *(write.event for write in saves)))),
        Shadow(
            draw.location,
            draw.command,
            command.positional,
            command.initial_parameter,
            command.options_parameter,
            is_seeded=is_seeded(keymap, protection, _spread_calls(protection)),
            holds_several=bool(draw.holds_several),
        ),
        index=_index(draw, seed.value) if seed is not None and command.initial_parameter == "index" else None,
        by_state=len(seeds) < len(protection.others),
    )


def difference_of_spread(keymap: KeyMap, protection: Protection) -> str | None:
    """Why the arguments that are spread into its call cannot be written there; None where they can, or none are."""
    if protection.kind != SHADOW:
        return None
    by_call: dict[Location, Spread] = {}
    for draw in protection.draws:
        spread = spread_of(keymap, protection, draw)
        if spread is None:
            continue
        for event in _below(keymap, spread.call, draw):
            is_own = isinstance(event, StateWrite) and event.location in spread.writes
            if not is_own and not isinstance(event, (StateRead, Use)):
                return "the function that is spread into its call does more than to keep the value"
        reason = None if spread.widget.is_seeded or spread.by_state else _of_first_value(keymap, protection, draw)
        if reason is not None:
            return reason
        if draw.location not in by_call:
            by_call[draw.location] = next(_spreads_at(keymap, draw.location), spread)
        if by_call[draw.location] != spread:  # the keys of one call go together
            return "its call has several keys, which begin with several values"
    return None


def _spreads_at(keymap: KeyMap, call: Location) -> Iterator[Spread]:
    for protection in protections(keymap):
        for draw in protection.draws:
            if draw.location == call and (spread := spread_of(keymap, protection, draw)) is not None:
                yield spread


def _of_first_value(keymap: KeyMap, protection: Protection, draw: Draw) -> str | None:
    """Why the first value would be another thing in the widget's call than in session state."""
    command = command_at(draw.command, keymap.versions.newest)
    call = spread_call(protection, draw)
    for write in protection.others:
        if call is None or command is None or not passes(write.event, (call,)):
            continue
        first = write.event.value
        if command.initial_parameter == "index" and _index(draw, first) is None and first != Known(None):
            return "the place of its first value among the options cannot be told"
        if _decides_more(draw, first):
            return "its first value would also decide what kind of value the widget takes"
    return None


def _decides_more(draw: Draw, first: Value) -> bool:
    if isinstance(first, Known):
        return first.value is not None and decides_more(draw.command, first.value, draw.parameters)
    is_pair = draw.traits.takes_range and kind_of(first) == "several"
    if is_pair and not draw.traits.learns_range_in_session_state:
        return True
    return draw.traits.entry is Entry.NUMBER and not _KIND & draw.parameters.keys()


def _index(draw: Draw, first: Value) -> int | None:
    if not isinstance(first, Known) or draw.options is None:
        return None
    wanted = (type(first.value), first.value)
    return next((place for place, option in enumerate(draw.options) if (type(option), option) == wanted), None)


def _below(keymap: KeyMap, call: Location, draw: Draw) -> Iterator[Event]:
    """What the function does on the way to the widget."""
    length = len(draw.context.route.steps)
    for page in keymap.app.pages:
        for event in page.trace.events:
            steps = event.context.route.steps
            if len(steps) > length and steps[length][0] == call and steps[:length] == draw.context.route.steps:
                yield event


def _is_within(inner: Location, outer: Location) -> bool:
    one, other = inner.span, outer.span
    return (
        inner.path == outer.path
        and (other.line, other.column) <= (one.line, one.column)
        and (one.end_line, one.end_column) <= (other.end_line, other.end_column)
        and one != other
    )
