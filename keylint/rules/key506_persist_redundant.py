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
Safe where every admitted version keeps the value by `bind` alone: `persist_state` is removed.

## Streamlit versions
From 1.59 on. `bind` was seen to keep a conditional widget's value from 1.56 on, and across pages on 1.67.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import persistence
from keylint.findings import Severity
from keylint.remedies.arguments import without
from keylint.repairs import Refusal, Repair
from keylint.rules.base import Rule
from keylint.rules.persistence import admits, persisting_draws, since, written_finding
from keylint.run.values import Known
from keylint.streamlit.behaviour import BIND_KEEPS_ACROSS_PAGES
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY506", name="persist-redundant", severity=Severity.INFO, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page, draw, parameter in persisting_draws(keymap):
        if parameter != "persist_state" or not admits(keymap, draw, parameter):
            continue
        if draw.parameters.get("bind") == Known("query-params") and persistence(draw) in ("page", "session"):
            message = 'persist_state has no effect beside bind="query-params"'
            across = version_label(BIND_KEEPS_ACROSS_PAGES)
            advice = f"remove persist_state (bind keeps the value across pages on Streamlit {across}; {since(draw)})"
            repair = (
                Repair("remove persist_state", True, without(keymap, draw, parameter), BIND_KEEPS_ACROSS_PAGES)
                if keymap.versions.all_from(BIND_KEEPS_ACROSS_PAGES)
                else Refusal(f"bind alone is known to keep the value across pages from {across} on only")
            )
            yield written_finding(RULE, page, draw, message, advice, repair)
