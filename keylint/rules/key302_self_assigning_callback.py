"""An `on_change` callback assigns the widget's key to itself, which protects nothing.

## What it does
Reports a callback that does `st.session_state.key = st.session_state.key` for the key of the widget that it belongs
to. A callback that changes the value (`… = st.session_state.key.strip()`) or copies it to another key is not
reported.

## Why it matters
Assigning a key to itself keeps it only through the run in which that happens. The callback runs when the user has
just changed the widget, and the run that follows shows the widget anyway. In the later run that hides it nothing is
assigned, and the value is dropped as if the callback were not there.

## Example
```python
import streamlit as st


def keep():
    st.session_state["people"] = st.session_state["people"]


view = st.radio("View", ["Order", "Bill"])
if view == "Order":
    st.number_input("People", 1, 12, key="people", on_change=keep)
else:
    st.write("A table for", st.session_state.get("people", "?"))
```

## Use instead
```python
import streamlit as st

view = st.radio("View", ["Order", "Bill"])
if view == "Order":
    st.number_input("People", 1, 12, key="people", persist_state="session")
else:
    st.write("A table for", st.session_state.get("people", "?"))
```

Before Streamlit 1.59, copy the value to another key in the callback, and assign it back right before the widget.

## Fix safety
The fix keeps the value as for KEY101, and no longer passes the callback when it does nothing else. A callback that
does more gets no fix of its own.

## Streamlit versions
All. `persist_state` needs 1.59, for `st.feedback` 1.67.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keymap import same_state
from keylint.findings import Finding, Related, Role, Severity
from keylint.remedies.arguments import without
from keylint.remedies.choice import keep_value
from keylint.repairs import Refusal, Repair, SetText
from keylint.rules.base import Rule
from keylint.rules.describe import persist_advice, route_of
from keylint.run.trace import StateRead, StateWrite, Use
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

RULE = Rule(code="KEY302", name="self-assigning-callback", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    lost = {loss.widget.key for loss in keymap.about(Losses).all}
    for page in keymap.app.pages:
        for callback in page.callbacks:
            for event in callback.trace.events:
                if isinstance(event, StateWrite) and same_state(event.value, event.key):
                    draw = _own_draw(callback, event)
                    widget = _widget(keymap, page, draw) if draw is not None else None
                    if draw is not None and widget is not None:
                        yield _finding(keymap, widget, draw, callback, event, is_lost=widget.key in lost)


def _own_draw(callback: CallbackRun, write: StateWrite) -> Draw | None:
    """The draw that has the written key, when it is one of those that call the callback."""
    return next((draw for draw in callback.draws if draw.key is not None and draw.key.must_equal(write.key)), None)


def _widget(keymap: KeyMap, page: PageRun, draw: Draw) -> Widget | None:
    """The widget, when it holds a value: a button has none to protect."""
    key = draw.key.text if draw.key is not None else ""
    return next((widget for widget in keymap.widgets_of(key) if widget.page is page and widget.kind == "value"), None)


def _finding(
    keymap: KeyMap, widget: Widget, draw: Draw, callback: CallbackRun, write: StateWrite, *, is_lost: bool
) -> Finding:
    outcome = "does not keep it once the widget is hidden" if is_lost else "does nothing"
    return RULE.finding(
        write.location,
        f"'{widget.key}' is assigned to itself in its own callback, which {outcome}",
        key=widget.key,
        severity=None if is_lost else Severity.INFO,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            Related(
                draw.site,
                f"this widget calls {callback.name}() when the user changes it; it is shown then",
                Role.WIDGET,
            ),
        ),
        repair=_repair(keymap, widget, draw, callback) if is_lost else None,
        advice=persist_advice(keymap, widget, keymap.about(Losses).scope_of(widget.key))
        if is_lost
        else "delete the assignment",
    )


def _repair(keymap: KeyMap, widget: Widget, draw: Draw, callback: CallbackRun) -> Repair | Refusal:
    """Keeps the value, and no longer passes a callback that has nothing else to do."""
    kept = keep_value(keymap, widget.key, keymap.about(Losses).scope_of(widget.key), RULE.severity)
    others = [event for event in callback.trace.events if not isinstance(event, (StateRead, StateWrite, Use))]
    writes = [event for event in callback.trace.events if isinstance(event, StateWrite)]
    if isinstance(kept, Refusal):
        return kept
    if others or not all(same_state(write.value, write.key) for write in writes):
        return Refusal(f"{callback.name}() does more than that; delete the assignment in it")
    if not all(isinstance(step, SetText) for step in kept.steps):
        return Refusal(f"the widget has to give up {callback.name}() first; remove it from the call")
    removed = without(keymap, draw, "on_change", "args", "kwargs")
    return Repair(f"{kept.title}, and pass no callback", kept.safe, (*kept.steps, *removed), kept.since)
