"""Where Streamlit's releases differ in the internals that the driver holds on to."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Final

import streamlit as st

try:
    from streamlit.util import calc_hash
except ImportError:  # the older name
    from streamlit.util import calc_md5 as calc_hash  # type: ignore[attr-defined, no-redef]
try:
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
except ImportError:  # the older place
    from streamlit.runtime.scriptrunner.script_run_context import ScriptRunContext  # type: ignore[import-not-found, no-redef]

try:
    from streamlit.elements.lib import policies
except ImportError:  # the older place
    from streamlit.elements import utils as policies  # type: ignore[attr-defined, no-redef]

__all__ = [
    "RELEASE",
    "ScriptRunContext",
    "calc_hash",
    "default_warning_given",
    "forget_default_warning",
    "forget_discovered_pages",
    "leave_out_installed_components",
    "mend_button_group",
    "mend_selectbox",
    "wait_briefly",
    "widget_state",
]

_policies: Any = policies

RELEASE: Final = tuple(int(part) for part in st.__version__.split(".")[:2])


def forget_discovered_pages() -> None:
    """Several releases find the pages/ folder, or see that there is st.navigation, once per process."""
    with contextlib.suppress(ImportError):
        from streamlit import source_util  # noqa: PLC0415 - gone in new releases

        old: Any = source_util
        old._cached_pages = None
    with contextlib.suppress(ImportError):
        from streamlit.runtime import pages_manager  # noqa: PLC0415 - absent in old releases

        module: Any = pages_manager
        module.PagesManager.uses_pages_directory = None
        if hasattr(module, "PagesStrategyV1"):
            module.PagesManager.DefaultStrategy = module.PagesStrategyV1


def forget_default_warning() -> None:
    """That a default is given twice is said once per process: in the app below 1.56, in the log from then on."""
    _policies._shown_default_value_warning = False


def default_warning_given() -> bool:
    """Whether it has been said since it was last forgotten."""
    return bool(_policies._shown_default_value_warning)


def leave_out_installed_components() -> None:
    """Some releases look through every installed package for components when a session starts: half of its time."""
    with contextlib.suppress(ImportError):
        from streamlit.components.v2 import manifest_scanner  # noqa: PLC0415 - absent in old releases

        module: Any = manifest_scanner
        module.scan_component_manifests = lambda *_: []


def wait_briefly() -> None:
    """Old releases of AppTest look ten times a second whether the runs are over, and find so after the first."""
    from streamlit.testing.v1 import local_script_runner  # noqa: PLC0415 - as in the other mends

    module: Any = local_script_runner

    class Time:
        time = staticmethod(time.time)

        @staticmethod
        def sleep(seconds: float) -> None:
            time.sleep(min(seconds, 0.001))

    def is_shut_down(runner: Any) -> bool:
        events = [event.name for event in runner.events[: len(runner.event_data)]]
        return "SHUTDOWN" in events

    module.time = Time
    module.LocalScriptRunner.script_stopped = is_shut_down


def widget_state(widget: Any) -> Any:
    """What AppTest sends of a widget by itself; None where a release leaves that to the whole page."""
    from streamlit.testing.v1 import element_tree  # noqa: PLC0415 - as in the other mends

    module: Any = element_tree
    return module.get_widget_state(widget) if hasattr(module, "get_widget_state") else None


def mend_selectbox() -> None:
    """From 1.49 to 1.52 a selectbox keeps a value that is none of its options; AppTest fails to send it."""
    if not (1, 49) <= RELEASE < (1, 53):
        return
    from streamlit.proto.WidgetStates_pb2 import WidgetState  # noqa: PLC0415 - as in the other mends
    from streamlit.testing.v1 import element_tree  # noqa: PLC0415

    selectbox: Any = element_tree.Selectbox
    of_option = selectbox._widget_state.fget

    def of_value(self: Any) -> Any:
        if self.value is None or self.format_func(self.value) in self.options:
            return of_option(self)
        return WidgetState(id=self.id, string_value=self.format_func(self.value))

    selectbox._widget_state = property(of_value)


def mend_button_group() -> None:
    """Below 1.59 AppTest knows st.feedback, st.pills and st.segmented_control only as lists of what is selected."""
    from streamlit.testing.v1 import element_tree  # noqa: PLC0415 - only old releases need it

    group: Any = getattr(element_tree, "ButtonGroup", None)
    if group is None or hasattr(group, "_is_single_select"):
        return

    def value(self: Any) -> Any:
        return self.root.session_state[self.id] if self._value is None else self._value[0]

    def set_value(self: Any, chosen: Any) -> Any:
        self._value = (chosen,)  # so that None can be chosen, too
        return self

    def indices(self: Any) -> list[int]:
        chosen = value(self)
        several = chosen if isinstance(chosen, list) else [] if chosen is None else [chosen]
        if self.format_func is None:  # st.feedback counts its options, save that the first of two thumbs is 1
            return [1 - each if len(self.options) == 2 else each for each in several]
        return [self.options.index(self.format_func(each)) for each in several]

    group.value, group.set_value, group.indices = property(value), set_value, property(indices)
