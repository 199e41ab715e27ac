"""`persist_state` or `bind` without a key, or with a value that it does not take.

## What it does
Reports a widget that is given `persist_state` or `bind` and no `key`, and a constant other than `"page"`, `"session"`
or `None` for `persist_state`, or other than `"query-params"` or `None` for `bind`. A call with `*` or `**` arguments
that cannot be seen may well pass a key, and is left alone.

## Why it matters
Streamlit stops the page with an error as soon as it shows the widget: the key is what the value is kept under.

## Example
```python
import streamlit as st

st.text_input("City", persist_state="session")
```

## Use instead
```python
import streamlit as st

st.text_input("City", key="city", persist_state="session")
```

## Fix safety
A value that Streamlit does not know becomes `"session"`, or `"query-params"` for `bind`, which is safe: the page
stops with an error before. A key that is missing is not made up.

## Streamlit versions
From 1.59 on for `persist_state`, from 1.55 on for `bind`. The error is a `StreamlitMissingRequiredParameterError` or
a `StreamlitValueError`; in 1.59 a `StreamlitAPIException`.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.repairs import Refusal, Repair, SetText
from keylint.rules.base import Rule
from keylint.rules.persistence import VALUES, admits, persisting_draws, since, written_finding
from keylint.run.values import NONE, Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY501", name="persist-without-key", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page, draw, parameter in persisting_draws(keymap):
        given = draw.parameters[parameter]
        if given == NONE or not admits(keymap, draw, parameter):
            continue
        allowed = VALUES[parameter]
        choice = " or ".join(f'"{value}"' for value in allowed)
        if isinstance(given, Known) and given.value not in allowed:
            message = f"{parameter} takes {choice}, not {given.value!r}: Streamlit stops the page with an error"
            title = f'write {parameter}="{allowed[-1]}"'
            repair = Repair(title, True, (SetText(draw.location, parameter, allowed[-1]),))
            yield written_finding(RULE, page, draw, message, f"write {parameter}={choice} ({since(draw)})", repair)
        elif draw.key is None and not draw.spreads and isinstance(given, Known):
            message = f"{parameter} is given without a key: Streamlit stops the page with an error"
            advice = f'add a key="…", the name that {parameter} keeps the value under ({since(draw)})'
            yield written_finding(RULE, page, draw, message, advice, Refusal("the name of the key is yours to choose"))
