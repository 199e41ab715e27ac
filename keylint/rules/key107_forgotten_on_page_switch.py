"""What the user entered in a widget is forgotten when they open another page.

## What it does
Reports a keyed widget of one page of a multipage app, when nobody reads its key on the other pages. It is a warning
when something says that the value matters, as for KEY106; a single choice that is lost only by a page switch is `info`.

## Why it matters
Streamlit drops the values of a page's widgets when the user opens another page. On return every widget shows its
default. Users who look something up on another page lose what they had entered.

## Example
```python
import streamlit as st

st.text_area("Report text", key="report_text")
```
```python
# pages/1_Sources.py
import streamlit as st

st.write("Sources")
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

st.text_area("Report text", key="report_text", persist_state="session")
```
```python
# pages/1_Sources.py
import streamlit as st

st.write("Sources")
```

On any version, `st.navigation` keeps the widgets that the entrypoint shows itself, and a keep-alive on every page
keeps the others:
```python
import streamlit as st

if "report_text" in st.session_state:
    st.session_state.report_text = st.session_state.report_text
st.text_area("Report text", key="report_text")
```
```python
# pages/1_Sources.py
import streamlit as st

if "report_text" in st.session_state:
    st.session_state.report_text = st.session_state.report_text
st.write("Sources")
```

## Fix safety
Where every Streamlit version that the project allows has `persist_state`, the fix adds it to every call with the key;
that is safe for errors, because somebody needs the value, and unsafe for warnings, because the author may have wanted
it to go. Elsewhere the fix moves the value to a key that no widget owns, puts it back right before the widget and saves
it in a callback, or keeps the key alive at the top of every page; both are unsafe. No fix is made for a key that
another widget uses differently, that the app deletes, or that is not written out, such as an f-string; nor where the
app changes meanwhile what the widget begins with, as a reset through an object does.

## Streamlit versions
All. `persist_state` exists from 1.59 on; `persist_state="page"` is not enough here.

## References
- [Multipage apps: widgets](https://docs.streamlit.io/develop/concepts/multipage-apps/widgets)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.loss_findings import loss_finding
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY107", name="forgotten-on-page-switch", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for loss in keymap.about(Losses).of(RULE.code):
        verb = "may be" if loss.is_unsure else "is"
        message = f"what the user enters in '{loss.widget.key}' {verb} forgotten when they open another page"
        yield loss_finding(keymap, RULE, loss, message)
