"""Which repair puts `persist_state` in the place of a workaround, and which takes away what nothing needs any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.keeping import covering, is_keep_alive, keep_alives, persistence, writes_of
from keylint.app.once import once
from keylint.remedies.equality import difference, is_seeded, of_first_value, oldest_equal
from keylint.remedies.forms import saving_submits
from keylint.remedies.noted import calls_that_note, notes_for, seeds_apart
from keylint.remedies.persist import persist
from keylint.remedies.spreads import difference_of_spread, is_by_spread, spread_of
from keylint.remedies.workarounds import KEEP_ALIVE, SHADOW, protections
from keylint.repairs import Adopt, Refusal, Repair, Unwind
from keylint.run.trace import Draw, Leave, StateDelete, StateWrite
from keylint.run.values import Known, in_order
from keylint.streamlit.behaviour import PERSIST_STATE
from keylint.streamlit.commands import command_at, first_version_with
from keylint.streamlit.traits import Entry
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.remedies.workarounds import Protection, Write
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.streamlit.versions import Version

_LIMITS = ("min_value", "max_value", "step")


@dataclass(frozen=True, eq=False)
class Replacement:
    """A protection, and the repair that replaces it, or why none does."""

    protection: Protection
    answer: Repair | Refusal


@dataclass(frozen=True, eq=False)
class Leftover:
    """Keep-alives at one place of which every key is kept without them. `place` is the assignment, or the call of a
    helper."""

    place: Location
    page: PageRun
    keys: tuple[str, ...]
    answer: Repair | Refusal


@once
def replacements(keymap: KeyMap) -> tuple[Replacement, ...]:
    """For every key that is kept by hand, what would keep it instead."""
    found = protections(keymap)
    reasons = {each: difference(keymap, each) or difference_of_spread(keymap, each) for each in found}
    return tuple(Replacement(protection, _answer(keymap, protection, reasons)) for protection in found)


def _answer(keymap: KeyMap, protection: Protection, reasons: dict[Protection, str | None]) -> Repair | Refusal:
    reason = reasons[protection]
    if reason is not None:
        return Refusal(reason)
    if protection.kind == KEEP_ALIVE:
        return _without_keep_alives(keymap, protection, reasons)
    group = _group(keymap, protection, list(reasons))
    if isinstance(group, Refusal):
        return group
    for other in group:
        if reasons[other] is not None:
            return Refusal(f"the same code serves '{other.key}', and {reasons[other]}")
    keys = " and ".join(f"'{other.key}'" for other in group)
    since = max(_since(keymap, each) for each in group)
    needs = f"(Streamlit ≥ {version_label(since)}; {keymap.target.clause})"
    persist_state = f'persist_state="{protection.scope}" {needs}'
    title = f"give the widget the key {keys} and {persist_state}, and remove the code that copied the value"
    return Repair(title, False, (_unwind(keymap, group),), since)


def _since(keymap: KeyMap, protection: Protection) -> Version:
    versions = (first_version_with(draw.command, "persist_state") for draw in protection.draws)
    return oldest_equal(keymap, protection, max((each for each in versions if each), default=PERSIST_STATE))


def _without_keep_alives(
    keymap: KeyMap, protection: Protection, reasons: dict[Protection, str | None]
) -> Repair | Refusal:
    """`persist_state`, and the keep-alives that mean no other key; those that do stay until all of theirs are kept.

    Keys that are noted in a collection go together: what else is done with that may mean any of them.
    """
    group = _noted_with(keymap, protection, reasons)
    if isinstance(group, Refusal):
        return group
    persisted = [persist(keymap, each.key, each.scope, safe=False) for each in group]
    refused = next((each for each in persisted if isinstance(each, Refusal)), None)
    if refused is not None:
        return refused
    own = [each.key for each in group]
    events = list(dict.fromkeys(write.event for each in group for write in each.keep_alives))
    writes: dict[Location, None] = {}
    helpers: dict[Location, None] = {}
    for event in events:
        place = event.location
        if _all_kept(keymap, [each for _, each in _events_at(keymap, place)], own):
            writes[place] = None
        elif (call := _covered_call(keymap, event, own)) is not None:
            helpers[call] = None
    steps = [step for each in persisted if isinstance(each, Repair) for step in each.steps]
    first = persisted[0]
    assert isinstance(first, Repair)
    if not writes and not helpers:
        return first if len(group) == 1 else Refusal("the code that keeps the noted keys does more than that")
    steps.append(_with_notes(keymap, Unwind((), tuple(writes), tuple(helpers)), events))
    return Repair(first.title, False, tuple(dict.fromkeys(steps)), max(_since(keymap, each) for each in group))


def _noted_with(
    keymap: KeyMap, protection: Protection, reasons: dict[Protection, str | None]
) -> list[Protection] | Refusal:
    """The protections of the keys that are noted together with this one."""
    group = {protection.key: protection}
    for write in protection.keep_alives:
        notes = notes_for(keymap, write.event)
        for key in (key for key in (notes.keys if notes is not None else ()) if key in keymap.widget_keys):
            other = next((each for each in reasons if each.kind == KEEP_ALIVE and each.key == key), None)
            if other is None:
                return Refusal(f"the same code serves '{key}', which it does not keep in this way")
            if reasons[other] is not None:
                return Refusal(f"the same code serves '{key}', and {reasons[other]}")
            group[key] = other
    return sorted(group.values(), key=list(reasons).index)


def _group(keymap: KeyMap, protection: Protection, known: list[Protection]) -> list[Protection] | Refusal:
    """The protections that share a widget call, or a line that cannot be taken from one alone."""
    by_widget_key = {other.widget_key: other for other in known if other.kind == SHADOW}
    group = [protection]
    for member in group:
        keys = [key for draw in member.draws for key in keymap.keys_drawn_at(draw.location)]
        for write in _written_out(member):
            if _is_shared(keymap, member, write) and _separable(keymap, member, write) is None:
                keys += _keys_saved_with(keymap, write)
        for key in keys:
            other = by_widget_key.get(key) or next((each for each in by_widget_key.values() if each.key == key), None)
            if other is None:
                return Refusal(f"the same code serves '{key}', which it does not keep in this way")
            if other not in group:
                group.append(other)
    return sorted(group, key=known.index)


def _written_out(protection: Protection) -> Iterator[Write]:
    """The writes that are its own; a function that is spread into many calls goes when the last one does without."""
    for write in (*protection.restores, *protection.saves):
        if not is_by_spread(protection, write):
            yield write


def _keys_saved_with(keymap: KeyMap, write: Write) -> list[str]:
    """The keys that the code which makes the write assigns: a callback those of one call, other code any."""
    if write.callback is None:
        return _keys_served(keymap, write.event.location)
    return [event.key.text for event in write.trace.events if isinstance(event, StateWrite)]


def _keys_served(keymap: KeyMap, place: Location) -> list[str]:
    return [event.key.text for _, event in _events_at(keymap, place)]


def _events_at(keymap: KeyMap, place: Location) -> Iterator[tuple[PageRun, StateWrite]]:
    for page in keymap.app.pages:
        for _, trace in keymap.traces(page):
            for event in trace.events:
                if isinstance(event, StateWrite) and event.location == place:
                    yield page, event


def _is_shared(keymap: KeyMap, protection: Protection, write: Write) -> bool:
    own = (protection.key, protection.widget_key)
    return any(key not in own for key in _keys_served(keymap, write.event.location))


def _separable(keymap: KeyMap, protection: Protection, write: Write) -> Location | None:
    """The call that makes this write and nothing that another key needs: that can go, and leave the helper."""
    own = (protection.key, protection.widget_key)
    if write.callback is not None:
        others = [event for event in write.trace.events if isinstance(event, StateWrite) and event.key.text not in own]
        return None if others else write.callback.draws[0].location
    for place, _ in reversed(write.event.context.route.steps):
        if all(_may_go(event, own) for event in _below(keymap, place)):
            return place
    return None


def _may_go(event: Event, keys: tuple[str, ...]) -> bool:
    return isinstance(event, StateWrite) and event.key.text in keys and event.form != "setdefault"


def _below(keymap: KeyMap, call: Location) -> Iterator[Event]:
    """What the runs of a call do."""
    for page in keymap.app.pages:
        for _, trace in keymap.traces(page):
            for event in trace.events:
                is_effect = isinstance(event, (StateWrite, StateDelete, Draw, Leave))
                if is_effect and any(place == call for place, _ in event.context.route.steps):
                    yield event


def _unwind(keymap: KeyMap, group: list[Protection]) -> Unwind:
    writes: dict[Location, None] = {}
    helpers: dict[Location, None] = {}
    lone: set[Protection] = set()
    own = {key for member in group for key in (member.key, member.widget_key)}
    for member in group:
        for write in _written_out(member):
            place = write.event.location
            if all(key in own for key in _keys_served(keymap, place)):
                writes[place] = None
            elif write.callback is not None:
                lone.add(member)
            elif (call := _separable(keymap, member, write)) is not None:
                helpers[call] = None
    adopted: dict[Location, Adopt] = {}
    for member in group:
        for widget in member.widgets:
            for draw in widget.draws:
                step = _adopt(keymap, member, widget, draw, alone=member in lone)
                adopted.setdefault(draw.location, step)
    return Unwind(tuple(adopted.values()), tuple(writes), tuple(helpers))


def _adopt(keymap: KeyMap, protection: Protection, widget: Widget, draw: Draw, *, alone: bool) -> Adopt:
    command = command_at(draw.command, keymap.versions.newest)
    assert command is not None
    is_fed = draw in protection.fed
    seeded = is_seeded(keymap, protection)
    spread = spread_of(keymap, protection, draw)
    near = [write.event for write in protection.restores if write.event.location.path == draw.location.path]
    return Adopt(
        draw.location,
        command.positional,
        protection.widget_key,
        protection.key,
        protection.scope,
        near[0].location if near else None,
        fed=command.initial_parameter if is_fed else None,
        is_seeded=seeded,
        whole=is_fed and seeded and _needs_step(protection, draw),
        saves=spread is None
        and any(write.callback is not None and draw in write.callback.draws for write in protection.saves),
        alone=alone,
        spread=spread,
        submits=saving_submits(protection, widget, draw),
    )


def _needs_step(protection: Protection, draw: Draw) -> bool:
    """A number_input takes from its numbers whether it gives whole ones; without `value=`, others must say so."""
    if draw.traits.entry is not Entry.NUMBER or any(name in draw.parameters for name in _LIMITS):
        return False
    firsts = [write.event.value for write in protection.others]
    return any(isinstance(first, Known) and isinstance(first.value, int) for first in firsts)


def keys_served(keymap: KeyMap, path: str, line: int) -> Iterator[str]:
    """The keys of widgets that are kept, restored or saved by the writes of a line."""
    for page in keymap.app.pages:
        for _, trace in keymap.traces(page):
            for event in trace.events:
                place = event.location
                if isinstance(event, StateWrite) and (place.path, place.span.line) == (path, line):
                    notes = notes_for(keymap, event)
                    yield from (
                        widget.key
                        for widget in keymap.widgets
                        if notes is None or widget.key in notes.keys
                        if (widget.key == event.key.text or keymap.possible(covering(keymap, event, widget.key)))
                        and not (is_keep_alive(event) and _needs_none(keymap, widget))
                    )


def _needs_none(keymap: KeyMap, widget: Widget) -> bool:
    return _is_persisted(keymap, widget) or _is_never_lost(keymap, widget)


# -- keep-alives that nothing needs ----------------------------------------------------------------------------------


def leftovers(keymap: KeyMap) -> Iterator[Leftover]:
    """Keep-alives whose every key a parameter keeps."""
    done: set[Location] = set()
    for page in keymap.app.pages:
        for write in writes_of(page):
            if not is_keep_alive(write) or write.location in done:
                continue
            place = write.location
            events = [event for _, event in _events_at(keymap, place) if is_keep_alive(event)]
            if _all_kept(keymap, events):
                done.add(place)
                step = _with_notes(keymap, Unwind((), (place,)), events)
                repair: Repair | Refusal = Repair(_TITLE, False, (step,))
            else:
                call = _covered_call(keymap, write)
                if call is None or call in done:
                    continue
                done.add(call)
                place, events = call, [event for event in _below(keymap, call) if isinstance(event, StateWrite)]
                repair = Repair(_TITLE, False, (_with_notes(keymap, Unwind((), (), (call,)), events),))
            keys = _served(keymap, events)
            yield Leftover(place, page, tuple(dict.fromkeys(widget.key for widget in keys)), repair)


_TITLE = "remove the keep-alive, which nothing needs any more"


def _covered_call(keymap: KeyMap, write: StateWrite, also: Sequence[str] = ()) -> Location | None:
    """The call of a helper that keeps keys alive, does nothing else, and is needed by none of them."""
    for place, _ in reversed(write.context.route.steps):
        below = list(_below(keymap, place))
        writes = [event for event in below if isinstance(event, StateWrite) and is_keep_alive(event)]
        if len(writes) == len(below) and _all_kept(keymap, writes, also):
            return place
    return None


def _with_notes(keymap: KeyMap, step: Unwind, writes: Sequence[StateWrite]) -> Unwind:
    """The step, with what notes keys for these keep-alives."""
    notes: dict[Location, None] = {}
    seeds: dict[Location, None] = {}
    stores: dict[str, None] = {}
    for write in writes:
        known = notes_for(keymap, write)
        if known is not None:
            notes |= dict.fromkeys(calls_that_note(known))
            seeds |= dict.fromkeys(seeds_apart(known))
            stores[known.store] = None
    return Unwind(step.adopted, (*step.writes, *seeds), step.helpers, tuple(notes), tuple(stores))


def _served(keymap: KeyMap, writes: list[StateWrite]) -> list[Widget]:
    """The widgets whose keys the keep-alives mean."""
    notes = [notes_for(keymap, write) for write in writes]
    if notes and all(notes):
        return [widget for widget in keymap.widgets if any(each and widget.key in each.keys for each in notes)]
    return [
        widget
        for widget in keymap.widgets
        if any(keymap.possible(covering(keymap, write, widget.key)) for write in writes)
    ]


def _all_kept(keymap: KeyMap, writes: list[StateWrite], also: Sequence[str] = ()) -> bool:
    """Whether the writes are keep-alives of widgets, all of them known, and each is kept without, or is in `also`."""
    if not all(is_keep_alive(write) for write in writes):
        return False
    if writes and all(notes_for(keymap, write) for write in writes):
        served = _served(keymap, writes)
        return bool(served) and all(widget.key in also or _is_persisted(keymap, widget) for widget in served)
    holes = [origin for write in writes for hole in write.key.holes for origin in in_order(hole.origins)]
    if any(origin.kind != "key" for origin in holes):
        return False
    open_ended = bool(holes) or any(write.form == "all" or write.key.holes for write in writes)
    if open_ended and any(
        draw.key is None or draw.key.holes for page in keymap.app.pages for draw in keymap.keyed_draws(page)
    ):
        return False
    served = _served(keymap, writes)
    persisted = [widget for widget in served if widget.key in also or _is_persisted(keymap, widget)]
    return bool(persisted) and all(widget in persisted or _needs_none(keymap, widget) for widget in served)


def _is_persisted(keymap: KeyMap, widget: Widget) -> bool:
    """Whether `persist_state` keeps the key wherever the keep-alives do."""
    own = {other.page for other in keymap.widgets_of(widget.key)}
    away = any(page not in own and any(keep_alives(keymap, page, widget.key)) for page in keymap.app.pages)
    wanted = ("session",) if away else ("session", "page")
    if not all(persistence(draw) in wanted for draw in widget.draws):
        return False
    return of_first_value(keymap, widget.key, [widget]) is None


def _is_never_lost(keymap: KeyMap, widget: Widget) -> bool:
    """Drawn in every run of an app of one page, or around every page."""
    hiding = widget.hiding
    if widget.kind not in ("value", "trigger") or (len(keymap.app.pages) > 1 and not widget.in_frame):
        return widget.kind == "trigger"
    return not any(keymap.possible(runs) for runs in (hiding.plain, hiding.skipped, hiding.rerun))
