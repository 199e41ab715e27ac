"""A widget's value is copied to another key, and nothing brings it back: its default then overwrites the copy.

## What it does
Reports a widget that a run may leave out, or that another page does not show, whose result every run that shows it
writes to another key of session state, while nothing feeds that key back into the widget. Without a key on the
widget, it is reported only where the copy is read in runs that do not show the widget.

It also reports a widget of the item that the user has chosen (`key=f"note_{item}"`), whose value a button saves for
that item (`st.session_state.notes[item] = note`), and which never begins with what was saved.

## Why it matters
The copy outlives the widget, so the value seems safe. But the widget does not: when it comes back it shows its
default, and the same line copies that default over the kept value.

## Example
```python
# app.py
import streamlit as st

st.session_state["city"] = st.text_input("City", key="city_input")

# pages/1_Report.py
import streamlit as st

st.write(st.session_state.get("city", "nowhere"))
```

## Use instead
```python
# app.py
import streamlit as st

st.text_input("City", key="city", persist_state="session")

# pages/1_Report.py
import streamlit as st

st.write(st.session_state.get("city", "nowhere"))
```

Before Streamlit 1.59, bring the copy back right before the widget (`st.session_state["city_input"] =
st.session_state["city"]`), and copy in `on_change`.

## Fix safety
The fix is that of the loss which the copy was meant to prevent: see KEY101 and KEY106. The copy stays.

## Streamlit versions
All. `persist_state` needs 1.59, for `st.feedback` 1.67.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [Multipage apps and widget state](https://docs.streamlit.io/develop/concepts/multipage-apps/widgets)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Finding, Related, Role, Severity
from keylint.remedies.choice import keep_value
from keylint.repairs import Refusal
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, persist_advice, route_of
from keylint.rules.mirrors import Mirror, mirrors
from keylint.verdicts.losses import widest_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap

RULE = Rule(code="KEY308", name="mirror-without-restore", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for mirror in mirrors(keymap):
        yield _finding(keymap, mirror)


def _finding(keymap: KeyMap, mirror: Mirror) -> Finding:
    draw, copy = mirror.draw, mirror.write.key.text
    name = f"'{draw.key.text}'" if draw.key is not None else f"'{draw.label}'" if draw.label else f"st.{draw.command}"
    scope, severity = widest_scope(keymap), Severity.ERROR if mirror.is_proven else RULE.severity
    key = "" if draw.key is not None else "give it a key, and "
    of_item = f"begin with what was saved under '{copy}', where there is something; or " if mirror.of_item else ""
    wrong = f"is copied to '{copy}', never back: when the widget returns, its default overwrites the copy"
    if mirror.of_item:
        wrong = f"is saved to '{copy}', never back: who comes back to an item sees, and saves, its first value"
    return RULE.finding(
        draw.site,
        f"{name} {wrong}",
        key=draw.key.text if draw.key is not None else copy,
        severity=severity,
        page=mirror.page.name,
        route=route_of(draw, mirror.page.name),
        related=(
            *drawn_here(draw),
            Related(
                mirror.write.location,
                f"the value is {'saved' if mirror.of_item else 'copied'} to '{copy}' here",
                Role.SAVED,
            ),
            *(
                Related(read.location, f"'{copy}' is read here, without the widget", Role.READ)
                for read in mirror.reads[:2]
            ),
        ),
        repair=keep_value(keymap, draw.key.text, scope, severity)
        if draw.key is not None
        else Refusal("it has no key, and the name of one is yours to choose"),
        advice=of_item + key + persist_advice(keymap, draw, scope),
    )
