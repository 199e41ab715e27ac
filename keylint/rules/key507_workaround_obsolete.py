"""A workaround for what `persist_state` does on every version that the project allows.

## What it does
Reports a value that is kept by hand, by a second key that a callback fills, or by assigning a key to itself, where
`persist_state` on the widget keeps it just as well. Also reports an assignment of keys to themselves of which
`persist_state` keeps every one already.

## Why it matters
The workaround is code that has to be repeated for each widget and each page, and each new page that leaves it out loses
the value. One parameter does the same.

## Example
```python
import streamlit as st


def save():
    st.session_state.city = st.session_state._city


if "city" not in st.session_state:
    st.session_state.city = "Oslo"
if st.toggle("Edit", key="edit", value=True):
    st.session_state._city = st.session_state.city
    st.text_input("City", key="_city", on_change=save)
st.write(st.session_state.city)
```

## Use instead
```python
import streamlit as st

if "city" not in st.session_state:
    st.session_state.city = "Oslo"
if st.toggle("Edit", key="edit", value=True):
    st.text_input("City", key="city", persist_state="session")
st.write(st.session_state.city)
```

## Fix safety
Unsafe: the code of the workaround is removed. `keylint migrate` shows for each key what would be done, or why it cannot
be shown that the app would behave the same. Not reported where the workaround does more than to keep the value: where
it also checks or converts it, where the app deletes the key or gives it to two widgets, where the widget stands in a
form. Nor is a second key where the configuration asks for one, with `fix-strategy = "shadow"`.

## Streamlit versions
Only where every version that the project allows has `persist_state` for the widget: 1.59 for most, 1.67 for feedback.
Below 1.65 a widget does not take over a value that its key was given in a run that did not show it: there, a first
value given that early keeps the workaround necessary, and is not reported.

## References
- [Streamlit: widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Related, Role, Severity
from keylint.remedies.unwinding import Leftover, Replacement, leftovers, replacements
from keylint.remedies.workarounds import SHADOW
from keylint.repairs import Repair
from keylint.rules.base import Rule
from keylint.rules.describe import route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding

RULE = Rule(code="KEY507", name="workaround-obsolete", severity=Severity.INFO, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for replacement in replacements(keymap):
        is_wanted = keymap.fix_strategy == "shadow" and replacement.protection.kind == SHADOW
        if isinstance(replacement.answer, Repair) and not is_wanted:
            yield _of_key(keymap, replacement)
    for leftover in leftovers(keymap):
        yield _of_leftover(keymap, leftover)


def _of_key(keymap: KeyMap, replacement: Replacement) -> Finding:
    protection = replacement.protection
    widget = protection.widgets[0]
    if protection.kind == SHADOW:
        message = f"'{protection.key}' keeps by hand what the widget '{protection.widget_key}' holds"
    else:
        message = f"'{protection.key}' is kept by assigning it to itself"
    first = (*protection.restores, *protection.keep_alives)
    place = first[0].event.location if first else widget.first.site
    page = first[0].page if first else widget.page
    related = [
        Related(write.event.location, f"here '{protection.widget_key}' is saved to '{protection.key}'", Role.SAVED)
        for write in protection.saves
    ]
    related += [
        Related(draw.site, "this widget can keep it itself", Role.WIDGET)
        for draw in protection.draws
        if draw.site != place
    ]
    return RULE.finding(
        place,
        f"{message}, which persist_state does on {keymap.target.every_version}",
        key=protection.key,
        page=page.name,
        route=route_of(widget.first, widget.page.name),
        related=tuple(dict.fromkeys(related)),
        repair=replacement.answer,
        advice=f'`keylint migrate` puts persist_state="{protection.scope}" in its place '
        f"(Streamlit ≥ 1.59; {keymap.target.clause})",
    )


def _of_leftover(keymap: KeyMap, leftover: Leftover) -> Finding:
    keys = ", ".join(f"'{key}'" for key in leftover.keys)
    return RULE.finding(
        leftover.place,
        f"nothing needs this assignment of keys to themselves any more: persist_state keeps {keys}",
        key=leftover.keys[0] if len(leftover.keys) == 1 else None,
        page=leftover.page.name,
        repair=leftover.answer,
        advice=f"remove it ({keymap.target.clause})",
    )
