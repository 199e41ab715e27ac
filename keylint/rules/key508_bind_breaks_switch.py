"""`st.switch_page()` on a page with a widget that is bound to the address.

## What it does
Reports a call of `st.switch_page()` that can come right after a run that showed a widget with `bind="query-params"`: in
the script, a callback, a fragment or a dialog. One finding for each call, with all its widgets.

It is an error where a click, or the choice in another widget, is all that lies between; a warning where session state
decides about the call, and something on the page changes that on a click; `info` where it is not certain that the
widget is bound.

Not reported:

- a call with `query_params=`, unless that names the key of the widget;
- a widget that is hidden for a run before the call can be reached, as in another view;
- a widget that the same click puts back: its key is assigned by the button's callback, or above the widget.

`st.page_link`, the menu of `st.navigation` and that of `pages/` go with `bind`.

## Why it matters
`st.switch_page()` empties the address, and Streamlit forbids that while it holds the value of a widget:
`StreamlitAPIException: Cannot clear query parameters`. As long as all bound widgets have their first values the address
is empty and the switch works, so the author does not see it; the first user who enters something stays on the page, as
does everybody who opens a link with a value in it.

## Example
```python
import streamlit as st

st.text_input("City", key="city", bind="query-params")
if st.button("Go on"):
    st.switch_page("pages/1_Result.py")
```
```python
# pages/1_Result.py
import streamlit as st

st.write("City:", st.session_state.get("city"))
```

## Use instead
```python
import streamlit as st

st.text_input("City", key="city", bind="query-params")
if st.button("Go on"):
    st.switch_page("pages/1_Result.py", query_params={})
```
```python
# pages/1_Result.py
import streamlit as st

st.write("City:", st.session_state.get("city"))
```

With `query_params` the address is replaced, which is allowed. The value stays in session state, and returns to the
address with the widget. Where the value need not stand in the address, `persist_state="session"` keeps it as well, from
1.59 on.

## Fix safety
Safe: `query_params={}` is added. Refused where the address is given the key of a bound widget, which alone decides what
stands there, and in a callback below 1.63, where `st.switch_page()` opens no page with it either.

## Streamlit versions
From 1.55 on, the first with `bind`; on 1.55 the value is lost on the other page in any case. Seen in a browser on 1.55,
1.56, 1.59 and 1.67, with each command that takes `bind`.

## References
- [st.switch_page](https://docs.streamlit.io/develop/api-reference/navigation/st.switch_page)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import depends_on, in_one_run, on_click, own_run, where_none
from keylint.app.keeping import is_bound, is_keep_alive
from keylint.app.switching import switches
from keylint.findings import Related, Role, Severity
from keylint.repairs import Refusal, Repair, SetCode
from keylint.rules.base import Rule
from keylint.rules.describe import called, steps_of
from keylint.rules.persistence import admits
from keylint.run.keys import Key
from keylint.run.trace import StateDelete, StateWrite
from keylint.run.values import Known
from keylint.streamlit.behaviour import BIND, CALLBACK_SWITCHES_PAGE
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.findings import Finding
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Leave

    Switch = tuple[CallbackRun | None, Leave]

RULE = Rule(code="KEY508", name="bind-breaks-switch", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        bound = [draw for draw in page.trace.draws() if draw.key and is_bound(draw) and admits(keymap, draw, "bind")]
        for switch in switches(keymap, page) if bound else ():
            for draw in bound:
                severity = _severity(keymap, page, switch, draw) if _touches(switch[1], draw) else None
                if severity is not None:
                    yield _finding(keymap, page, switch, draw, severity)


def _touches(leave: Leave, draw: Draw) -> bool:
    """Whether the switch takes the widget's value out of the address, or sets it, which both are forbidden."""
    return leave.query_params is None or (draw.key is not None and draw.key.text in leave.query_params)


def _severity(keymap: KeyMap, page: PageRun, switch: Switch, draw: Draw) -> Severity | None:
    """How sure it is that the switch follows on a run that drew the widget; None where it does not."""
    if _is_put_back(keymap, page, switch, draw):
        return None
    callback, leave = switch
    certain = Severity.ERROR if draw.parameters.get("bind") == Known("query-params") else Severity.INFO
    if callback is not None:
        is_next = any(keymap.conditions.overlap(wired.condition, draw.condition) for wired in callback.draws)
        return certain if is_next and keymap.possible(leave.condition) else None
    if _is_next(keymap, leave, draw):
        return certain
    return min(certain, Severity.WARNING) if _state_leads_to(keymap, page, leave, draw) else None


def _is_next(keymap: KeyMap, leave: Leave, draw: Draw) -> bool:
    """Whether one click, or one choice in another widget, leads from a run with the widget to the switch.

    A choice and then a click are two runs: what the choice hides has left the address when the click comes.
    """
    if own_run(leave.context) is None and not in_one_run(keymap, leave.condition):
        return False
    if keymap.hider.differ_only_in(("trigger",), leave.condition, draw.condition):
        return True
    unclicked = _unclicked(keymap, leave)
    return keymap.possible(unclicked) and keymap.hider.differ_only_in(("widget",), unclicked, draw.condition)


def _state_leads_to(keymap: KeyMap, page: PageRun, leave: Leave, draw: Draw) -> bool:
    """Whether the switch waits for session state that the page changes on a click, in a run with the widget."""
    changed = {
        event.key.text
        for callback, trace in keymap.traces(page)
        for event in trace.events
        if isinstance(event, (StateWrite, StateDelete))
        and not (isinstance(event, StateWrite) and is_keep_alive(event))
        and (callback is not None or on_click(keymap, event.condition))
    }
    unclicked = _unclicked(keymap, leave)
    asked = {
        origin.detail.text
        for atom in keymap.hider.atoms_of("state", unclicked)
        for origin in atom.origins
        if isinstance(origin.detail, Key)
    }
    if not changed & asked or not keymap.possible(unclicked):
        return False
    return keymap.hider.differ_only_in(("state", "trigger"), unclicked, draw.condition)


def _unclicked(keymap: KeyMap, leave: Leave) -> Condition:
    """The runs with the switch that no click causes."""
    return where_none(keymap, leave.condition, keymap.hider.atoms_of("trigger", leave.condition))


def _is_put_back(keymap: KeyMap, page: PageRun, switch: Switch, draw: Draw) -> bool:
    """Whether the run of the switch gives the widget a value, and draws it with that, before it comes to the switch."""
    callback, leave = switch
    if callback is not None or draw.key is None or draw.order > leave.order:
        return False
    clicks = keymap.hider.atoms_of("trigger", leave.condition)
    for where, caller, write in keymap.events_of(keymap.writes, draw.key):
        if where is not page or is_keep_alive(write) or write.form == "setdefault":
            continue
        if caller is None:
            given = write.order < draw.order and keymap.conditions.implies(leave.condition, write.condition)
        else:
            owners = frozenset(wired.key or wired.site for wired in caller.draws)
            given = any(depends_on(click, owners) for click in clicks)
        if given:
            return True
    return False


def _finding(keymap: KeyMap, page: PageRun, switch: Switch, draw: Draw, severity: Severity) -> Finding:
    _, leave = switch
    key = draw.key.text if draw.key is not None else None
    since = f"Streamlit ≥ {version_label(BIND)}"
    if leave.query_params is None:
        message = (
            f"this switch of pages raises an exception as soon as {called(draw)} is changed: its value then stands "
            "in the address, which st.switch_page() may not empty"
        )
        advice = f"pass query_params={{}}, with which it switches and keeps the value; or use st.page_link ({since})"
        repair = _repair(keymap, switch)
    else:
        message = (
            f"this switch of pages raises an exception: {called(draw)} is bound to the address, where its widget alone "
            "may set its value"
        )
        advice = f"leave '{key}' out of query_params, and assign the key in a callback instead ({since})"
        repair = Refusal("what the other page is to get, and under which name, is yours to say")
    return RULE.finding(
        leave.location,
        message,
        key=key,
        severity=severity,
        page=page.name,
        route=(page.name, *steps_of(leave.context)),
        related=(Related(draw.site, 'this widget is bound to the address by bind="query-params"', Role.WIDGET),),
        advice=advice,
        repair=repair,
    )


def _repair(keymap: KeyMap, switch: Switch) -> Repair | Refusal:
    callback, leave = switch
    if callback is not None and keymap.versions.admits_before(CALLBACK_SWITCHES_PAGE):
        label = version_label(CALLBACK_SWITCHES_PAGE)
        return Refusal(f"below Streamlit {label} a callback opens no other page, and {keymap.target.admits}")
    return Repair("pass query_params={}", True, (SetCode(leave.location, "query_params", "{}"),))
