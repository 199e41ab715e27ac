"""A callback is called where it should be passed: `on_change=save()`.

## What it does
Reports `on_change=`, `on_click=`, `on_submit=` or `on_select=` whose argument is the call of a function that returns
nothing. A call that returns a function (`on_change=saver("name")`) is not reported.

## Why it matters
The function runs at once, in every run, before the widget is shown, and never because the user has changed the widget.
If it reads the widget's key, the first run fails with a KeyError; if it counts or appends, it does so in every run.

## Example
```python
import streamlit as st

st.session_state.setdefault("quantity", 1)


def save():
    st.session_state.saved = st.session_state.quantity


st.number_input("Quantity", 1, 99, key="quantity", on_change=save())
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("quantity", 1)


def save():
    st.session_state.saved = st.session_state.quantity


st.number_input("Quantity", 1, 99, key="quantity", on_change=save)
```

Arguments go into `args=` or `kwargs=`: `on_change=save, args=("quantity",)`.

## Fix safety
Safe: the call becomes the function, its arguments go to `args=` and `kwargs=`. No fix is made where the widget passes
arguments already.

## Streamlit versions
All.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [Working with forms and callbacks](https://docs.streamlit.io/develop/concepts/architecture/forms)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Finding, Related, Role, Severity
from keylint.repairs import PassCallback, Repair
from keylint.rules.base import Rule
from keylint.rules.describe import route_of
from keylint.run.trace import Draw
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Location
    from keylint.run.runs import PageRun

RULE = Rule(code="KEY303", name="callback-called", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        for event in page.trace.events:
            if isinstance(event, Draw) and event.callback_call is not None:
                yield _finding(keymap, page, event, event.callback_call)


def _finding(keymap: KeyMap, page: PageRun, draw: Draw, place: Location) -> Finding:
    command = command_at(draw.command, keymap.versions.newest)
    parameter = command.callback_parameter if command and command.callback_parameter else "on_change"
    key = draw.key.text if draw.key is not None else None
    what = f"'{key}'" if key else f"'{draw.label}'" if draw.label else "this widget"
    return RULE.finding(
        place,
        f"the callback of {what} is called here, in every run, and not when the user acts: {parameter}= gets None",
        key=key,
        page=page.name,
        route=route_of(draw, page.name),
        related=(Related(draw.site, "the widget that is left without a callback", Role.WIDGET),),
        repair=Repair("pass the function instead of calling it", True, (PassCallback(place),)),
        advice=f"pass the function itself, {parameter}=name; its arguments go into args= (all Streamlit versions)",
    )
