"""Who needs a widget's value while it is not drawn, and what says that losing it does no harm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.keeping import (
    comes_from,
    initial_value,
    is_keep_alive,
    is_seed,
    keeps_itself,
    kept_everywhere,
    shadow_of,
)
from keylint.conditions.formulas import ALWAYS, NEVER, Condition
from keylint.run.trace import Draw, StateWrite, Use
from keylint.run.values import Known, value_origins
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Location
    from keylint.run.runs import CallbackRun, PageRun
    from keylint.run.trace import StateRead
    from keylint.run.values import Origin

# Methods by which an object takes a value in.
_STORING_METHODS = frozenset({"update", "set", "put", "store", "save"})

_SEARCH = re.compile(r"search|filter|query|find\b|lookup|keyword|suche|buscar|recherche|搜索|筛选|поиск", re.IGNORECASE)
_VIEW = re.compile(r"\b(show|hide|display|view|expand|collapse|details|preview|debug|raw)\b", re.IGNORECASE)
_CREDENTIAL = re.compile(r"api|token|secret|key\b|credential", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Need:
    """A read of a key in runs in which the key is gone. `page` is the page that reads."""

    page: PageRun
    callback: CallbackRun | None
    read: StateRead


def needs_while_hidden(keymap: KeyMap, widget: Widget) -> Iterator[Need]:
    """Reads on the widget's own page that happen, in some run, while the widget has been hidden."""
    if widget.first.key is None:
        return
    hidden = widget.hiding.plain
    for page, callback, read in keymap.events_of(keymap.reads, widget.first.key):
        if page is not widget.page:
            continue
        reached = read.condition if callback is None else _wired(keymap, widget, callback)
        missing = keymap.conditions.both(reached, hidden)
        if keymap.possible(missing) and not _given_before(keymap, page, read, callback, hidden):
            yield Need(page, callback, read)


def _wired(keymap: KeyMap, widget: Widget, callback: CallbackRun) -> Condition:
    """The runs that draw what the callback belongs to; none when that is the widget itself."""
    reached = NEVER
    for draw in callback.draws:
        if draw.key is None or draw.key.text != widget.key:
            reached = keymap.conditions.either(reached, draw.condition)
    return reached


def _given_before(
    keymap: KeyMap, page: PageRun, read: StateRead, callback: CallbackRun | None, runs: Condition = ALWAYS
) -> bool:
    """Whether each of these runs that reads the key assigns it, from something else, before it is read."""
    trace = page.trace if callback is None else callback.trace
    assigned = NEVER
    for event in writes_by_key(trace).alike(read.key):
        if (
            event.order < read.order
            and event.key == read.key
            and not is_keep_alive(event)
            and not is_seed(keymap, event)
        ):
            assigned = keymap.conditions.either(assigned, event.condition)
    return keymap.conditions.implies(keymap.conditions.both(read.condition, runs), assigned)


def needs_on_other_pages(keymap: KeyMap, widget: Widget) -> Iterator[Need]:
    """Reads on pages that neither draw the widget nor assign the key before."""
    if widget.first.key is None or widget.in_frame:
        return
    for page, callback, read in keymap.events_of(keymap.reads, widget.first.key):
        if page is widget.page or _draws(keymap, page, widget.key):
            continue
        if not _given_before(keymap, page, read, callback):
            yield Need(page, callback, read)


def _draws(keymap: KeyMap, page: PageRun, key: str) -> bool:
    return any(other.page is page for other in keymap.widgets_of(key))


def seeds_of(keymap: KeyMap, widget: Widget) -> list[tuple[PageRun, StateWrite]]:
    """Where the app itself gives the key a first value: guarded, or on every run, but not on a click or in a
    callback."""
    if widget.first.key is None:
        return []
    return [
        (page, write)
        for page, callback, write in keymap.events_of(keymap.writes, widget.first.key)
        if callback is None and _is_by_hand(write) and not on_click(keymap, write.condition)
    ]


def _is_by_hand(write: StateWrite) -> bool:
    """Whether the write gives the key a value of its own, in words that name the key at least in part."""
    return write.form != "inside" and not is_keep_alive(write) and bool(write.key.text.strip("*"))


def on_click(keymap: KeyMap, condition: Condition) -> bool:
    """Whether the condition holds only in the run of a click."""
    clicks = [atom for atom in keymap.hider.atoms(condition) if keymap.kind_of(atom) == "trigger"]
    calm = keymap.conditions.where(condition, ((atom, False) for atom in clicks))
    return not keymap.possible(calm)


def is_assigned_by_hand(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 2: some code seeds or assigns the key."""
    if widget.first.key is None:
        return False
    return any(_is_by_hand(write) for _, _, write in keymap.events_of(keymap.writes, widget.first.key))


def is_drawn_in_several_places(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 4, first half: several calls draw the key."""
    return len({draw.location for other in keymap.widgets_of(widget.key) for draw in other.draws}) > 1


def has_kept_siblings(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 4, second half: other widgets of the page are protected, this one is not."""
    return any(page is widget.page and key != widget.key for page, key in _kept_keys(keymap))


@lru_cache(maxsize=4)
def _kept_keys(keymap: KeyMap) -> tuple[tuple[PageRun, str], ...]:
    """The keys that something protects, with their pages."""
    return tuple(
        (widget.page, widget.key)
        for widget in keymap.widgets
        if widget.kind == "value"
        and (
            (keeps_itself(widget.first, "page") and not widget.first.spreads)
            or shadow_of(keymap, widget) is not None
            or kept_everywhere(keymap, widget.page, widget.key)
        )
    )


def harmless(keymap: KeyMap, widget: Widget) -> str | None:
    """Why losing the value does no harm: it is one-shot input, and kept elsewhere by then. None when nothing says
    so."""
    draw = widget.first
    if draw.context.form is not None:
        return "a field of a form"
    if draw.context.dialog is not None:
        return "a field of a dialog"
    if _is_login(keymap, widget):
        return "part of a login"
    uses = [use for use in keymap.uses_of(widget) if use[2].sink != "test"]
    if _names(draw, _SEARCH) or (uses and all(use.sink == "subset" for _, _, use in uses)):
        return "a search or filter box"
    if draw.traits.is_one_click and _names(draw, _VIEW):
        return "a view toggle"
    if draw.traits.entry is Entry.TRUTH and not uses and _decides_what_is_drawn(keymap, widget):
        return "a view toggle"
    if uses and all(_is_on_click(keymap, callback, use) for _, callback, use in uses):
        return "input that a button takes"
    return None


def _decides_what_is_drawn(keymap: KeyMap, widget: Widget) -> bool:
    return any(comes_from(origin, widget.key) for origin in _deciding_origins(keymap, widget.page))


@lru_cache(maxsize=64)
def _deciding_origins(keymap: KeyMap, page: PageRun) -> frozenset[Origin]:
    """What the tests are of that decide whether something is drawn."""
    conditions = {draw.condition for draw in page.trace.draws()}
    return frozenset(origin for atom in keymap.hider.atoms(*conditions) for origin in atom.origins)


def _is_on_click(keymap: KeyMap, callback: CallbackRun | None, use: Use) -> bool:
    if callback is not None:
        return all(draw.kind == "trigger" for draw in callback.draws)
    return on_click(keymap, use.condition)


def _names(draw: Draw, pattern: re.Pattern[str]) -> bool:
    placeholder = draw.parameters.get("placeholder")
    texts = [draw.key.text if draw.key else "", draw.label or "", draw.context.function]
    if isinstance(placeholder, Known):
        texts.append(str(placeholder.value))
    return any(pattern.search(text.replace("_", " ")) for text in texts)


def _is_login(keymap: KeyMap, widget: Widget) -> bool:
    """A password field, or a text field beside one; a field for an API key is a setting."""
    if not widget.first.traits.hides_typing:
        return False
    return any(
        other.page is widget.page
        and other.first.context.function == widget.first.context.function
        and other.first.guards == widget.first.guards
        for other in _passwords(keymap)
    )


@lru_cache(maxsize=4)
def _passwords(keymap: KeyMap) -> tuple[Widget, ...]:
    return tuple(widget for widget in keymap.widgets if _is_password(widget.first))


def _is_password(draw: Draw) -> bool:
    return draw.parameters.get("type") == Known("password") and not _names(draw, _CREDENTIAL)


def restores_own_key(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 3: `value=st.session_state.get(key)` on the widget with that key, which is gone exactly when it is
    needed."""
    for draw in widget.draws:
        given = initial_value(keymap, draw)
        if given is not None and any(comes_from(origin, widget.key) for origin in value_origins(given)):
            return True
    return False


def saves_elsewhere(keymap: KeyMap, widget: Widget) -> bool:
    """Whether the widget starts from what it finds outside the app, and the app hands its value to what is outside: in
    the widget's own callback, or in every run that draws it."""
    given = initial_value(keymap, widget.first)
    starts_outside = given is not None and any(origin.kind == "data" for origin in value_origins(given))
    return starts_outside and any(
        _saves_outside(keymap, widget, page, callback, use)
        for page, callback, use in (*keymap.uses_of(widget), *keymap.uses_of_every_key())
    )


def _saves_outside(keymap: KeyMap, widget: Widget, page: PageRun, callback: CallbackRun | None, use: Use) -> bool:
    if callback is not None:
        return use.sink == "call" and any(draw.key == widget.first.key for draw in callback.draws)
    stores = (use.sink == "call" and use.detail in _STORING_METHODS) or (
        use.sink == "write" and use.location not in _places_of_state_writes(page)
    )
    return stores and page is widget.page and not on_click(keymap, use.condition)


@lru_cache(maxsize=64)
def _places_of_state_writes(page: PageRun) -> frozenset[Location]:
    return frozenset(event.location for event in page.trace.events if isinstance(event, StateWrite))
