"""Whether `persist_state` does what a protection by hand does: the first difference, as a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import failures_in, where_none
from keylint.app.keeping import initial_value, is_keep_alive, is_seed, where_missing
from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.remedies.forms import changed_by, difference_in_form, when_clicked
from keylint.remedies.obstacles import obstacle
from keylint.remedies.persist import persist
from keylint.remedies.workarounds import KEEP_ALIVE, holds, reads_of
from keylint.repairs import Refusal
from keylint.run.cells import Cell
from keylint.run.keys import constant_key
from keylint.run.trace import Use
from keylint.run.values import Choice, Items, Known, Opaque, Reference, StateValue
from keylint.streamlit.behaviour import REMOUNT_ADOPTS
from keylint.streamlit.commands import command_at
from keylint.streamlit.traits import Entry
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.remedies.workarounds import Protection, Write
    from keylint.run.keys import Key
    from keylint.run.trace import Atom, Draw, Event, StateRead, StateWrite
    from keylint.streamlit.versions import Version


def difference(keymap: KeyMap, protection: Protection) -> str | None:
    """Why `persist_state` would not do the same as the protection; None when it does."""
    if protection.flaw is not None:
        return protection.flaw
    reason = _of_object(protection) or obstacle(keymap, protection.widget_key)
    if reason is not None:
        return reason
    persisted = persist(keymap, protection.widget_key, protection.scope, safe=False)
    if isinstance(persisted, Refusal):
        return persisted.reason
    if protection.kind == KEEP_ALIVE:
        return _of_scope(keymap, protection) or of_first_value(keymap, protection.key, protection.widgets)
    return (
        _of_permanent_key(keymap, protection)
        or _of_restores(keymap, protection)
        or _of_saves(keymap, protection)
        or _of_widget_key(keymap, protection)
        or _of_reads(keymap, protection)
        or of_first_value(keymap, protection.key, protection.widgets, protection.saves)
    )


def is_seeded(keymap: KeyMap, protection: Protection, apart: Collection[Location] = ()) -> bool:
    """Whether the permanent key has a value in every run that draws the widget, before the widget.

    The app gives it one, or reads it in a way that fails without: then such a run draws nothing. What is done in the
    calls `apart` does not count.
    """
    return all(_is_seeded_for(keymap, protection, widget, apart) for widget in protection.widgets)


def _is_seeded_for(keymap: KeyMap, protection: Protection, widget: Widget, apart: Collection[Location]) -> bool:
    covered = NEVER
    for write in protection.others:
        event = write.event
        if write.page is not widget.page or write.callback is not None or event.order > widget.first.order:
            continue
        if passes(event, apart):
            continue
        if event.form != "inside" and event.key.constant == protection.key:
            condition = where_missing(keymap, event) if is_seed(keymap, event) else event.condition
            covered = keymap.conditions.either(covered, condition)
    for page, callback, read in keymap.events_of(keymap.reads, constant_key(protection.key)):
        is_before = page is widget.page and callback is None and read.order < widget.first.order
        if is_before and _fails_without(read) and not passes(read, apart):
            covered = keymap.conditions.either(covered, read.condition)
    return keymap.possible(covered) and not keymap.possible(keymap.conditions.without(widget.hiding.drawn, covered))


def passes(event: Event, calls: Collection[Location]) -> bool:
    """Whether the way to the event goes through one of the calls."""
    return any(place in calls for place, _ in event.context.route.steps)


def _fails_without(read: StateRead) -> bool:
    return read.raises_if_missing and not read.key.holes


def of_first_value(keymap: KeyMap, key: str, widgets: Iterable[Widget], ignored: Iterable[Write] = ()) -> str | None:
    """Below 1.65 a widget does not take what its key was given in an earlier run than the one that first draws it."""
    if keymap.versions.all_from(REMOUNT_ADOPTS):
        return None
    return _first_value_from_elsewhere(keymap, key, widgets, ignored)


def oldest_equal(keymap: KeyMap, protection: Protection, since: Version) -> Version:
    """The oldest Streamlit on which there is no difference, for one that has `persist_state` from `since` on."""
    saves = () if protection.kind == KEEP_ALIVE else protection.saves
    elsewhere = _first_value_from_elsewhere(keymap, protection.key, protection.widgets, saves)
    return since if elsewhere is None else max(since, REMOUNT_ADOPTS)


def _first_value_from_elsewhere(
    keymap: KeyMap, key: str, widgets: Iterable[Widget], ignored: Iterable[Write]
) -> str | None:
    known = {write.event for write in ignored}
    drawn_on = {widget.page: widget for widget in widgets}
    for page, callback, event in keymap.events_of(keymap.writes, constant_key(key)):
        if event in known or is_keep_alive(event) or event.form == "inside":
            continue
        widget = drawn_on.get(page)
        if widget is not None and callback is not None and _is_always_drawn(keymap, widget):
            continue
        if widget is None or callback is not None or not _draws(keymap, widget, event):
            return (
                f"'{key}' can get its first value ({_at(event.location)}) in a run that does not show the widget, and "
                f"Streamlit below {version_label(REMOUNT_ADOPTS)} then shows the widget's own default"
            )
    return None


def _draws(keymap: KeyMap, widget: Widget, write: StateWrite) -> bool:
    """Whether every run that makes the write goes on to draw the widget, unless something fails."""
    runs = where_missing(keymap, write) if is_seed(keymap, write) else write.condition
    missed = keymap.conditions.without(runs, widget.hiding.drawn)
    missed = where_none(keymap, missed, failures_in(keymap, missed))
    return write.order < widget.first.order and not keymap.possible(missed)


def _is_always_drawn(keymap: KeyMap, widget: Widget) -> bool:
    hiding = widget.hiding
    return not any(keymap.possible(runs) for runs in (hiding.plain, hiding.skipped, hiding.rerun))


def _of_scope(keymap: KeyMap, protection: Protection) -> str | None:
    if protection.scope == "session" or len(keymap.app.pages) == 1:
        return None
    own = {widget.page for widget in protection.widgets}
    for page, _, read in reads_of(keymap, protection.key, ()):
        if page not in own:
            return f"another page reads '{protection.key}' ({_at(read.location)}), where nothing keeps it today"
    return None


def _of_object(protection: Protection) -> str | None:
    for write in (*protection.saves, *protection.others):
        key = write.event.key
        if isinstance(key, Cell) and key.text == protection.key:
            root = key.root.text
            return f"its value lives in a part of '{root}', which persist_state would not fill for those who read it"
    return None


def _of_permanent_key(keymap: KeyMap, protection: Protection) -> str | None:
    key = protection.key
    if "*" in key:
        return "the key that holds its value is an f-string or the like"
    if key in keymap.widget_keys:
        return f"'{key}', which holds its value, is the key of a widget as well"
    deleted = next(iter(keymap.events_of(keymap.deletes, constant_key(key))), None)
    if deleted is not None:
        return f"the app deletes '{key}' ({_at(deleted[2].location)}), so it may want the value to go"
    for other in keymap.widget_keys - {protection.widget_key}:
        if any(holds(write.event.value, other) for write in protection.others):
            return f"'{other}' is saved to '{key}' too, and two widgets cannot have one key"
    return _of_other_writes(keymap, protection)


def _of_other_writes(keymap: KeyMap, protection: Protection) -> str | None:
    follows = _always_restored(keymap, protection)
    for write in protection.others:
        event = write.event
        if event.form == "inside":
            return f"the value lives inside '{protection.key}', which holds more than that ({_at(event.location)})"
        if is_seed(keymap, event):
            continue
        first = min((w.first.order for w in protection.widgets if w.page is write.page), default=None)
        is_late = write.callback is None and first is not None and event.order > first
        if is_late or not follows:
            what = "after the widget, where a widget's own key must not be" if is_late else "and the widget ignores it"
            return f"'{protection.key}' is also assigned at {_at(event.location)}, {what}"
    for event in _unknown_writes(keymap):
        return f"{_at(event.location)} assigns keys that only the run knows, '{protection.key}' perhaps among them"
    return None


def _unknown_writes(keymap: KeyMap) -> Iterator[StateWrite]:
    for text, entries in keymap.writes.items():
        if not text.strip("*"):
            yield from (event for _, _, event in entries if not is_keep_alive(event) and not is_seed(keymap, event))


def _always_restored(keymap: KeyMap, protection: Protection) -> bool:
    """Whether the widget takes the permanent value whenever it is drawn, not only where its own key is missing."""
    return bool(protection.restores) and not any(is_seed(keymap, write.event) for write in protection.restores)


def _of_restores(keymap: KeyMap, protection: Protection) -> str | None:
    seeded = is_seeded(keymap, protection)
    if seeded and not protection.others:
        return f"nothing gives '{protection.key}' its first value, so that the app fails where it restores it"
    for write in protection.restores:
        value = write.event.value
        if write.callback is not None:
            return f"a callback restores it ({_at(write.event.location)})"
        if not _is_exactly(value, protection.key, or_constant=seeded):
            return f"what is restored at {_at(write.event.location)} is not always what '{protection.key}' holds"
    for draw in protection.draws:
        reason = _of_parameter(keymap, protection, draw, seeded)
        if reason is not None:
            return reason
    for widget in protection.widgets:
        if not all(draw in protection.fed for draw in widget.draws) and not _restores(keymap, protection, widget):
            return f"not every run that shows it restores it ({_at(widget.first.site)})"
        reason = difference_in_form(keymap, protection, widget)
        if reason is not None:
            return reason
    return None


def _restores(keymap: KeyMap, protection: Protection, widget: Widget) -> bool:
    """Whether every run that draws the widget, with a value to restore, restores it before."""
    covered = NEVER
    for write in protection.restores:
        if write.page is widget.page and write.event.order < widget.first.order:
            condition = where_missing(keymap, write.event)
            for atom in keymap.hider.atoms(condition):
                if _asks(atom, ("key", constant_key(protection.key))):
                    condition = keymap.conditions.restrict(condition, atom, True)
            covered = keymap.conditions.either(covered, condition)
    return not keymap.possible(keymap.conditions.without(widget.hiding.drawn, covered))


def _of_parameter(keymap: KeyMap, protection: Protection, draw: Draw, seeded: bool) -> str | None:
    command = command_at(draw.command, keymap.versions.newest)
    given = initial_value(keymap, draw)
    if command is None or draw not in protection.fed:
        return None
    if command.initial_parameter == "index":
        others = {origin for origin in getattr(given, "origins", ()) if origin.kind != "state"}
        if not isinstance(given, Opaque) or others:
            return f"its index follows from more than '{protection.key}'"
    elif not _is_exactly(given, protection.key, or_constant=True):
        return f"its first value is not always what '{protection.key}' holds"
    if draw.traits.takes_range or draw.traits.entry is Entry.NUMBER:  # only `value=` can say which of two it is
        firsts = [write.event.value for write in protection.others]
        if any(not isinstance(first, Known) for first in firsts) or not (firsts or not seeded):
            what = "whether it asks for a range" if draw.traits.takes_range else "whether it gives whole numbers"
            return f"its first value, which decides {what}, is not a constant"
    return None


def _is_exactly(value: object, key: str, *, or_constant: bool) -> bool:
    if isinstance(value, Choice):
        return any(_is_exactly(inner, key, or_constant=False) for _, inner in value.alternatives) and all(
            _is_exactly(inner, key, or_constant=or_constant) for _, inner in value.alternatives
        )
    if isinstance(value, StateValue):
        return value.key.constant == key
    return or_constant and isinstance(value, (Known, Items, Reference))


def _of_saves(keymap: KeyMap, protection: Protection) -> str | None:
    if not protection.saves:
        return f"what is saved to '{protection.key}' is not always what the widget holds"
    for write in protection.saves:
        event = write.event
        if event.form == "inside":
            return f"the value lives inside '{protection.key}', which holds more than that ({_at(event.location)})"
        if write.callback is not None and not keymap.conditions.implies(ALWAYS, _as_saved(keymap, protection, event)):
            return f"it is saved only under a condition ({_at(event.location)})"
    for widget in protection.widgets:
        inline = NEVER
        for write in protection.saves:
            if write.callback is None and write.page is widget.page and write.event.order > widget.first.order:
                inline = keymap.conditions.either(inline, _as_saved(keymap, protection, write.event))
        if not keymap.possible(keymap.conditions.without(widget.hiding.drawn, inline)):
            continue
        for changed in (each for draw in widget.draws for each in changed_by(widget, draw)):
            saved = when_clicked(keymap, inline, changed)
            if not keymap.possible(keymap.conditions.without(widget.hiding.drawn, saved)):
                continue
            if not any(write.callback is not None and changed in write.callback.draws for write in protection.saves):
                return f"not every change of it is saved ({_at(changed.site)})"
    return None


def _as_saved(keymap: KeyMap, protection: Protection, event: StateWrite) -> Condition:
    """The runs that save, when both keys are there and nothing fails."""
    condition = event.condition
    subjects = [("key", constant_key(key)) for key in (protection.key, protection.widget_key)]
    for atom in keymap.hider.atoms(condition):
        if atom.predicate == "present" and atom.subject in subjects:
            condition = keymap.conditions.restrict(condition, atom, True)
        elif atom.kind == "exception":
            condition = keymap.conditions.restrict(condition, atom, False)
    return condition


def _of_widget_key(keymap: KeyMap, protection: Protection) -> str | None:
    """The widget's own key goes: nothing but the workaround may use it."""
    key = protection.widget_key
    restores = {write.event for write in protection.restores}
    for _, _, event in keymap.events_of(keymap.writes, constant_key(key)):
        if event not in restores:
            what = "keeps it alive as well" if is_keep_alive(event) else "gives the widget's own key a value"
            return f"{_at(event.location)} {what}"
    for _, _, read in reads_of(keymap, key, protection.saves):
        return f"{_at(read.location)} reads the widget's own key '{key}'"
    own = [write.event for write in (*protection.restores, *protection.saves)]
    tested = _tested(keymap, key, own, protection.draws)
    return f"{_at(tested)} asks whether the widget's own key '{key}' is there" if tested is not None else None


def _of_reads(keymap: KeyMap, protection: Protection) -> str | None:
    """Reads that would now find another value, or one where there was none."""
    key = protection.key
    workaround = {write.event.location for write in protection.restores} | {draw.location for draw in protection.fed}
    inline = [write for write in protection.saves if write.callback is None]
    is_saved_at_once = bool(inline) and all(draw.context.form is None for draw in protection.draws)
    for page, callback, read in reads_of(keymap, key, protection.restores):
        if _is_part_of(read.location, workaround):
            continue
        late = next((write for write in inline if write.page is page), None)
        if late is not None and (callback is not None or read.order < late.event.order):
            return f"{_at(read.location)} reads '{key}' before a change is saved, and would now see it at once"
        if not is_saved_at_once and not is_seeded(keymap, protection):
            return (
                f"{_at(read.location)} reads '{key}', which is missing until the first change, and would now be there"
            )
    if not is_saved_at_once and not is_seeded(keymap, protection):
        own = [write.event for write in (*protection.restores, *protection.saves, *protection.others)]
        tested = _tested(keymap, key, [*own, *protection.draws])
        if tested is not None:
            return f"{_at(tested)} asks whether '{key}' is there, which it is not until the first change"
    return None


def _is_part_of(read: Location, places: set[Location]) -> bool:
    """Whether a read stands in a restoring statement, or in the widget call that it feeds."""
    return any(
        read.path == place.path
        and (place.span.line, 0) <= (read.span.line, read.span.column)
        and (read.span.end_line, read.span.end_column) <= (max(place.span.end_line, read.span.end_line), 10**6)
        and place.span.line <= read.span.line <= place.span.end_line
        for place in places
    )


def _tested(keymap: KeyMap, key: str, own: Iterable[Event], draws: Iterable[Draw] = ()) -> Location | None:
    """Where something other than `own` depends on whether the key is there.

    What a callback of the `draws` uses is what it has saved, not one thing or another: their key is there.
    """
    ours = {event.condition for event in own}
    seen: set[Condition] = set(ours)
    subject = ("key", constant_key(key))
    for page in keymap.app.pages:
        for callback, trace in keymap.traces(page):
            is_own = callback is not None and set(callback.draws) <= set(draws)
            for event in trace.events:
                if event.condition in seen or (is_own and isinstance(event, Use)):
                    continue
                seen.add(event.condition)
                if any(_asks(atom, subject) for atom in keymap.hider.atoms(event.condition)):
                    return event.location
    return None


def _asks(atom: Atom, subject: tuple[str, Key]) -> bool:
    return atom.predicate == "present" and atom.subject == subject


def _at(location: Location) -> str:
    return f"{location.path}:{location.span.line}"
