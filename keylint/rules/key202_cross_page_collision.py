"""Two pages use one key for different things.

## What it does
Reports a key that several pages give to widgets that are not the same: another command, other options, or another
value of a parameter that makes the widget's identity, such as the limits of a slider. Options and limits count only
where both are constants. Buttons have no value and are left out, and so are widgets that an `st.navigation`
entrypoint shows around all pages.

It is an error where the value is kept across pages, by `persist_state`, by `bind` or by a keep-alive.

## Why it matters
Session state is one for all pages. Today the value is dropped on every change of page, so each page starts anew. As
soon as somebody keeps it, what was entered on one page turns up on the other: as an option that does not exist there,
or as text in a number field, which stops the page with an error.

## Example
```python
import streamlit as st

status = st.selectbox("Status", ["open", "sent"], key="status")
st.write("Orders:", status)
```
```python
# pages/1_Invoices.py
import streamlit as st

status = st.selectbox("Status", ["paid", "due"], key="status")
st.write("Invoices:", status)
```

## Use instead
```python
import streamlit as st

status = st.selectbox("Status", ["open", "sent"], key="orders_status")
st.write("Orders:", status)
```
```python
# pages/1_Invoices.py
import streamlit as st

status = st.selectbox("Status", ["paid", "due"], key="invoices_status")
st.write("Invoices:", status)
```

## Fix safety
There is no automatic fix: other code may read the key of either page.

## Streamlit versions
All. Which parameters make the identity depends on the version: up to 1.49 nearly all of them, the label too; from
1.50 and 1.51 on the key, and few others.

## References
- [streamlit#4989](https://github.com/streamlit/streamlit/issues/4989)
- [streamlit#6146](https://github.com/streamlit/streamlit/issues/6146)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.identity import KIND
from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.collisions import across_pages, carries_over
from keylint.rules.describe import drawn_here, route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY202", name="cross-page-collision", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for collision in across_pages(keymap):
        place, other = collision.place, collision.others[0]
        carried = any(carries_over(keymap, place, each) for each in collision.others)
        what = f"st.{other.draw.command}" if collision.differences[0] == KIND else collision.differences[0]
        outcome = (
            "what is entered on one page turns up on the other"
            if carried
            else "the value starts anew with every change of page"
        )
        severity = collision.severity
        yield RULE.finding(
            place.draw.site,
            f"'{collision.key}' is used for something else on {other.page_title} ({what}): {outcome}",
            key=collision.key,
            severity=Severity.ERROR if carried and severity == Severity.WARNING else severity,
            page=place.page.name,
            route=route_of(place.draw, place.page.name),
            related=(*drawn_here(place.draw), *collision.related),
            advice=f"give each page a key of its own, such as one that begins with the page's name{collision.versions}",
        )
