"""Where Streamlit's releases differ in the internals that the driver holds on to."""

from __future__ import annotations

import contextlib
import importlib
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

__all__ = ["RELEASE", "ScriptRunContext", "calc_hash", "forget_discovered_pages", "forget_shown_warnings"]

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


def forget_shown_warnings() -> None:
    """The warning about two first values is shown once per process."""
    for name in ("streamlit.elements.lib.policies", "streamlit.elements.utils"):
        with contextlib.suppress(ImportError):
            module: Any = importlib.import_module(name)
            module._shown_default_value_warning = False
