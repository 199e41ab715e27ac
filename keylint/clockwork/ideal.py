"""What somebody expects who knows nothing of Streamlit: nothing is dropped, and what is stored is what is shown.

The same acts, and the same calls during a run, as those of `session`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.clockwork.errors import Cause, RunError
from keylint.clockwork.session import Leave
from keylint.clockwork.table import Table
from keylint.clockwork.widgets import MISSING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.clockwork.widgets import Form, Fragment, Key, Page, Value, Widget


@dataclass(frozen=True, slots=True)
class Site:
    """Where the value of a widget without a key lives."""

    site: Hashable


@dataclass(frozen=True, slots=True)
class IdealSession:
    """A session between two runs.

    - `values`: of keys, and of widgets without one;
    - `drafts`: what is entered in forms and not submitted;
    - `untouched`: the defaults of the widgets that nobody has edited and nothing has written; only where such widgets
      follow a default that changes;
    - `clicked`, `pending`: what was clicked, and whose callbacks the next run has to call.
    """

    page: Page
    follows_defaults: bool = False
    values: Table[Key | Site, Value] = Table()
    drafts: Table[Key | Site, Value] = Table()
    untouched: frozenset[Key | Site] = frozenset()
    screen: tuple[Widget, ...] = ()
    clicked: Table[Key | Site, Value] = Table()
    pending: tuple[Hashable, ...] = ()

    def shown(self, widget: Widget) -> Value:
        """What the widget displays. Raises KeyError when it was never drawn and is gone."""
        name = _name(widget)
        return self.drafts[name] if name in self.drafts else self.values[name]

    def edit(self, widget: Widget, value: Value) -> IdealSession:
        """The user gives the widget a value, or clicks it. `rerun` comes next, not for a draft."""
        name = _name(widget)
        pending = self.pending if widget.callback is None else (*self.pending, widget.callback)
        if widget.is_trigger:
            return replace(self, clicked=self.clicked.put(name, value), pending=pending)
        if widget.form is not None:
            return replace(self, drafts=self.drafts.put(name, value))
        return replace(self, values=self.values.put(name, value), untouched=self.untouched - {name}, pending=pending)

    def given(self, key: Key, value: Value) -> IdealSession:
        """The app has given the widget with the key another value."""
        drafts = Table({name: draft for name, draft in self.drafts.items() if name != key})
        return replace(self, values=self.values.put(key, value), drafts=drafts)

    def submit(self, form: Form, *, clears: bool = False) -> IdealSession:
        """The user submits the form. `rerun` comes next."""
        values, drafts = self.values.thawed(), self.drafts.thawed()
        fields = {_name(widget): widget for widget in self.screen if widget.form == form and not widget.is_trigger}
        for name, widget in fields.items():
            if name in drafts:
                values[name] = drafts.pop(name)
            if clears:
                drafts[name] = widget.default
        return replace(self, values=Table(values), drafts=Table(drafts), untouched=self.untouched.difference(fields))

    def rerun(self, fragment: Fragment | None = None) -> IdealRun:
        return IdealRun(replace(self, clicked=Table(), pending=()), fragment, self.clicked, self.pending)

    def go_to(self, page: Page) -> IdealRun:
        return IdealRun(replace(self, page=page, clicked=Table(), pending=()), None, self.clicked, self.pending)

    def follow(self, page: Page | None = None, fragment: Fragment | None = None) -> IdealRun:
        return IdealRun(self if page is None else replace(self, page=page), fragment, Table(), ())


class IdealRun:
    """A run. What happens in it changes it; `leave` gives the session after it."""

    __slots__ = ("_clicked", "_session", "_untouched", "_values", "callbacks", "fragment", "screen")

    def __init__(
        self,
        session: IdealSession,
        fragment: Fragment | None,
        clicked: Table[Key | Site, Value],
        callbacks: tuple[Hashable, ...],
    ) -> None:
        self.fragment = fragment
        self.callbacks = callbacks
        self.screen: list[Widget] = []
        self._session = session
        self._clicked = clicked
        self._values = session.values.thawed()
        self._untouched = set(session.untouched)

    @property
    def page(self) -> Page:
        return self._session.page

    def fork(self) -> IdealRun:
        fork = IdealRun(self._session, self.fragment, self._clicked, self.callbacks)
        fork.screen, fork._values, fork._untouched = list(self.screen), dict(self._values), set(self._untouched)
        return fork

    def was_on_screen(self, key: Key) -> bool:
        """Whether a widget with the key was on the screen when the run began."""
        return any(widget.key == key for widget in self._session.screen)

    def read(self, key: Key) -> Value:
        if key in self._clicked:
            return self._clicked[key]
        return self._values.get(key, MISSING)

    def write(self, key: Key, value: Value) -> None:
        self._untouched.discard(key)
        self._values[key] = value

    def delete(self, key: Key) -> None:
        """Raises RunError when there is no such key."""
        if key not in self._values:
            raise RunError(Cause.NO_SUCH_KEY, key)
        del self._values[key]
        self._untouched.discard(key)

    def draw(self, widget: Widget) -> Value:
        self.screen.append(widget)
        name = _name(widget)
        if name in self._clicked:
            return self._clicked[name]
        if name not in self._values:
            self._values[name] = widget.default
            if self._session.follows_defaults:
                self._untouched.add(name)
        elif name in self._untouched:
            self._values[name] = widget.default
        return self._values[name]

    def leave(self, leave: Leave = Leave.END) -> IdealSession:
        screen = tuple(self.screen)
        if leave in (Leave.RERUN, Leave.SWITCH_PAGE):
            screen = self._session.screen
        elif self.fragment is not None:
            outside = [widget for widget in self._session.screen if widget.fragment != self.fragment]
            screen = (*outside, *screen)
        return replace(self._session, values=Table(self._values), untouched=frozenset(self._untouched), screen=screen)


def ideal(page: Page, *, follows_defaults: bool = False) -> IdealSession:
    """A user who opens the app at `page`; `rerun` is the first run.

    With `follows_defaults`, a widget that was never edited nor written shows the default of the last run.
    """
    return IdealSession(page, follows_defaults)


def _name(widget: Widget) -> Key | Site:
    return Site(widget.site) if widget.key is None else widget.key
