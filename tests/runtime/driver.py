"""Drives a Streamlit app the way a browser does, on top of streamlit.testing.v1.AppTest.

    with open_app(folder, "app.py") as app:
        app.play(("set", "horizon", 5))
        app.play(("goto", "pages/results.py"))
        app.value("horizon")            # MISSING, or what st.session_state holds between the runs
        app.exceptions, app.shown       # of the last run
        other = app.join()              # another user of the same server: another session, the same modules and caches

AppTest alone is not a browser (measured in headless Chromium against `streamlit run`). Six effects are added:

1. On a change of page AppTest sends the values of all widgets of the old page. A browser, from Streamlit 1.36, sends
   only those of the widgets that an st.navigation entrypoint draws itself, so a page's keys are gone when the next
   page starts.
2. A browser keeps a value of its own per mounted widget, and sends it with every rerun. It takes over the server's
   value only where the server says so (`set_value`). A widget that comes back without it shows its default, which then
   overwrites st.session_state.
3. What is set in a form is a draft, which a browser keeps to itself until a submit button of the form is clicked.
4. A browser sends values in the order in which their widgets came to the screen: that is the order of the callbacks.
5. A session stays on its page: AppTest of some releases takes each run for a change of page, which drops what a run
   that ended early has not drawn. Of runs that `st.rerun()` chains, only the last reaches the screen.
6. A browser has in its address the value of each mounted widget with `bind="query-params"` that is off its default,
   and sends that along.

Not modelled: reruns of a fragment alone (a dialog's widgets cause a whole run), and `clear_on_submit` of old releases.
From Streamlit 1.28; changes of page from 1.36, with st.navigation over files from 1.45.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import streamlit
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from tests.runtime.releases import (
    RELEASE,
    ScriptRunContext,
    calc_hash,
    forget_default_warning,
    forget_discovered_pages,
    leave_out_installed_components,
    mend_button_group,
    mend_selectbox,
    wait_briefly,
    widget_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING: Final = type("Missing", (), {"__repr__": lambda self: "missing"})()
_TIMEOUT_SECONDS = 20

leave_out_installed_components()
mend_button_group()
mend_selectbox()
wait_briefly()


class App:
    """A session of one user with one app. Opened by `open_app`."""

    def __init__(self, folder: Path, entrypoint: str) -> None:
        self._folder = folder
        self._name = entrypoint
        self._entrypoint = os.path.realpath(folder / entrypoint)
        self._test = AppTest.from_file(self._entrypoint, default_timeout=_TIMEOUT_SECONDS)
        self._browser_values: dict[str, Any] = {}  # widget id → the value that the browser holds
        self._drafts: dict[str, Any] = {}  # the same for what is set in a form and not submitted
        self._settled: set[str] = set()  # the widgets of the form that the current step submits
        self._messages: list[Any] = []
        self._pages: dict[str, dict[str, Any]] = {}
        self._page_hashes: list[str] = []  # of the runs that the current step caused
        self._last_page = ""
        self._earlier: list[Any] = []  # the widgets that were on the screen before the last step

    def play(self, step: tuple[Any, ...]) -> None:
        """Does one step: ("rerun",), ("set", key, value), ("clear", key), ("late", key, value), ("click", key),
        ("goto", page) or ("state", key, value).

        A widget without a key is named by its label. A page is named by its file, by `url:` and its url path, or as
        `file::function`. `set` in a form runs nothing, on a file uploader it uploads a small file of that name, and on
        a chat input it sends a message. `late` gives a value to a widget that was there before the last step: the user
        was faster than the run that took it away. Raises LookupError when there is no such widget or page.
        """
        if step[0] == "set" and self._drafted(self._find(step[1]), step[2]):
            return
        with self._observed():
            clicked = self._find(step[1]) if step[0] == "click" else None
            self._settle_drafts(getattr(clicked and clicked.proto, "form_id", ""))
            earlier, self._earlier = self._earlier, self._widgets()
            match step:
                case ("rerun",):
                    self._test.run()
                case ("set", key, value):
                    self._set(self._find(key), value)
                case ("clear", key):
                    self._set(self._find(key), None)
                case ("late", key, value):
                    self._set_late(_named(key, earlier), value)
                case ("click", _):
                    assert clicked is not None
                    clicked.click().run()
                case ("goto", page):
                    self._change_page(page)
                case ("state", key, value):
                    self._test.session_state[key] = value
                    self._test.run()
                case _:
                    raise ValueError(f"not a step: {step}")
        if RELEASE >= (1, 36):
            self._test._page_hash = self._last_page  # a browser asks for the page that it shows
        self._catch_up_browser()

    def join(self) -> App:
        """Another user opens the app: a session of their own, in this process. Runs it once."""
        app = App(self._folder, self._name)
        app.play(("rerun",))
        return app

    def value(self, key: str) -> Any:
        """What st.session_state holds for `key` after the last run, or MISSING."""
        try:
            return self._session_state[key]
        except KeyError:
            return MISSING

    def displayed(self, key: str) -> Any:
        """What the browser shows in the widget with this key, or label."""
        widget = self._find(key)
        return self._drafts.get(widget.id, self._browser_values[widget.id])

    def draws(self, key: str) -> bool:
        """Whether the last run drew a widget with this key, or label."""
        return any(key in (getattr(widget, "key", None), getattr(widget, "label", None)) for widget in self._widgets())

    def widget(self, key: str) -> Any:
        """AppTest's own view of the widget with this key, or label."""
        return self._find(key)

    def kind(self, key: str) -> str:
        """Which widget it is that has this key, or label: `text_input`, `button_group`, `file_uploader`."""
        return str(self._find(key).type)

    def key_like(self, pattern: str) -> str:
        """The key of the first widget on the page that fits a pattern, which has `*` for what only the run knows."""
        keys = [key for widget in self._widgets() if (key := getattr(widget, "key", None)) and fits(key, pattern)]
        if not keys:
            raise LookupError(f"no widget with a key like {pattern!r} on the page")
        return str(keys[0])

    def is_in_dialog(self, key: str) -> bool:
        """Whether the widget with this key, or label, stands in a dialog."""
        wanted = self._find(key)
        dialogs = [block for block in _blocks(self._test._tree) if getattr(block, "type", "") == "dialog"]
        return any(node is wanted for dialog in dialogs for node in dialog)

    @property
    def has_drafts(self) -> bool:
        """Whether something is set in a form that was not submitted since."""
        return bool(self._drafts)

    @property
    def labels(self) -> list[str]:
        """The labels of the widgets on the page that hold a value in the browser."""
        return [widget.label for widget in self._widgets() if widget.id in self._browser_values]

    @property
    def exceptions(self) -> list[str]:
        """Type and message of each exception that the last run showed."""
        return [f"{shown.proto.type}: {shown.value}" for shown in self._test.exception]

    @property
    def shown(self) -> str:
        """The text that the last run displayed, one element a line, widgets left out."""
        elements = [node for node in self._test._tree if not isinstance(node, Widget) and hasattr(node, "value")]
        return "\n".join(f"{getattr(node, 'label', '')} {node.value}".strip() for node in elements)

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """What the widgets on the page hold in the browser: label and value of each, in order."""
        widgets = [node for node in self._test._tree if isinstance(node, Widget)]
        return [(getattr(widget, "label", ""), _served_value(widget)) for widget in widgets if hasattr(widget, "value")]

    @property
    def _session_state(self) -> Any:
        return getattr(self._test, "_session_state", None) or self._test.session_state

    def _widgets(self) -> list[Any]:
        return [node for node in self._test._tree if isinstance(node, Widget)]

    def _find(self, key: str) -> Any:
        return _named(key, self._widgets())

    def _set(self, widget: Any, value: Any) -> None:
        if widget.type == "chat_input":  # holds nothing afterwards
            widget.set_value(value).run()
            return
        if hasattr(widget, "upload"):
            widget.upload(value, b"first,second\n1,2\n").run()
            return
        self._browser_values[widget.id] = value
        widget.set_value(value).run()

    def _set_late(self, widget: Any, value: Any) -> None:
        sent = self._test._tree.get_widget_states()
        widget.set_value(value)
        sent.widgets.append(widget_state(widget))
        self._test._run(sent)

    def _drafted(self, widget: Any, value: Any) -> bool:
        """Effect 3 of the module's docstring: whether the widget stands in a form, which then holds a draft."""
        if not getattr(widget.proto, "form_id", "") or hasattr(widget, "upload"):
            return False
        self._drafts[widget.id] = value
        widget.set_value(value)
        return True

    def _settle_drafts(self, submitted: str) -> None:
        """Before a run: the drafts of the submitted form are sent, of the others what they held when they were."""
        fields = [
            widget for widget in self._widgets() if submitted and getattr(widget.proto, "form_id", "") == submitted
        ]
        self._settled = {widget.id for widget in fields}
        for widget in self._widgets():
            if widget.id not in self._drafts:
                continue
            if submitted and widget.proto.form_id == submitted:
                self._browser_values[widget.id] = self._drafts.pop(widget.id)
            else:
                widget.set_value(self._browser_values[widget.id])

    def _change_page(self, page: str) -> None:
        if RELEASE < (1, 36):
            raise NotImplementedError("changes of page need Streamlit 1.36")
        target = self._page_hash(page)
        sent, kept = WidgetStates(), self._ids_drawn_by_entrypoint()
        sent.widgets.extend(state for state in self._test._tree.get_widget_states().widgets if state.id in kept)
        self._test._page_hash = target
        self._test._run(sent)

    def _page_hash(self, page: str) -> str:
        if "::" in page:  # a function is known by its name, which its url path is, and the first one by having none
            name = page.partition("::")[2]
            paths = {info.get("url_pathname") for info in self._pages.values()}
            page = f"url:{name if name in paths else ''}"
        for page_hash, info in self._pages.items():
            if page.startswith("url:"):
                if info.get("url_pathname", info.get("page_name")) == page.removeprefix("url:"):
                    return page_hash
            elif info.get("script_path") and os.path.realpath(info["script_path"]) == os.path.realpath(
                self._folder / page
            ):
                return page_hash
        raise LookupError(f"no page {page!r}: {list(self._pages.values())}")

    def _ids_drawn_by_entrypoint(self) -> set[str]:
        """The elements that a change of page leaves in the browser: those of the frame around st.navigation's pages."""
        if not any(message.WhichOneof("type") == "navigation" for message in self._messages):
            return set()
        entrypoint_hash = calc_hash(self._entrypoint)
        elements = [
            message.delta.new_element
            for message in self._messages
            if message.WhichOneof("type") == "delta"
            and message.metadata.active_script_hash == entrypoint_hash
            and message.delta.WhichOneof("type") == "new_element"
        ]
        return {getattr(getattr(element, element.WhichOneof("type")), "id", "") for element in elements}

    def _catch_up_browser(self) -> None:
        """Effect 2 of the module's docstring: what each mounted widget shows now, and will send with the next rerun."""
        metadata = self._session_state._state._new_widget_state.widget_metadata
        mounted: dict[str, Any] = {}
        drafts: dict[str, Any] = {}
        nodes: list[Any] = list(self._test._tree)
        for widget in nodes:
            known = metadata.get(getattr(widget, "id", None) or "")
            if known is None or not isinstance(widget, Widget) or not _holds_value(known.value_type):
                continue
            served = _served_value(widget)
            if getattr(widget.proto, "set_value", False):
                text = _sent_text(widget.proto)
                mounted[widget.id] = served if text is None else known.deserializer(text)
            elif widget.id in self._browser_values:
                mounted[widget.id] = self._browser_values[widget.id]
            else:
                mounted[widget.id] = known.deserializer(None)
            if served != mounted[widget.id]:
                widget.set_value(mounted[widget.id])
            if widget.id in self._drafts and not widget.proto.set_value:
                drafts[widget.id] = self._drafts[widget.id]
                widget.set_value(drafts[widget.id])
        before = {id_: mounted.pop(id_) for id_ in self._browser_values if id_ in mounted}
        self._browser_values, self._drafts = {**before, **mounted}, drafts

    def _as_a_browser_sends(self, sent: WidgetStates | None = None, *others: Any) -> tuple[Any, ...]:
        """In the order in which the widgets came to the screen, which is that of their callbacks.

        Of forms that are not submitted, too, what the browser holds: AppTest of some releases sends something else.
        """
        if sent is None:
            return (sent, *self._with_address(others))
        states = {state.id: state for state in sent.widgets}
        for widget in self._widgets():
            if widget.id in states and widget.id in self._browser_values and widget.id not in self._settled:
                states[widget.id] = widget_state(widget) or states[widget.id]
        order = [id_ for id_ in self._browser_values if id_ in states]
        order += [id_ for id_ in states if id_ not in self._browser_values]
        return (WidgetStates(widgets=[states[id_] for id_ in order]), *self._with_address(others))

    def _with_address(self, others: tuple[Any, ...]) -> tuple[Any, ...]:
        """Effect 6 of the module's docstring; `others` begin with what AppTest has in the address."""
        metadata = self._session_state._state._new_widget_state.widget_metadata
        address = dict(others[0] or {})
        for widget in self._widgets():
            name = getattr(widget.proto, "query_param_key", "")
            if name and widget.id in self._browser_values:
                value = self._browser_values[widget.id]
                address[name] = _in_address(value)
                if value == metadata[widget.id].deserializer(None):
                    del address[name]
        return (address, *others[1:])

    @contextlib.contextmanager
    def _observed(self) -> Iterator[None]:
        """Listens to the runs of one step: their pages, the messages of the last one, the registry of pages."""
        self._page_hashes = []
        start, run = ScriptRunContext.on_script_start, LocalScriptRunner.run
        runners: list[Any] = []

        def on_script_start(context: Any) -> None:
            if self._page_hashes:  # a browser has not seen much of the run that ended for this one
                runners[-1].forward_msg_queue.clear()
            start(context)
            self._page_hashes.append(getattr(context, "page_script_hash", ""))

        def run_and_listen(runner: Any, *args: Any, **options: Any) -> Any:
            runners.append(runner)
            registry = getattr(runner, "_pages_manager", None)
            if registry and hasattr(registry, "set_current_page_script_hash"):
                registry.set_current_page_script_hash(self._last_page)  # AppTest of some releases forgets it
            tree = run(runner, *self._as_a_browser_sends(*args), **options)
            self._messages = list(runner.forward_msgs())
            self._pages = dict(registry.get_pages()) if registry else {}
            self._last_page = getattr(registry, "current_page_script_hash", "")
            return tree

        with (
            mock.patch.object(ScriptRunContext, "on_script_start", on_script_start),
            mock.patch.object(LocalScriptRunner, "run", run_and_listen),
        ):
            yield


def _blocks(block: Any) -> Iterator[Any]:
    """The block and all that stand in it."""
    yield block
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _blocks(child)


def fits(key: str, pattern: str) -> bool:
    """Whether a key is one that the pattern stands for; `*` is any text."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), key, re.DOTALL) is not None


def _named(key: str, widgets: list[Any]) -> Any:
    for attribute in ("key", "label"):
        for widget in widgets:
            if getattr(widget, attribute, None) == key:
                return widget
    raise LookupError(f"no widget with the key or label {key!r} on the page: {[w.key or w.label for w in widgets]}")


def _served_value(widget: Any) -> Any:
    """The server's value of a drawn widget; MISSING when the app deleted it in the same run."""
    try:
        return widget.value
    except KeyError:
        return MISSING


def _sent_text(proto: Any) -> str | None:
    """The text that the server sent with `set_value`, whatever became of the value later in the run; None for others,
    and where it sent that there is no value."""
    name = "raw_value" if hasattr(proto, "raw_value") else "value"
    sent = getattr(proto, name, None)
    if not isinstance(sent, str):
        return None
    with contextlib.suppress(ValueError):  # a field that is always there
        return sent if proto.HasField(name) else None
    return sent


def _in_address(value: Any) -> str | list[str]:
    """How a browser writes the value of a bound widget."""
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _holds_value(value_type: str) -> bool:
    return "trigger" not in value_type and not value_type.startswith(("chat", "file"))


@contextlib.contextmanager
def open_app(folder: Path, entrypoint: str) -> Iterator[App]:
    """Starts a session with the app in `folder` and runs it once. Leaves no module and no cache of the app behind."""
    folder = folder.resolve()
    write_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    known = set(sys.modules)
    path, sys.path = sys.path, [str(folder), *sys.path]  # `streamlit run` does it, AppTest of some releases does not
    forget_discovered_pages()
    forget_default_warning()
    importlib.invalidate_caches()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Streamlit and its dependencies, not of this project
            app = App(folder, entrypoint)
            app.play(("rerun",))
            yield app
    finally:
        sys.dont_write_bytecode, sys.path = write_bytecode, path
        streamlit.cache_resource.clear()
        for name in sys.modules.keys() - known:
            if _is_inside(sys.modules[name], folder):
                del sys.modules[name]


def _is_inside(module: Any, folder: Path) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", [])]
    return any(isinstance(place, str) and folder in Path(place).resolve().parents for place in places)
