"""The overview of an app, for people and programs: for every key, what each page does with it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, TypeVar

from keylint.app.keeping import (
    is_bound,
    is_keep_alive,
    is_seed,
    keep_alives,
    keeps_itself,
    kept_everywhere,
    kept_while_hidden,
    persistence,
    shadow_of,
)
from keylint.run.trace import Draw, Event, ReadForm, StateDelete, StateRead, StateWrite
from keylint.run.values import in_order
from keylint.streamlit.data import INPUT_KINDS, ONE_RUN_KINDS, WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from keylint.app.hiding import Hiding
    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import AppTarget, Location, Related, Unknown
    from keylint.outcomes import AppKind
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Hole, Key
    from keylint.run.runs import App, PageRun
    from keylint.run.trace import Atom, Guard, GuardKind

    Explain = Callable[[KeyMap, Guard], Related]
    Entry = tuple[PageRun, CallbackRun | None, "Touch"]

_ENDS: frozenset[GuardKind] = frozenset({"stop", "raise", "rerun", "switch_page"})

Some = TypeVar("Some")
Touch = TypeVar("Touch", StateRead, StateWrite, StateDelete)

_HOLD_VALUES = WIDGET_KINDS - ONE_RUN_KINDS


@dataclass(frozen=True, slots=True)
class Reason:
    """The place that makes a widget conditional. `kind` is that of its Guard, `keys` are those it alone looks at."""

    kind: GuardKind
    location: Location
    message: str
    keys: tuple[str, ...] = ()


Drawn = Literal[
    "always",
    "sometimes",
    "after stop",  # always, but for runs that `st.stop()` or an exception ends above it
]


@dataclass(frozen=True, slots=True)
class WidgetCall:
    """A call that draws the key on a page; `location` is where a finding about it would point.

    `when` tells in which runs of the page the key is drawn, by this call or another, and `because`, unless that is
    always, what decides about this call. `holds_value` is False for buttons, chat inputs and charts without selections.
    """

    page: str
    location: Location
    command: str
    holds_value: bool
    when: Drawn
    because: Reason | None = None


AccessForm = Literal[
    ReadForm,
    "seed",  # written only where the key is missing
    "assign",
    "inside",  # the object that the key holds is changed
    "delete",
]


@dataclass(frozen=True, slots=True)
class Access:
    """A read, write or delete through `st.session_state`; `callback` is the name of the callback that does it."""

    page: str
    location: Location
    how: AccessForm
    callback: str | None = None


Keeping = Literal[
    "persist_state",  # the keeper's `detail` is "session", "page", or "unknown"
    "bind",
    "keep-alive",
    "shadow key",  # the `detail` is the other key
    "unseen arguments",  # the call passes `**` arguments that may contain one of the first two
]


@dataclass(frozen=True, slots=True)
class Keeper:
    """What keeps the value on runs of `page`, or perhaps does."""

    page: str
    how: Keeping
    location: Location
    detail: str | None = None


DroppedWhen = Literal[
    "hidden",  # a run of the page does not draw the widget
    "another key",  # a run draws it under another key, which an input or session state decides
    "after stop",  # only runs that stop above it do not
    "page switch",  # another page is opened
]


@dataclass(frozen=True, slots=True)
class Dropping:
    """When the value of the widget on `page` is dropped. `certain` is False where an argument that cannot be seen may
    keep it."""

    page: str
    when: DroppedWhen
    certain: bool = True


@dataclass(frozen=True, slots=True)
class KeyOverview:
    """A key, with `*` for each part that only the run knows. `kind` is "widget", or "state" when no widget owns it."""

    key: str
    kind: Literal["widget", "state"]
    widgets: tuple[WidgetCall, ...] = ()
    reads: tuple[Access, ...] = ()
    writes: tuple[Access, ...] = ()
    deletes: tuple[Access, ...] = ()
    kept_by: tuple[Keeper, ...] = ()
    lost: tuple[Dropping, ...] = ()


@dataclass(frozen=True, slots=True)
class UnkeyedInput:
    """A call that draws an input without a key on a page. `label` is None where it is not constant; `is_always` says
    that every run of the page draws it."""

    page: str
    location: Location
    command: str
    label: str | None
    is_always: bool


@dataclass(frozen=True, slots=True)
class AppOverview:
    """An app; `target` says which Streamlit it is for and who says so. Only a fault of keylint's leaves one that is not
    analysed."""

    entrypoint: str
    kind: AppKind
    target: AppTarget
    pages: tuple[str, ...]
    keys: tuple[KeyOverview, ...]
    unknowns: tuple[Unknown, ...]
    is_analysed: bool = True
    unkeyed: tuple[UnkeyedInput, ...] = ()


def overview(keymap: KeyMap, explain: Explain) -> AppOverview:
    """The overview of one app: the keys of widgets in the order in which they are drawn, then the others by name.

    `explain` puts into words why a widget is not always drawn. Keys of which nothing is known are left out.
    """
    app = keymap.app
    return AppOverview(
        entrypoint=app.entrypoint,
        kind=app.kind,
        target=app.target.of_app(app.entrypoint),
        pages=tuple(dict.fromkeys(page.name for page in app.pages)),
        keys=(*_widget_keys(keymap, explain), *_state_keys(keymap)),
        unknowns=tuple(
            sorted(
                {*app.unknowns, *app.target.unread}, key=lambda unknown: (unknown.path, unknown.line, unknown.reason)
            )
        ),
        is_analysed=not app.faults,
        unkeyed=_distinct(_unkeyed_inputs(keymap)),
    )


def _unkeyed_inputs(keymap: KeyMap) -> Iterator[UnkeyedInput]:
    for page in keymap.app.pages:
        for draw in keymap.value_draws(page):
            if draw.key is None and draw.kind in INPUT_KINDS:
                hiding = keymap.hider.hiding_of(page, (draw,))
                is_always = not hiding.is_hidden and not keymap.possible(hiding.skipped)
                yield UnkeyedInput(page.name, draw.location, draw.command, draw.label, is_always)


def overview_of_none(app: App) -> AppOverview:
    """The overview of an app of which it cannot be made."""
    return AppOverview(
        app.entrypoint, app.kind, app.target.of_app(app.entrypoint), app.page_names, (), app.unknowns, is_analysed=False
    )


def _widget_keys(keymap: KeyMap, explain: Explain) -> Iterator[KeyOverview]:
    for text in dict.fromkeys(widget.key for widget in keymap.widgets):
        widgets = keymap.widgets_of(text)
        key = widgets[0].first.key
        assert key is not None
        yield KeyOverview(
            text,
            "widget",
            widgets=_distinct(call for widget in widgets for call in _calls(keymap, widget, explain)),
            reads=_accesses(keymap, _about(keymap, keymap.reads, key)),
            writes=_accesses(keymap, _about(keymap, keymap.writes, key)),
            deletes=_accesses(keymap, _about(keymap, keymap.deletes, key)),
            kept_by=_distinct(keeper for widget in widgets for keeper in _keepers(keymap, widget)),
            lost=_distinct(loss for widget in widgets for loss in _droppings(keymap, widget)),
        )


def _state_keys(keymap: KeyMap) -> Iterator[KeyOverview]:
    """The keys that no widget owns. A pattern that may mean a widget's key is told of with the widget."""
    owned = {widget.key for widget in keymap.widgets}
    owners = {widget.first.key for widget in keymap.widgets if widget.first.key is not None}
    found: dict[str, Key] = {
        **{text: entries[0][2].key for text, entries in keymap.reads.items()},
        **{text: entries[0][2].key for text, entries in keymap.writes.items()},
        **{text: entries[0][2].key for text, entries in keymap.deletes.items()},
    }
    for text, key in sorted(found.items()):
        if not text.strip("*") or text in owned:
            continue
        if not (_has_edge(key) and any(_has_edge(owner) and key.may_equal(owner) for owner in owners)):
            yield KeyOverview(
                text,
                "state",
                reads=_accesses(keymap, keymap.reads.get(text, ())),
                writes=_accesses(keymap, keymap.writes.get(text, ())),
                deletes=_accesses(keymap, keymap.deletes.get(text, ())),
            )


def _about(keymap: KeyMap, table: dict[str, list[Entry[Touch]]], key: Key) -> Iterator[Entry[Touch]]:
    """The events about a widget's key, and those of patterns that may mean it, not of those that may mean any key."""
    for entry in keymap.events_of(table, key):
        other: Key = entry[2].key
        if other.text == key.text or (_has_edge(key) and _has_edge(other)):
            yield entry


def _has_edge(key: Key) -> bool:
    """Whether the beginning or the end of the key is known."""
    start, end, whole = key.text_edges
    return whole or bool(start or end)


def _calls(keymap: KeyMap, widget: Widget, explain: Explain) -> Iterator[WidgetCall]:
    """The calls that draw a widget, each with the reason of its own."""
    hiding = widget.hiding
    when: Drawn = "always"
    if hiding.is_hidden:
        when = "sometimes"
    elif keymap.possible(hiding.skipped):
        when = "after stop"
    by_site: dict[tuple[Location, str], list[Draw]] = {}
    for draw in widget.draws:
        by_site.setdefault((draw.site, draw.command), []).append(draw)
    for (site, command), draws in by_site.items():
        reason = None
        if when != "always":
            own = hiding if len(by_site) == 1 else keymap.hider.hiding_of(widget.page, draws)
            guard = _decisive(keymap, own, draws[0])
            reason = _reason(keymap, guard, draws[0], explain) if guard is not None else None
        yield WidgetCall(widget.page.name, site, command, any(map(_holds_value, draws)), when, reason)


def _decisive(keymap: KeyMap, hiding: Hiding, draw: Draw) -> Guard | None:
    """The guard that explains the hiding; where some runs end normally without the widget, none that ends the run."""
    if hiding.guard is None or hiding.guard.kind not in _ENDS or not hiding.is_hidden:
        return hiding.guard
    for guard in draw.guards:
        atoms = keymap.hider.atoms(guard.condition)
        if guard.kind not in _ENDS and any(keymap.kind_of(atom) in hiding.flipped_by for atom in atoms):
            return guard
    return hiding.guard


def _reason(keymap: KeyMap, guard: Guard, draw: Draw, explain: Explain) -> Reason:
    keys = (
        getattr(origin.detail, "text", None)
        for atom in _own_atoms(keymap, guard, draw)
        for origin in in_order(atom.origins)
    )
    return Reason(guard.kind, guard.location, explain(keymap, guard).message, tuple(dict.fromkeys(filter(None, keys))))


def _own_atoms(keymap: KeyMap, guard: Guard, draw: Draw) -> list[Atom]:
    """What the guard alone tests. Its condition also holds what led to it, which is what the guards before it test."""
    before = {
        atom
        for earlier in takewhile(lambda each: each is not guard, draw.guards)
        for atom in keymap.hider.atoms(earlier.condition)
    }
    return [atom for atom in keymap.hider.atoms(guard.condition) if atom not in before]


def _holds_value(draw: Draw) -> bool:
    return draw.kind in _HOLD_VALUES and (draw.spreads or not draw.is_silent)


def _accesses(keymap: KeyMap, entries: Iterable[Entry[Touch]]) -> tuple[Access, ...]:
    return _distinct(
        Access(page.name, event.location, _how(keymap, event), callback.name if callback is not None else None)
        for page, callback, event in entries
        if not _only_keeps(event)
    )


def _only_keeps(event: Event) -> bool:
    return isinstance(event, StateWrite) and is_keep_alive(event)


def _how(keymap: KeyMap, event: StateRead | StateWrite | StateDelete) -> AccessForm:
    if isinstance(event, StateRead):
        return event.form
    if isinstance(event, StateDelete):
        return "delete"
    if event.form == "inside":
        return "inside"
    return "seed" if is_seed(keymap, event) else "assign"


def _keepers(keymap: KeyMap, widget: Widget) -> Iterator[Keeper]:
    page = widget.page.name
    for draw in widget.draws:
        kept = persistence(draw)
        if kept is not None:
            yield Keeper(page, "persist_state", draw.site, kept)
        if is_bound(draw):
            yield Keeper(page, "bind", draw.site)
        if draw.spreads and kept is None and not is_bound(draw) and _holds_value(draw):
            yield Keeper(page, "unseen arguments", draw.site)
    for other in keymap.app.pages:
        for keep_alive in keep_alives(keymap, other, widget.key):
            yield Keeper(other.name, "keep-alive", keep_alive.write.location)
    shadow = shadow_of(keymap, widget)
    if shadow is not None:
        yield Keeper(page, "shadow key", shadow.save.location, shadow.permanent)


def _droppings(keymap: KeyMap, widget: Widget) -> Iterator[Dropping]:
    """When the value is dropped, and nothing brings it back."""
    if not any(map(_holds_value, widget.draws)) or shadow_of(keymap, widget) is not None:
        return
    hiding = widget.hiding
    is_missing = hiding.is_hidden or keymap.possible(hiding.skipped)
    if is_missing and not kept_while_hidden(keymap, widget):
        yield from _unless_kept(widget, "hidden" if hiding.is_hidden else "after stop", "page")
    if not hiding.is_hidden and widget.first.key is not None and any(map(_is_decided, widget.first.key.holes)):
        yield from _unless_kept(widget, "another key", "page")
    # The same key on the other page changes nothing: what was entered here never arrives there.
    is_left = any(page is not widget.page for page in keymap.app.pages) and not widget.in_frame
    if is_left and not all(kept_everywhere(keymap, page, widget.key) for page in keymap.app.pages):
        yield from _unless_kept(widget, "page switch", "session")


def _is_decided(hole: Hole) -> bool:
    """Whether an input, or what the app puts into session state, decides a part of the key."""
    return any(origin.kind in ("widget", "state", "component") for origin in hole.origins)


def _unless_kept(widget: Widget, when: DroppedWhen, scope: str) -> Iterator[Dropping]:
    if not all(keeps_itself(draw, scope) for draw in widget.draws):
        yield Dropping(widget.page.name, when)
    elif not all(is_bound(draw) or persistence(draw) in ("session", scope) for draw in widget.draws):
        yield Dropping(widget.page.name, when, certain=False)


def _distinct(items: Iterable[Some]) -> tuple[Some, ...]:
    """Each item once: pages that several routes lead through do the same thing several times."""
    return tuple(dict.fromkeys(items))
