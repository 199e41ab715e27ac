"""`st.switch_page()` resets the widgets of an `st.navigation` entrypoint for one run.

## What it does
Reports a keyed widget that the entrypoint of an `st.navigation` app shows around its pages, when some page, or the
entrypoint itself, calls `st.switch_page()`. One finding for each widget, at the first such call.

Silent are widgets with `persist_state="session"` and those that a keep-alive at the top of the entrypoint keeps.
The menu of `st.navigation` and `st.page_link` lose nothing.

## Why it matters
After a click in the menu the browser sends the values of the entrypoint's widgets along. With `st.switch_page()` it
does not: in the first run of the other page they have their defaults, and their keys are missing above them. One
run later the old values are back. What the page computed or stored in between used the wrong ones.

## Example
```python
import streamlit as st


def start():
    if st.button("Details"):
        st.switch_page(details_page)


def details():
    st.write("Details for", st.session_state.get("who"))


start_page = st.Page(start, default=True)
details_page = st.Page(details)
page = st.navigation([start_page, details_page])
st.sidebar.text_input("Who", key="who")
page.run()
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st


def start():
    if st.button("Details"):
        st.switch_page(details_page)


def details():
    st.write("Details for", st.session_state.get("who"))


start_page = st.Page(start, default=True)
details_page = st.Page(details)
page = st.navigation([start_page, details_page])
st.sidebar.text_input("Who", key="who", persist_state="session")
page.run()
```

On any version, `st.page_link` instead of the button.

## Fix safety
There is no automatic fix: where the change of page can go depends on what it is for.

## Streamlit versions
From 1.36 on, the first with `st.navigation`. Seen on 1.59 and 1.67 in a browser.

## References
- [streamlit#11115](https://github.com/streamlit/streamlit/issues/11115)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import keeps_itself, kept_everywhere, shadow_of
from keylint.app.switching import switches
from keylint.findings import Related, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import persist_advice, steps_of
from keylint.rules.inputs import takes_input
from keylint.streamlit.behaviour import NAVIGATION
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.runs import PageRun
    from keylint.run.trace import Leave

RULE = Rule(code="KEY110", name="switch-page-drops-entrypoint-widget", severity=Severity.INFO, documentation=__doc__)

_MOST_OTHERS = 2


def check(keymap: KeyMap) -> Iterator[Finding]:
    switches = list(_switches(keymap))
    if not switches or not keymap.versions.admits_from(NAVIGATION):
        return
    page, first = switches[0]
    since = version_label(NAVIGATION)
    others = [switch for _, switch in switches if switch.location != first.location][:_MOST_OTHERS]
    reported = set()
    for widget in keymap.widgets:
        draw = widget.first
        if not widget.in_frame or draw.site in reported or not takes_input(draw) or widget.kind == "trigger":
            continue
        if any(keeps_itself(drawn, "session") for drawn in widget.draws) or shadow_of(keymap, widget) is not None:
            continue
        if all(kept_everywhere(keymap, shown, widget.key) for shown in keymap.app.pages):
            continue
        reported.add(draw.site)
        yield RULE.finding(
            first.location,
            f"after this switch of pages '{widget.key}' shows its default for one run, although every page shows it",
            key=widget.key,
            page=page.name,
            route=(page.name, *steps_of(first.context)),
            related=(
                Related(
                    draw.site,
                    f"the entrypoint shows this widget on every page (st.navigation: Streamlit ≥ {since})",
                ),
                *(Related(other.location, "the same happens after this switch") for other in others),
            ),
            advice=f"use st.page_link; or {persist_advice(keymap, widget, 'session')}",
        )


def _switches(keymap: KeyMap) -> Iterator[tuple[PageRun, Leave]]:
    """The calls of `st.switch_page()` in the runs of the pages, in their order."""
    for page in keymap.app.pages:
        yield from ((page, leave) for callback, leave in switches(keymap, page) if callback is None)
