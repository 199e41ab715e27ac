"""A key is read where nothing has created it yet.

## What it does
Reports `st.session_state["key"]` and `st.session_state.key` on a page that a user can open first, in a run in which
nothing has given the key a value: it is created further down, only after a click, or only on another page.

Reads with `get()`, behind `in`, or in a `try` that catches the missing key are not reported. A key that belongs to a
widget of another page is reported here only on the page that the app opens with; elsewhere that is KEY102.

## Why it matters
The read raises `KeyError` (`AttributeError` for the attribute form). The author rarely sees it: their own session has
been through the page that creates the key. Users who follow a link, reload the page or open a second tab start with
an empty session state.

## Example
```python
# app.py
import streamlit as st

st.metric("Model", st.session_state["model"])

# pages/1_Setup.py
import streamlit as st

if st.button("Use the small model"):
    st.session_state["model"] = "tiny"
```

## Use instead
```python
# state.py
import streamlit as st


def init():
    st.session_state.setdefault("model", "large")

# app.py
import streamlit as st

from state import init

init()
st.metric("Model", st.session_state["model"])

# pages/1_Setup.py
import streamlit as st

from state import init

init()
if st.button("Use the small model"):
    st.session_state["model"] = "tiny"
```

With `st.navigation`, call such a function once, in the entrypoint. Where there is no sensible default, read with
`get()` and say what is missing.

## Fix safety
There is no automatic fix: only the author knows a good first value.

## Streamlit versions
All.

## References
- [Session State](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
- [Multipage apps overview](https://docs.streamlit.io/develop/concepts/multipage-apps/overview)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from keylint.app.beginning import creators, is_of_package, may_fail
from keylint.findings import Finding, Related, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.run.trace import Draw, StateRead, StateWrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.beginning import Creator
    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun

RULE = Rule(code="KEY402", name="read-before-init", severity=Severity.ERROR, documentation=__doc__)

_MOST_PLACES = 3


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        if keymap.possible(keymap.conditions.negate(page.universe)):
            continue
        reads: dict[str, list[StateRead]] = defaultdict(list)
        for event in page.trace.events:
            if isinstance(event, StateRead) and (key := event.key.constant) and event.form in ("item", "attribute"):
                reads[key].append(event)
        for key, events in reads.items():
            made_by = [] if is_of_package(keymap, key) else creators(keymap, key)
            if not made_by or _belongs_elsewhere(keymap, page, key):
                continue
            failing = may_fail(keymap, page, key, events)
            if failing is not None:
                yield _finding(page, key, failing, made_by)


def _belongs_elsewhere(keymap: KeyMap, page: PageRun, key: str) -> bool:
    """Whether only widgets of other pages have the key, and this is not the page that the app opens with."""
    widgets = keymap.widgets_of(key)
    return bool(widgets) and not page.is_default and all(widget.page is not page for widget in widgets)


def _finding(page: PageRun, key: str, read: StateRead, made_by: list[Creator]) -> Finding:
    related = [
        Related(creator.event.location, _why_not(page, read, creator))
        for creator in sorted(made_by, key=lambda creator: creator.page is not page)
    ]
    return RULE.finding(
        read.location,
        f"'{key}' is read before anything has created it: a user who opens the app here gets a KeyError",
        key=key,
        page=page.name,
        route=(page.name, *steps_of(read.context)),
        related=tuple(dict.fromkeys(related))[:_MOST_PLACES],
        advice=f'create it first, on every page: st.session_state.setdefault("{key}", …); or read it with '
        f'st.session_state.get("{key}") (all Streamlit versions)',
    )


def _why_not(page: PageRun, read: StateRead, creator: Creator) -> str:
    what = "the widget shown here creates it" if isinstance(creator.event, Draw) else "it is created here"
    if creator.callback is not None:
        return f"{what}, in a callback: not before the user has done something"
    if creator.page is not page:
        return f"{what}, on the page {creator.page.name}"
    if creator.event.order > read.order:
        return f"{what}, after it was read"
    return f"{what}, but not in every run" if isinstance(creator.event, StateWrite) else f"{what}, in other runs"
