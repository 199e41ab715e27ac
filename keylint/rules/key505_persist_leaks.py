"""A persisted value reaches a widget that means something else.

## What it does
Reports `persist_state`, or `bind`, on a key that another page, or an exclusive branch of the same page, gives to a
widget that is not the same: another command, other options, or other limits. `persist_state="page"` reaches other
branches only.

## Why it matters
Persisted values are kept under the key, for whichever widget has it next. A number field that finds text there
raises a `TypeError`, and the page is dead until the session ends; a choice that finds an option which it does not
have falls back to its default.

## Example
```python
import streamlit as st

amount = st.text_input("Amount in words", key="amount", persist_state="session")
st.write("You wrote", amount)
```
```python
# pages/1_Pay.py
import streamlit as st

amount = st.number_input("Amount", 0, 99, key="amount")
st.write("You pay", amount)
```

## Use instead
```python
import streamlit as st

amount = st.text_input("Amount in words", key="amount_in_words", persist_state="session")
st.write("You wrote", amount)
```
```python
# pages/1_Pay.py
import streamlit as st

amount = st.number_input("Amount", 0, 99, key="amount_to_pay", persist_state="session")
st.write("You pay", amount)
```

## Fix safety
There is no automatic fix: other code may read the key.

## Streamlit versions
From 1.59 on for `persist_state`, from 1.55 on for `bind`.

## References
- [streamlit#4989](https://github.com/streamlit/streamlit/issues/4989)
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.identity import KIND
from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.collisions import Collision, across_branches, across_pages, is_persisted
from keylint.rules.describe import drawn_here, route_of
from keylint.rules.persistence import exists, since

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY505", name="persist-leaks", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for collision in across_pages(keymap):
        draw = collision.place.draw
        if is_persisted(draw, on_other_pages=True) and exists(keymap, draw):
            yield _finding(collision, f"on {collision.others[0].page_title}")
    for collision in across_branches(keymap):
        draw = collision.place.draw
        if is_persisted(draw, on_other_pages=False) and exists(keymap, draw):
            yield _finding(collision, "in another branch")


def _finding(collision: Collision, where: str) -> Finding:
    place, other = collision.place, collision.others[0]
    what = f"st.{other.draw.command}" if collision.differences[0] == KIND else collision.differences[0]
    return RULE.finding(
        place.draw.site,
        f"the persisted value of '{collision.key}' reaches something else {where} ({what})",
        key=collision.key,
        severity=collision.severity,
        page=place.page.name,
        route=route_of(place.draw, place.page.name),
        related=(*drawn_here(place.draw), *collision.related),
        advice=f"give each of them a key of its own ({since(place.draw)}){collision.versions}",
    )
