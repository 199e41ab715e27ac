"""A data editor is given the table that its own result is written to.

## What it does
Reports `st.data_editor` on a table from session state to which the same run writes the editor's result. Not reported:
a result that is written back only on a click, in a callback, or right before `st.rerun()`; and, where every allowed
version knows the editor by its key, one with a key and a fixed number of rows.

## Why it matters
The editor keeps the user's edits as a list of changes to the table it was given. When the edited table comes back as
its input, it is another editor, whose list is empty: every second edit is lost.

## Example
```python
import pandas as pd
import streamlit as st

if "plan" not in st.session_state:
    st.session_state.plan = pd.DataFrame({"task": ["a", "b"], "done": [False, False]})

st.session_state.plan = st.data_editor(st.session_state.plan, num_rows="dynamic")
```

## Use instead
```python
import pandas as pd
import streamlit as st

if "plan" not in st.session_state:
    st.session_state.plan = pd.DataFrame({"task": ["a", "b"], "done": [False, False]})

st.session_state.edited_plan = st.data_editor(st.session_state.plan, num_rows="dynamic")
```

The input stays as it is; what the user made of it lives under another key.

## Fix safety
There is no automatic fix: everything that reads the table has to read the other key.

## Streamlit versions
All. With a key and a fixed number of rows, only before the release on which the key identifies the editor.

## References
- [st.data_editor](https://docs.streamlit.io/develop/api-reference/data/st.data_editor)
- [streamlit#7749](https://github.com/streamlit/streamlit/issues/7749)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, route_of
from keylint.rules.feeding import Feedback, feedbacks
from keylint.run.values import NONE, Known
from keylint.streamlit.commands import first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version

RULE = Rule(code="KEY307", name="editor-write-back", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        given = [
            (draw, draw.parameters["data"])
            for draw in page.trace.draws()
            if draw.kind == "editor" and "data" in draw.parameters and not _stays(keymap, draw)
        ]
        for feedback in feedbacks(keymap, page, given):
            yield _finding(feedback)


def _stays(keymap: KeyMap, draw: Draw) -> bool:
    """Whether the editor stays the same one when its table changes: by its key, while rows cannot come and go."""
    since = _stays_from(draw)
    return since is not None and keymap.versions.all_from(since)


def _stays_from(draw: Draw) -> Version | None:
    """The first version on which the key and the columns identify the editor; None where they never do."""
    fixed = draw.spreads or draw.parameters.get("num_rows", NONE) in (NONE, Known("fixed"))
    return first_version_with(draw.command, "key_identity") if draw.key is not None and fixed else None


def _finding(feedback: Feedback) -> Finding:
    draw, source = feedback.draw, feedback.source_text
    since = _stays_from(draw)
    versions = "all Streamlit versions" if since is None else f"Streamlit < {version_label(since)}"
    return RULE.finding(
        draw.site,
        f"this editor loses every second edit: its table comes from `{source}`, which its own result is written to",
        key=draw.key.text if draw.key is not None else feedback.source.text,
        page=feedback.page.name,
        route=route_of(draw, feedback.page.name),
        related=(*drawn_here(draw), Related(feedback.write.location, "the result is written back here", Role.SAVED)),
        advice=f"leave the input as it is, and write the result to another key ({versions})",
    )
