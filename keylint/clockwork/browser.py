"""The browser's half: what the widgets on the screen hold and send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.clockwork.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.clockwork.session_state import Registered
    from keylint.clockwork.widgets import Form, Value, Widget, WidgetId


@dataclass(frozen=True, slots=True)
class Drawing:
    """A widget that a run drew, with what the server told the browser of its value."""

    widget: Widget
    registered: Registered


@dataclass(frozen=True, slots=True)
class Browser:
    """What one page of a browser holds.

    - `screen`: the widgets on the screen, as they were last drawn;
    - `values`: what it sends for each of them with every rerun, and for a button that was clicked;
    - `drafts`: what the user entered in a form and has not submitted.
    """

    screen: Table[WidgetId, Widget] = field(default=Table(), hash=False)
    values: Table[WidgetId, Value] = Table()
    drafts: Table[WidgetId, Value] = Table()

    def shown(self, widget: WidgetId) -> Value:
        """What the widget displays. Raises KeyError when it is not on the screen."""
        return self.drafts[widget] if widget in self.drafts else self.values[widget]

    def enter(self, widget: WidgetId, value: Value) -> Browser:
        """The user gives a widget another value. One that is no longer on the screen can still be sent once."""
        return Browser(self.screen, self.values.put(widget, value), self.drafts)

    def draft(self, widget: WidgetId, value: Value) -> Browser:
        """The user gives a field of a form another value."""
        return Browser(self.screen, self.values, self.drafts.put(widget, value))

    def submit(self, form: Form, *, clears: bool) -> Browser:
        """The form's drafts become values; with `clear_on_submit` its fields then show their defaults."""
        values, drafts = self.values.thawed(), self.drafts.thawed()
        for id_, widget in self.screen.items():
            if widget.form != form or id_ not in values:
                continue
            if id_ in drafts:
                values[id_] = drafts.pop(id_)
            if clears:
                drafts[id_] = widget.default
        return Browser(self.screen, Table(values), Table(drafts))

    def without_page(self) -> Browser:
        """Another page is opened: only the widgets of the frame around the pages stay."""
        return self._only({id_: widget for id_, widget in self.screen.items() if id_.page is None})

    def without_clicks(self) -> Browser:
        """What was clicked has been sent."""
        clicked = {id_ for id_, widget in self.screen.items() if widget.is_trigger and id_ in self.values}
        if not clicked:
            return self
        values = {id_: value for id_, value in self.values.items() if id_ not in clicked}
        return Browser(self.screen, Table(values), self.drafts)

    def receive(self, untouched: Iterable[WidgetId], drawings: Iterable[tuple[WidgetId, Drawing]]) -> Browser:
        """A run is over: what it drew, beside what it left `untouched`, is what is on the screen from now on.

        A widget keeps the browser's value unless the server imposes another. One that comes to the screen shows its
        own default unless the server imposes a value, whatever session state holds.
        """
        screen = {id_: self.screen[id_] for id_ in untouched}
        values, drafts = self.values.thawed(), self.drafts.thawed()
        for id_, drawing in drawings:
            screen[id_] = drawing.widget
            if drawing.widget.is_trigger:
                continue
            if drawing.registered.imposed:
                values[id_] = drawing.registered.value
                drafts.pop(id_, None)
            elif id_ not in self.screen:
                values[id_] = drawing.widget.default
        return Browser(Table(screen), Table(values), Table(drafts))._only(screen)

    def _only(self, screen: dict[WidgetId, Widget]) -> Browser:
        return Browser(
            Table(screen),
            Table({id_: value for id_, value in self.values.items() if id_ in screen}),
            Table({id_: value for id_, value in self.drafts.items() if id_ in screen}),
        )
