"""`st.session_state` and the widgets behind it, on the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from keylint.clockwork.errors import Cause, RunError
from keylint.clockwork.persistence import NOTHING, Persisted, Persistence
from keylint.clockwork.table import Table
from keylint.clockwork.widgets import MISSING, Keeping, WidgetId, drawn_command

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from keylint.clockwork.releases import Release
    from keylint.clockwork.widgets import Fragment, Key, Page, Value, Widget

Name: TypeAlias = "Key | WidgetId"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the server holds of a session between two runs.

    - `old`: values of earlier runs, of a key without a widget under the key, of a widget under its id;
    - `written`: what the last run assigned, not yet among the old values: dropping comes before that;
    - `sent`: what the browser sent to the last run, and the first values of widgets that it drew, likewise;
    - `ids`: the widget of each key, also when it is no longer drawn;
    - `keys`: the key of each widget, also when the key has another widget by now;
    - `known`: each widget as it was last drawn, with the callback and its arguments of then.
    """

    old: Table[Name, Value] = Table()
    written: Table[Key, Value] = Table()
    sent: Table[WidgetId, Value] = Table()
    ids: Table[Key, WidgetId] = Table()
    keys: Table[WidgetId, Key] = Table()
    known: Table[WidgetId, Widget] = field(default=Table(), hash=False)
    persisted: Persisted = NOTHING


@dataclass(frozen=True, slots=True)
class Registered:
    """A widget that was drawn: its value, and whether the browser is told to take it over."""

    value: Value
    imposed: bool


class SessionState:
    """The same during a run."""

    __slots__ = ("_ids", "_keys", "_known", "_old", "_persistence", "_release", "_sent", "_written")

    def __init__(self, release: Release, stored: Stored) -> None:
        self._release = release
        self._old = stored.old.thawed()
        self._written = stored.written.thawed()
        self._sent = stored.sent.thawed()
        self._ids = stored.ids.thawed()
        self._keys = stored.keys.thawed()
        self._known = stored.known.thawed()
        self._persistence = Persistence(stored.persisted)

    def frozen(self, mounted: Container[WidgetId]) -> Stored:
        """What is left after a run; of widgets that can no longer matter nothing is."""
        holding = {*self._old, *self._sent, *self._ids.values()}
        keys, known = self._keys, self._known
        if not known.keys() <= holding:
            keys = {
                id_: key for id_, key in keys.items() if id_ in holding or id_ in mounted or id_ in self._persistence
            }
            known = {id_: widget for id_, widget in known.items() if id_ in holding or id_ in mounted or id_ in keys}
        return Stored(
            old=Table(self._old),
            written=Table(self._written),
            sent=Table(self._sent),
            ids=Table(self._ids),
            keys=Table(keys),
            known=Table(known),
            persisted=self._persistence.frozen(),
        )

    def read(self, key: Key) -> Value:
        """What the app sees under `key`, or MISSING."""
        return self._look_up(self._ids.get(key), key)

    def write(self, key: Key, value: Value, drawn: Container[WidgetId]) -> None:
        """The app assigns; `drawn` are the widgets of the run so far."""
        if self._ids.get(key) in drawn:
            raise RunError(Cause.WRITTEN_AFTER_WIDGET, key)
        self._written[key] = value

    def delete(self, key: Key) -> None:
        if self.read(key) is MISSING:
            raise RunError(Cause.NO_SUCH_KEY, key)
        self._written.pop(key, None)
        self._old.pop(key, None)
        widget = self._ids.pop(key, None)
        if widget is not None:
            self._keys.pop(widget, None)
            self._sent.pop(widget, None)
            self._old.pop(widget, None)

    def settle(self) -> None:
        """Puts what the last run left among the old values: that of a key with a widget under the widget's id."""
        names: set[Name] = {self._ids.get(name, name) for name in self._old}
        names.update(self._sent)
        names.update(self._ids.get(key, key) for key in self._written)
        for name in names:
            self._old[name] = self._value_of(name) if isinstance(name, WidgetId) else self._look_up(None, name)
        self._written.clear()
        self._sent.clear()

    def receive(self, values: Iterable[tuple[WidgetId, Value]]) -> list[Widget]:
        """The browser's values reach the server: the widgets that have another value than in the last run."""
        self._sent.update(values)
        changed = [widget for widget, value in self._sent.items() if value != self._old.get(widget)]
        return [self._known[widget] for widget in changed if widget in self._known]

    def register(self, id_: WidgetId, widget: Widget, page: Page) -> Registered:
        """A run on `page` draws `widget`."""
        key = widget.key
        self._known[id_] = widget
        if key is not None:
            self._ids[key] = id_
            if not self._release.remembers_former_ids:
                self._forget_former_ids(key)
            self._keys[id_] = key
        keeping = self._keeping(widget)
        forgotten = key is not None and self._follow_persistence(id_, key, keeping, page)
        if self._value_of(id_) is MISSING:
            self._sent[id_] = widget.default
        value = self._value_of(id_)
        assigned = key is not None and key in self._written
        if assigned and not drawn_command(widget.command, self._release.version).settable:
            raise RunError(Cause.NOT_SETTABLE, key)
        imposed = assigned or forgotten or (value != widget.default and self._is_restored(id_, key, keeping))
        return Registered(value, imposed)

    def correct(self, key: Key | None, value: Value) -> None:
        """A widget that was just drawn replaces a value that is not among its options."""
        if key is not None:
            self._written[key] = value

    def reset_triggers(self) -> None:
        """A click is over."""
        for id_, widget in self._known.items():
            if widget.is_trigger:
                if id_ in self._sent:
                    self._sent[id_] = widget.default
                if id_ in self._old:
                    self._old[id_] = widget.default

    def drop(self, drawn: Container[WidgetId], fragment: Fragment | None, page: Page) -> None:
        """The end of a run on `page`: what it has not drawn is dropped, or kept where something keeps it."""

        def is_stale(widget: WidgetId) -> bool:
            if widget in drawn:
                return False
            known = self._known.get(widget)
            return known is None or fragment is None or known.fragment == fragment

        kept: dict[Key, Value] = {}
        for name in self._old:
            if not isinstance(name, WidgetId) or name not in self._keys:
                continue
            if self._persistence.keeps(name, page) and is_stale(name):
                kept[self._keys[name]] = self._value_of(name)
                self._persistence.note_kept(name, self._keys[name], page)
        for widget in self._persistence.left_behind(page, is_stale):
            if widget in self._keys:
                self._old.pop(self._keys[widget], None)
        self._sent = {widget: value for widget, value in self._sent.items() if not is_stale(widget)}
        self._old = {
            name: value for name, value in self._old.items() if not isinstance(name, WidgetId) or not is_stale(name)
        }
        self._old.update(kept)
        for key, value in kept.items():
            current = self._ids.get(key)
            if current is not None and current in drawn:
                self._sent[current] = value
        self._persistence.prune(self._keys, self._old)

    def _value_of(self, widget: WidgetId) -> Value:
        return self._look_up(widget, self._keys.get(widget))

    def _look_up(self, widget: WidgetId | None, key: Key | None) -> Value:
        if key is not None and key in self._written:
            return self._written[key]
        if widget is not None:
            if widget in self._sent:
                return self._sent[widget]
            if widget in self._old:
                return self._old[widget]
        if key is not None:
            return self._old.get(key, MISSING)
        return MISSING

    def _keeping(self, widget: Widget) -> Keeping | None:
        available = self._release.binds if widget.keeping is Keeping.QUERY else self._release.persists
        return widget.keeping if available else None

    def _follow_persistence(self, id_: WidgetId, key: Key, keeping: Keeping | None, page: Page) -> bool:
        if keeping is None:
            self._persistence.forget(id_, key)
            return False
        if not self._persistence.draw(id_, key, keeping, page):
            return False
        found = [self._sent.pop(id_, MISSING), self._old.pop(id_, MISSING), self._old.pop(key, MISSING)]
        return any(value is not MISSING for value in found)

    def _is_restored(self, id_: WidgetId, key: Key | None, keeping: Keeping | None) -> bool:
        """Whether a value of an earlier run reaches a widget that may just have come to the screen."""
        if key is None or id_ in self._sent:
            return False
        if keeping is Keeping.QUERY:
            return key in self._old
        if keeping is not None:
            return key in self._old or id_ in self._old
        return self._release.remount_adopts and key in self._old

    def _forget_former_ids(self, key: Key) -> None:
        for widget in [widget for widget, known in self._keys.items() if known == key]:
            del self._keys[widget]
