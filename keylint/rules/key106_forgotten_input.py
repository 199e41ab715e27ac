"""What the user entered in a widget is forgotten while the widget is hidden.

## What it does
Reports a keyed widget that some runs of its page do not show, when nobody reads its key meanwhile. It is a warning when
something says that the value matters: the code assigns the key by hand, tries to keep it and fails, shows it in
several places or keeps its neighbours; or it is a text, a number, a date, a time or a multiple selection; or a single
choice that another widget hides. Otherwise, and for fields of forms and dialogs, logins, search boxes, view toggles
and input that a button takes, it is `info`.

## Why it matters
Streamlit drops the value at the end of the first run that does not show the widget. When the widget returns, it shows
its default, and what the user typed or chose is gone.

`st.stop()` and an exception above the widget are special: the key stays readable, but in the browser the returning
widget shows its default, which replaces the value one run later. Most users pass such a stop once, so this is
`info` unless something says that the value matters.

## Example
```python
import streamlit as st

if st.checkbox("Add a note"):
    st.text_area("Note", key="note")
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

if st.checkbox("Add a note"):
    st.text_area("Note", key="note", persist_state="page")
```

On any version, a widget that is always shown keeps its value:
```python
import streamlit as st

wanted = st.checkbox("Add a note")
st.text_area("Note", key="note", disabled=not wanted)
```

## Fix safety
Where every Streamlit version that the project allows has `persist_state`, the fix adds it to every call with the key;
that is safe for errors, because somebody needs the value, and unsafe for warnings, because the author may have wanted
it to go. Elsewhere the fix moves the value to a key that no widget owns, puts it back right before the widget and saves
it in a callback, or keeps the key alive at the top of every page; both are unsafe. No fix is made for a key that
another widget uses differently, that the app deletes, or that is not written out, such as an f-string; nor where the
app changes meanwhile what the widget begins with, as a reset through an object does.

## Streamlit versions
All. `persist_state` exists from 1.59 on.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
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

RULE = Rule(code="KEY106", name="forgotten-input", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for loss in keymap.about(Losses).of(RULE.code):
        if loss.is_skipped:
            message = f"'{loss.widget.key}' starts from its default again after runs that stop above its widget"
        else:
            verb = "may be" if loss.is_unsure else "is"
            message = f"what the user enters in '{loss.widget.key}' {verb} forgotten while its widget is hidden"
        yield loss_finding(keymap, RULE, loss, message)
