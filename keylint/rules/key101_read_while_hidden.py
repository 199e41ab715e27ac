"""A keyed widget is hidden in some runs, and its key is read in them.

## What it does
Reports a keyed widget that some runs of its page do not show, whose key is read through `st.session_state` in such a
run. It is a warning where the app also saves the value elsewhere, and the read does not fail without the key: the app
may then find the value there.

## Why it matters
Streamlit drops the value of a widget at the end of the first run that does not show it. From the next run on the key is
missing: `st.session_state["horizon"]` raises KeyError, `st.session_state.horizon` raises AttributeError, and
`st.session_state.get("horizon", 14)` quietly gives 14 instead of what the user chose. In the very first hidden run
the value can still be read, which is why a quick try seems to work.

A test that uses `return`, `match`, `and`, a loop over a list that can be empty, an unopened lazy tab or a closed
dialog hides a widget just as `if` does. Plain `st.tabs`, `st.expander`, `st.columns` and `st.popover` hide nothing.

## Example
```python
import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Summary"])
if view == "Edit":
    st.number_input("Horizon (days)", 1, 90, key="horizon")
else:
    st.metric("Days", st.session_state["horizon"])
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Summary"])
if view == "Edit":
    st.number_input("Horizon (days)", 1, 90, key="horizon", persist_state="page")
else:
    st.metric("Days", st.session_state.get("horizon", 1))
```

Before 1.59, keep the value under a key that no widget owns. Assign it back right before the widget, so that the
browser takes it over, and save every change in a callback:
```python
import streamlit as st

st.session_state.setdefault("horizon", 14)


def save_horizon():
    if "_horizon" in st.session_state:
        st.session_state.horizon = st.session_state._horizon


view = st.sidebar.radio("View", ["Edit", "Summary"])
if view == "Edit":
    st.session_state._horizon = st.session_state.horizon
    st.number_input("Horizon (days)", 1, 90, key="_horizon", on_change=save_horizon)
else:
    st.metric("Days", st.session_state.horizon)
```

## Fix safety
Where every Streamlit version that the project allows has `persist_state`, the fix adds it to every call with the key;
that is safe for errors, because somebody needs the value, and unsafe for warnings, because the author may have wanted
it to go. Elsewhere the fix moves the value to a key that no widget owns, puts it back right before the widget and saves
it in a callback, or keeps the key alive at the top of every page; both are unsafe. No fix is made for a key that
another widget uses differently, that the app deletes, or that is not written out, such as an f-string; nor where the
app changes meanwhile what the widget begins with, as a reset through an object does.

## Streamlit versions
All. `persist_state` exists from 1.59 on; for `st.feedback` from 1.67 on.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [Session State](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.loss_findings import loss_finding, made_from
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY101", name="read-while-hidden", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for loss in keymap.about(Losses).of(RULE.code):
        what = f"'{made}', which is made from it," if (made := made_from(loss)) is not None else "it"
        message = f"'{loss.widget.key}' is lost while its widget is hidden, and {what} is read then"
        yield loss_finding(keymap, RULE, loss, message)
