"""Where an app changes its page by code: the calls of `st.switch_page()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.trace import Leave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun


def switches(keymap: KeyMap, page: PageRun) -> Iterator[tuple[CallbackRun | None, Leave]]:
    """The switches that the page's own run, or one of its callbacks, comes to, in their order."""
    for callback, trace in keymap.traces(page):
        for event in trace.events:
            if isinstance(event, Leave) and event.kind == "switch_page":
                yield callback, event


def switches_pages(keymap: KeyMap) -> bool:
    """Whether any page of the app does."""
    return keymap.about(_any_switch)


def _any_switch(keymap: KeyMap) -> bool:
    return any(True for page in keymap.app.pages for _ in switches(keymap, page))
