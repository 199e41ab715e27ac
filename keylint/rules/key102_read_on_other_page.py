"""The key of a widget on one page is read on another page, where nothing shows or keeps it.

## What it does
Reports a keyed widget of one page whose key another page reads, when neither that page nor a keep-alive holds the
value.

## Why it matters
All pages share `st.session_state`, but a key that belongs to a widget lives only as long as the widget is shown. When
the user opens another page, the keys of the old page's widgets are dropped: before the first run of the new page
(Streamlit 1.36 and later), or after it (earlier). The other page finds nothing, or a default, and so does the widget
on return.

Widgets that the `st.navigation` entrypoint itself shows, around every page, are kept.

## Example
```python
import streamlit as st

st.number_input("Horizon (days)", 1, 90, key="horizon")
```
```python
# pages/1_Results.py
import streamlit as st

st.metric("Days", st.session_state["horizon"])
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

st.number_input("Horizon (days)", 1, 90, key="horizon", persist_state="session")
```
```python
# pages/1_Results.py
import streamlit as st

st.metric("Days", st.session_state.get("horizon", 1))
```

Before 1.59, keep the value under a key that no widget owns, and read that one:
```python
import streamlit as st

st.session_state.setdefault("horizon", 14)


def save_horizon():
    if "_horizon" in st.session_state:
        st.session_state.horizon = st.session_state._horizon


st.session_state._horizon = st.session_state.horizon
st.number_input("Horizon (days)", 1, 90, key="_horizon", on_change=save_horizon)
```
```python
# pages/1_Results.py
import streamlit as st

st.metric("Days", st.session_state.get("horizon", 14))
```

## Fix safety
Where every Streamlit version that the project allows has `persist_state`, the fix adds it to every call with the key;
that is safe for errors, because somebody needs the value, and unsafe for warnings, because the author may have wanted
it to go. Elsewhere the fix moves the value to a key that no widget owns, puts it back right before the widget and saves
it in a callback, or keeps the key alive at the top of every page; both are unsafe. No fix is made for a key that
another widget uses differently, that the app deletes, or that is not written out, such as an f-string; nor where the
app changes meanwhile what the widget begins with, as a reset through an object does.

## Streamlit versions
All. `persist_state` exists from 1.59 on; for `st.feedback` from 1.67 on. `persist_state="page"` is not enough here.

## References
- [Multipage apps: widgets](https://docs.streamlit.io/develop/concepts/multipage-apps/widgets)
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
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

RULE = Rule(code="KEY102", name="read-on-other-page", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for loss in keymap.about(Losses).of(RULE.code):
        assert loss.story is not None  # without one nothing says who reads
        reader = loss.story.steps[-1].page.name
        message = (
            f"'{loss.widget.key}' is read on another page ({reader}), but its value is dropped when the user goes there"
        )
        if (made := made_from(loss)) is not None:
            message = (
                f"'{loss.widget.key}' is dropped when the user opens another page, and '{made}', which is read on "
                f"{reader}, is made from its default when they come back"
            )
        yield loss_finding(keymap, RULE, loss, message)
