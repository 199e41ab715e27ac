"""The clockwork: a user's session, server and browser, between two runs and during one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from keylint.clockwork.browser import Browser, Drawing
from keylint.clockwork.errors import Cause, RunError
from keylint.clockwork.releases import Release, release
from keylint.clockwork.session_state import Registered, SessionState, Stored
from keylint.clockwork.table import Table
from keylint.clockwork.widgets import Widget, identify
from keylint.streamlit import behaviour

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.clockwork.widgets import Form, Fragment, Key, Page, Value, WidgetId
    from keylint.streamlit.versions import Version


class Leave(Enum):
    """How a run ends."""

    END = "the last line, or a return"
    STOP = "st.stop()"
    EXCEPTION = "an exception that the app does not catch"
    RERUN = "st.rerun()"
    SWITCH_PAGE = "st.switch_page()"


@dataclass(frozen=True, slots=True)
class Session:
    """A session between two runs. `interrupted`: the fragment whose run asked for the next one."""

    release: Release
    page: Page
    stored: Stored = Stored()
    browser: Browser = Browser()
    interrupted: Fragment | None = None

    @property
    def screen(self) -> tuple[Widget, ...]:
        """The widgets that the user sees."""
        return tuple(self.browser.screen[id_] for id_ in self.browser.screen)

    def shown(self, widget: Widget) -> Value:
        """What a widget on the screen displays. Raises KeyError when it is not there."""
        return self.browser.shown(self._id(widget))

    def edit(self, widget: Widget, value: Value) -> Session:
        """The user gives the widget a value, or clicks it. Nothing runs yet: `rerun` comes next, not for a draft.

        A widget of an earlier screen can be edited too: the user was faster than the run that took it away.
        """
        is_draft = widget.form is not None and not widget.is_trigger
        enter = self.browser.draft if is_draft else self.browser.enter
        return self._with(enter(self._id(widget), value))

    def submit(self, form: Form, *, clears: bool = False) -> Session:
        """The user submits the form; `clears`: it has `clear_on_submit`. `rerun` comes next."""
        return self._with(self.browser.submit(form, clears=clears))

    def rerun(self, fragment: Fragment | None = None) -> Run:
        """The browser asks for a run of the page, or of the fragment that the edited widget is in."""
        run = Run(self._with(self.browser.without_clicks()), fragment)
        run.hear(self.browser.values)
        return run

    def go_to(self, page: Page) -> Run:
        """The user clicks the link of another page in the navigation."""
        left = self.browser.without_page()
        run = Run(replace(self, page=page, browser=left), None)
        run.leave_page(self.page, left.values, None)
        run.hear(left.values if self.release.drops_before_other_page else Table())
        return run

    def follow(self, page: Page | None = None, fragment: Fragment | None = None) -> Run:
        """The run that `st.rerun()` asked for, or `st.switch_page(page)`: the browser is not asked for values."""
        if page is None or page == self.page:
            return Run(self, fragment)
        run = Run(replace(self, page=page, browser=self.browser.without_page()), None)
        run.leave_page(self.page, Table(), self.interrupted)
        return run

    def _with(self, browser: Browser) -> Session:
        return Session(self.release, self.page, self.stored, browser, self.interrupted)

    def _id(self, widget: Widget) -> WidgetId:
        return identify(widget, self.release.version, self.page)


class Run:
    """A run of a page or of a fragment. What happens in it changes it; `leave` gives the session after it."""

    __slots__ = ("_drawings", "_ids", "_keys", "_session", "_state", "callbacks", "fragment")

    def __init__(self, session: Session, fragment: Fragment | None) -> None:
        self.fragment = fragment
        self.callbacks: tuple[Hashable, ...] = ()
        """What has to be called first, in order: the callbacks of the widgets that have another value."""
        self._session = session
        self._state = SessionState(session.release, session.stored)
        self._ids: set[WidgetId] = set()
        self._keys: set[Key] = set()
        self._drawings: dict[WidgetId, Drawing] = {}

    @property
    def page(self) -> Page:
        return self._session.page

    def fork(self) -> Run:
        """Another run that has come as far as this one."""
        fork = Run.__new__(Run)
        fork.fragment, fork.callbacks, fork._session = self.fragment, self.callbacks, self._session
        fork._state = SessionState(self._session.release, self._state.frozen(self._session.browser.screen))
        fork._ids, fork._keys, fork._drawings = set(self._ids), set(self._keys), dict(self._drawings)
        return fork

    def read(self, key: Key) -> Value:
        """`st.session_state.get(key)`, or MISSING."""
        return self._state.read(key)

    def write(self, key: Key, value: Value) -> None:
        """`st.session_state[key] = value`. Raises RunError when the run has drawn the widget of the key."""
        self._state.write(key, value, self._ids)

    def delete(self, key: Key) -> None:
        """`del st.session_state[key]`. Raises RunError when there is no such key."""
        self._state.delete(key)

    def draw(self, widget: Widget) -> Value:
        """Draws the widget and returns its value. Raises RunError where Streamlit raises an exception."""
        id_ = identify(widget, self._session.release.version, self.page)
        if id_ in self._ids or widget.key in self._keys:
            raise RunError(Cause.DRAWN_TWICE, widget.key)
        self._ids.add(id_)
        if widget.key is not None:
            self._keys.add(widget.key)
        registered = self._checked(widget, self._state.register(id_, widget, self.page))
        self._drawings[id_] = Drawing(widget, registered)
        return registered.value

    def leave(self, leave: Leave = Leave.END) -> Session:
        """The run ends: drops what it has not drawn, and shows the user what it has."""
        by_script = leave in (Leave.RERUN, Leave.SWITCH_PAGE)
        swallowed = leave is Leave.EXCEPTION and self.fragment is not None
        if swallowed or leave not in (Leave.STOP, Leave.EXCEPTION):
            self._state.reset_triggers()
            if not by_script or self._session.release.rerun_drops:
                self._state.drop(self._ids, self.fragment, self.page)
        browser = self._session.browser if by_script else self._received()
        return Session(
            release=self._session.release,
            page=self.page,
            stored=self._state.frozen(browser.screen),
            browser=browser,
            interrupted=self.fragment if by_script else None,
        )

    def leave_page(self, page: Page, sent: Table[WidgetId, Value], interrupted: Fragment | None) -> None:
        """Before the first run of another page than `page`: only what the browser sends stays."""
        if self._session.release.drops_before_other_page:
            self._state.reset_triggers()
            self._state.drop(sent, interrupted, page)

    def hear(self, values: Table[WidgetId, Value]) -> None:
        """The browser has asked for the run and sends these values."""
        self._state.reset_triggers()
        self._state.settle()
        changed = self._state.receive(values.items())
        self.callbacks = tuple(widget.callback for widget in changed if widget.callback is not None)

    def _received(self) -> Browser:
        browser = self._session.browser
        untouched: list[WidgetId] = []
        if self.fragment is not None:
            untouched = [id_ for id_, widget in browser.screen.items() if widget.fragment != self.fragment]
        return browser.receive(untouched, self._drawings.items())

    def _checked(self, widget: Widget, registered: Registered) -> Registered:
        """Replaces, or refuses, a value that is not among the options."""
        if widget.options is None or registered.value is None or registered.value in widget.options:
            return registered
        version = self._session.release.version
        if version >= behaviour.invalid_preset_resets_since(widget.command):
            self._state.correct(widget.key, widget.default)
            return Registered(widget.default, imposed=True)
        kept_since = behaviour.invalid_preset_kept_since(widget.command)
        if not registered.imposed or (kept_since is not None and version >= kept_since):
            return registered
        raise RunError(Cause.NO_SUCH_OPTION, widget.key)


def opened(version: Version, page: Page) -> Session:
    """A user who opens the app at `page`; `rerun` is the first run."""
    return Session(release(version), page)
