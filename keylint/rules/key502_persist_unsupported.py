"""`persist_state` or `bind` on a command that does not take it.

## What it does
Reports `persist_state` and `bind` on commands that have them in no version of Streamlit: buttons, uploaders, editors,
charts, forms, `st.chat_input`. Functions and classes of the app that have such a parameter of their own are left
alone.

## Why it matters
The call raises a `TypeError`, and the page stops there. A page that is rarely opened hides the mistake for long.

## Example
```python
import streamlit as st

st.file_uploader("Plan", key="plan", persist_state="session")
```

## Use instead
Nothing keeps an uploaded file for the widget; keep a copy of its content:
```python
import streamlit as st

plan = st.file_uploader("Plan", key="plan")
if plan is not None:
    st.session_state.plan_bytes = plan.getvalue()
```

## Fix safety
Safe: the parameter is removed. The page runs again, and still does not keep the value.

## Streamlit versions
All.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.remedies.arguments import without
from keylint.repairs import Repair
from keylint.rules.base import Rule
from keylint.rules.persistence import is_known, persisting_draws, written_finding
from keylint.streamlit.commands import first_version_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY502", name="persist-unsupported", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page, draw, parameter in persisting_draws(keymap):
        if is_known(draw) and first_version_with(draw.command, parameter) is None:
            message = f"st.{draw.command} does not take {parameter}: the call raises a TypeError"
            advice = f"remove {parameter}"
            if draw.kind in ("file", "editor", "chat"):
                advice += "; copy what you need into another session-state key as soon as the widget returns it"
            repair = Repair(f"remove {parameter}", True, without(keymap, draw, parameter))
            yield written_finding(RULE, page, draw, message, advice, repair)
