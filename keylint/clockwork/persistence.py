"""Which widgets keep their values while they are not drawn: `persist_state` and `bind`, per widget and per key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.clockwork.table import Table
from keylint.clockwork.widgets import Keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from keylint.clockwork.widgets import Key, Page, WidgetId


@dataclass(frozen=True, slots=True)
class Persisted:
    """What a session knows of it between two runs.

    - `keeping`: how each widget was kept when it was last drawn;
    - `homes`: the page that last drew a widget kept for its page;
    - `origins`: the home of the widget that a kept value came from, by key;
    - `resets`: widgets whose value went with their page: they forget it when they are drawn again.
    """

    keeping: Table[WidgetId, Keeping] = Table()
    homes: Table[WidgetId, Page] = Table()
    origins: Table[Key, Page] = Table()
    resets: frozenset[WidgetId] = frozenset()


NOTHING = Persisted()


class Persistence:
    """The same during a run."""

    __slots__ = ("_homes", "_keeping", "_origins", "_resets")

    def __init__(self, persisted: Persisted) -> None:
        self._keeping = persisted.keeping.thawed()
        self._homes = persisted.homes.thawed()
        self._origins = persisted.origins.thawed()
        self._resets = set(persisted.resets)

    def frozen(self) -> Persisted:
        if not self._keeping and not self._origins and not self._resets:
            return NOTHING
        return Persisted(Table(self._keeping), Table(self._homes), Table(self._origins), frozenset(self._resets))

    def keeps(self, widget: WidgetId, page: Page) -> bool:
        """Whether the value of `widget` stays when a run on `page` does not draw it."""
        keeping = self._keeping.get(widget)
        return keeping is not None and (keeping is not Keeping.PAGE or self._homes.get(widget) == page)

    def note_kept(self, widget: WidgetId, key: Key, page: Page) -> None:
        """The value of `widget` is kept under its key."""
        if self._keeping.get(widget) is Keeping.PAGE:
            self._origins[key] = self._homes.get(widget, page)
        else:
            self._origins.pop(key, None)

    def left_behind(self, page: Page, is_stale: Callable[[WidgetId], bool]) -> Iterator[WidgetId]:
        """The widgets kept for another page than `page`: their values go, also when the browser sends them again."""
        for widget, keeping in self._keeping.items():
            if keeping is Keeping.PAGE and self._homes.get(widget) != page and is_stale(widget):
                self._resets.add(widget)
                yield widget

    def draw(self, widget: WidgetId, key: Key, keeping: Keeping, page: Page) -> bool:
        """`page` draws a widget that is kept; True when what is stored of it must be forgotten first."""
        self._keeping[widget] = keeping
        if keeping is not Keeping.PAGE:
            self._homes.pop(widget, None)
            self._origins.pop(key, None)
            self._resets.discard(widget)
            return False
        self._homes[widget] = page
        origin = self._origins.pop(key, page)
        reset = widget in self._resets
        self._resets.discard(widget)
        return reset or origin != page

    def forget(self, widget: WidgetId, key: Key) -> None:
        """A widget is drawn that is not kept, or no longer."""
        self._keeping.pop(widget, None)
        self._homes.pop(widget, None)
        self._origins.pop(key, None)
        self._resets.discard(widget)

    def prune(self, widgets: Container[WidgetId], keys: Container[object]) -> None:
        """Forgets widgets that have lost their key, and keys that hold no value."""
        if self._keeping:
            self._keeping = {widget: keeping for widget, keeping in self._keeping.items() if widget in widgets}
            self._homes = {widget: page for widget, page in self._homes.items() if widget in widgets}
        if self._origins:
            self._origins = {key: page for key, page in self._origins.items() if key in keys}
        if self._resets:
            self._resets = {widget for widget in self._resets if widget in widgets}

    def __contains__(self, widget: object) -> bool:
        return widget in self._keeping or widget in self._resets
