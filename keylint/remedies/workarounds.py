"""What protects a key by hand today: a second key that holds its value, or an assignment to itself.

Where Streamlit's own `persist_state` does the same, the protection is obsolete (`keylint.remedies.equality` tells).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from keylint.app.keeping import (
    initial_value,
    is_keep_alive,
    keep_alives,
    keeps_itself,
    kept_everywhere,
    kept_while_hidden,
    shadow_of,
)
from keylint.app.keymap import same_state
from keylint.app.once import once
from keylint.remedies.noted import is_noted, is_noted_beside
from keylint.run.keys import constant_key
from keylint.run.values import StateValue, WidgetResult, in_order, value_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, StateRead, StateWrite, Trace
    from keylint.run.values import Value

ProtectionKind = Literal["shadow key", "keep-alive"]
SHADOW: Final = "shadow key"
KEEP_ALIVE: Final = "keep-alive"


@dataclass(frozen=True, eq=False)
class Write:
    """A write, with the page and the callback that make it."""

    page: PageRun
    callback: CallbackRun | None
    event: StateWrite

    @property
    def trace(self) -> Trace:
        return self.page.trace if self.callback is None else self.callback.trace


@dataclass(frozen=True, eq=False)
class Protection:
    """A key that holds a widget's value by hand.

    `key` is the key that the app reads: that of the widget for a keep-alive, the permanent one for a shadow key, whose
    widget has `widget_key`. `scope` says how far it is kept: "session", or "page" for its own page only. `restores`
    give the widget's key the permanent value, `fed` are the draws that get it as a parameter, `saves` copy the
    widget's value to the permanent key, `others` are all other writes of the key. `flaw` is a hole that is already
    seen.
    """

    kind: ProtectionKind
    key: str
    widget_key: str
    scope: str
    widgets: tuple[Widget, ...]
    restores: tuple[Write, ...] = ()
    fed: tuple[Draw, ...] = ()
    saves: tuple[Write, ...] = ()
    keep_alives: tuple[Write, ...] = ()
    others: tuple[Write, ...] = ()
    flaw: str | None = None

    @property
    def draws(self) -> tuple[Draw, ...]:
        return tuple(draw for widget in self.widgets for draw in widget.draws)


@once
def protections(keymap: KeyMap) -> tuple[Protection, ...]:
    """The keys of an app that are kept by hand and by no parameter; none where the app is too large to tell."""
    keys = dict.fromkeys(widget.key for widget in keymap.widgets)
    return tuple(found for key in keys if (found := _protection(keymap, key)) is not None)


def _protection(keymap: KeyMap, key: str) -> Protection | None:
    widgets = tuple(keymap.widgets_of(key))
    draws = [draw for widget in widgets for draw in widget.draws]
    if widgets[0].kind != "value" or all(keeps_itself(draw, "session") for draw in draws):
        return None
    shadows = [shadow for widget in widgets if (shadow := shadow_of(keymap, widget)) is not None]
    # What only changes a part of an object keeps more than this widget's value: a store of the app's own.
    permanent = {shadow.permanent for shadow in shadows if shadow.save.form != "inside"}
    if permanent:
        return _shadow(keymap, key, min(permanent), widgets)
    return _keep_alive(keymap, key, widgets)


def _keep_alive(keymap: KeyMap, key: str, widgets: tuple[Widget, ...]) -> Protection | None:
    found = tuple(
        Write(page, None, each.write)
        for page in keymap.app.pages
        for each in keep_alives(keymap, page, key)
        if _names_keys(each.write) or is_noted(keymap, each.write, widgets)
    )
    if not found:
        return _beside_others(keymap, key, widgets)
    own = {widget.page for widget in widgets}
    others = [page for page in keymap.app.pages if page not in own]
    kept = [page for page in others if kept_everywhere(keymap, page, key)]
    scope = "session" if others and len(kept) == len(others) else "page"
    if not others and len(own) > 1:
        scope = "session"
    if all(keeps_itself(draw, scope) for widget in widgets for draw in widget.draws):
        return None
    flaw = None
    if not all(kept_while_hidden(keymap, widget) for widget in widgets) or 0 < len(kept) < len(others):
        flaw = "its keep-alive does not run wherever it is needed, so it does not hold today"
    elif scope == "page" and not any(widget.hiding.is_hidden for widget in widgets):
        if len(keymap.app.pages) == 1:
            return None
        flaw = "its keep-alive runs on its own page only, where nothing hides it"
    elif any(not _is_pure(write.event) for write in found):
        flaw = "its keep-alive can also give it another value"
    return Protection(
        KEEP_ALIVE,
        key,
        key,
        scope,
        widgets,
        keep_alives=found,
        others=tuple(write for write in writes_to(keymap, key) if not is_keep_alive(write.event)),
        flaw=flaw,
    )


def _beside_others(keymap: KeyMap, key: str, widgets: tuple[Widget, ...]) -> Protection | None:
    """A keep-alive of keys that are noted in a collection, of which only the run knows what is in it."""
    for page in keymap.app.pages:
        for each in keep_alives(keymap, page, key):
            store = is_noted_beside(keymap, each.write, key)
            if store is not None:
                flaw = f"'{store}', where its key is noted, is changed in ways of which only the run knows the outcome"
                found = (Write(page, None, each.write),)
                return Protection(KEEP_ALIVE, key, key, "page", widgets, keep_alives=found, flaw=flaw)
    return None


def _is_pure(write: StateWrite) -> bool:
    return write.form == "all" or isinstance(write.value, StateValue)


def _names_keys(write: StateWrite) -> bool:
    """Whether the source says which keys are kept: their names, or all that there are."""
    holes = [origin for hole in write.key.holes for origin in in_order(hole.origins)]
    return write.form == "all" or not write.key.holes or (bool(holes) and all(hole.kind == "key" for hole in holes))


def _shadow(keymap: KeyMap, key: str, permanent: str, widgets: tuple[Widget, ...]) -> Protection:
    writes = tuple(writes_to(keymap, permanent))
    saves = tuple(write for write in writes if holds(write.event.value, key))
    return Protection(
        SHADOW,
        permanent,
        key,
        "session",
        widgets,
        restores=tuple(
            write for write in writes_to(keymap, key) if same_state(write.event.value, constant_key(permanent))
        ),
        fed=tuple(draw for widget in widgets for draw in widget.draws if _is_fed(keymap, draw, permanent)),
        saves=saves,
        others=tuple(write for write in writes if write not in saves and not is_keep_alive(write.event)),
        flaw=None if all(shadow_of(keymap, widget) for widget in widgets) else "not every page restores it",
    )


def _is_fed(keymap: KeyMap, draw: Draw, permanent: str) -> bool:
    given = initial_value(keymap, draw)
    return given is not None and any(
        origin.kind == "state" and getattr(origin.detail, "text", None) == permanent for origin in value_origins(given)
    )


def holds(value: Value, key: str) -> bool:
    """Whether a value is exactly what the widget with that key holds."""
    if isinstance(value, WidgetResult):
        return value.key is not None and value.key.constant == key
    return isinstance(value, StateValue) and value.key.constant == key


def writes_to(keymap: KeyMap, key: str) -> Iterator[Write]:
    """Every write that means the key, or may mean it."""
    for page, callback, event in keymap.events_of(keymap.writes, constant_key(key)):
        yield Write(page, callback, event)


def reads_of(
    keymap: KeyMap, key: str, saves: tuple[Write, ...]
) -> Iterator[tuple[PageRun, CallbackRun | None, StateRead]]:
    """The reads of a key, without those of the `saves`, which read it and write what they have read at once."""
    known = {write.event for write in saves}
    for page, callback, read in keymap.events_of(keymap.reads, constant_key(key)):
        trace = page.trace if callback is None else callback.trace
        following = trace.events[read.order + 1] if read.order + 1 < len(trace.events) else None
        if following not in known:
            yield page, callback, read
