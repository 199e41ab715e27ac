"""`persist_state` beside `bind="query-params"`.

## What it does
Reports a widget that is given both.

## Why it matters
`bind` alone keeps the value: it is in the address of the page. Streamlit lets the binding take precedence, so
`persist_state` has no effect, and readers take the scope that it names for the real one.

## Example
```python
import streamlit as st

st.selectbox("Site", ["A", "B"], key="site", bind="query-params", persist_state="session")
```

## Use instead
```python
import streamlit as st

st.selectbox("Site", ["A", "B"], key="site", bind="query-params")
```

## Fix safety
Safe: `persist_state` is removed. In an app that calls `st.switch_page()`, which does not go with `bind` (KEY508),
nothing is: which of the two should go is for the author to say.

## Streamlit versions
From 1.59 on. `bind` keeps a value, hidden or on another page, from 1.56 on.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import persistence
from keylint.app.switching import switches_pages
from keylint.findings import Severity
from keylint.remedies.arguments import without
from keylint.repairs import Refusal, Repair
from keylint.rules.base import Rule
from keylint.rules.persistence import admits, persisting_draws, since, written_finding
from keylint.run.values import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.trace import Draw

RULE = Rule(code="KEY506", name="persist-redundant", severity=Severity.INFO, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page, draw, parameter in persisting_draws(keymap):
        if parameter != "persist_state" or not admits(keymap, draw, parameter):
            continue
        if draw.parameters.get("bind") == Known("query-params") and persistence(draw) in ("page", "session"):
            message = 'persist_state has no effect beside bind="query-params"'
            yield written_finding(RULE, page, draw, message, *_remedy(keymap, draw))


def _remedy(keymap: KeyMap, draw: Draw) -> tuple[str, Repair | Refusal]:
    """The advice, and the repair."""
    if switches_pages(keymap):
        advice = "remove bind, unless the value has to stand in the address: st.switch_page() does not go with it"
        return f"{advice} ({since(draw)})", Refusal("which of the two should go is yours to say")
    repair = Repair("remove persist_state", True, without(keymap, draw, "persist_state"))
    return f"remove persist_state: bind alone keeps the value ({since(draw)})", repair
