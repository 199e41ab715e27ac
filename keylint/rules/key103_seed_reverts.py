"""A key that the app gives a first value belongs to a widget that is not always shown: the user's value turns back.

## What it does
Reports a widget that some runs do not show, or that another page does not show, when the app itself gives its key a
first value (`if "unit" not in st.session_state: …`, `setdefault`, `update`, a loop over defaults) or assigns it.

## Why it matters
The first value hides the loss. While the widget is hidden Streamlit drops the key, the app puts the first value back,
and goes on with it: no exception, only wrong results. When the widget returns it shows that value, or its own default,
instead of what the user chose. It is an error when the key is used while the widget is hidden, else a warning.

Giving a first value is no workaround: it sets the key exactly when the user's value has been lost.

Some apps give a value only once, such as a record that is loaded, and remember that they did (`loaded = True`, an id in
a list). When the widget returns it is empty, nothing is loaded again, and a Save button stores the emptiness. That is a
warning in forms and before such a button too, where the loss of the user's own input alone is `info`.

## Example
```python
import streamlit as st

st.session_state.setdefault("unit", "kg")
if st.sidebar.toggle("Advanced", value=True):
    st.selectbox("Unit", ["kg", "lb"], key="unit")
st.write("Weights are in", st.session_state.unit)
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

st.session_state.setdefault("unit", "kg")
if st.sidebar.toggle("Advanced", value=True):
    st.selectbox("Unit", ["kg", "lb"], key="unit", persist_state="page")
st.write("Weights are in", st.session_state.unit)
```

Before 1.59, let the widget own another key, and save its value in a callback:
```python
import streamlit as st

st.session_state.setdefault("unit", "kg")


def save_unit():
    if "_unit" in st.session_state:
        st.session_state.unit = st.session_state._unit


if st.sidebar.toggle("Advanced", value=True):
    st.session_state._unit = st.session_state.unit
    st.selectbox("Unit", ["kg", "lb"], key="_unit", on_change=save_unit)
st.write("Weights are in", st.session_state.unit)
```

## Fix safety
Where every Streamlit version that the project allows has `persist_state`, the fix adds it to every call with the key;
that is safe for errors, because somebody needs the value, and unsafe for warnings, because the author may have wanted
it to go. Elsewhere the fix moves the value to a key that no widget owns, puts it back right before the widget and saves
it in a callback, or keeps the key alive at the top of every page; both are unsafe. No fix is made for a key that
another widget uses differently, that the app deletes, or that is not written out, such as an f-string; nor where the
app changes meanwhile what the widget begins with, as a reset through an object does.

## Streamlit versions
All. `persist_state` exists from 1.59 on, and keeps the user's value, not the first one.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.loss_findings import loss_finding
from keylint.verdicts.evidence import Evidence
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY103", name="seed-reverts", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for loss in keymap.about(Losses).of(RULE.code):
        when = "while its widget is hidden" if not loss.leaves_page else "when the user opens another page"
        used = ", and the app goes on with that" if Evidence.NEEDED in loss.evidence else ""
        message = f"'{loss.widget.key}' turns back to its first value {when}{used}"
        if loss.put is not None:
            message = f"the value that the app gives '{loss.widget.key}' is lost {when}, and not given again"
        yield loss_finding(keymap, RULE, loss, message)
