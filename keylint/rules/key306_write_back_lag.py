"""A widget is given, as its initial value, the state that its own result is written to.

## What it does
Reports `value=`, `index=` or `default=` that comes from session state to which the same run writes the widget's
result. Without a key this is reported on every Streamlit version; with a key, where the project allows a version on
which that parameter is part of the widget's identity; it is a warning where the newest allowed one is none of them.

A result that is written back only on a click, in a callback, or right before `st.rerun()` is not reported.

## Why it matters
A widget is known by its parameters. The user's edit is written to the state, the next run passes it as another
initial value, and so makes another widget, which forgets what the user did meanwhile: every second edit is lost.

## Example
```python
import streamlit as st

st.session_state.setdefault("city", "Rome")
st.session_state.city = st.text_input("City", value=st.session_state.city)
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("city", "Rome")
st.text_input("City", key="city")
```

The state that was written to outlives the widget, a key does not. Where the widget is not always shown, on other pages
for instance, the key has to be kept, from Streamlit 1.59 on by one parameter:
```python
import streamlit as st

st.session_state.setdefault("city", "Rome")
if st.checkbox("Details"):
    st.text_input("City", key="city", persist_state="session")
st.write(st.session_state.city)
```

On any version, by a key of its own for the widget:
```python
import streamlit as st


def save_city():
    if "_city" in st.session_state:
        st.session_state.city = st.session_state._city


st.session_state.setdefault("city", "Rome")
if st.checkbox("Details"):
    st.session_state._city = st.session_state.city
    st.text_input("City", key="_city", on_change=save_city)
st.write(st.session_state.city)
```

## Fix safety
There is no automatic fix: other code may need the state before the widget is shown, or while it is not.

## Streamlit versions
All without a key. With a key, the initial value leaves the identity with 1.50 (text, number, date and time inputs,
checkbox, selectbox, multiselect) or 1.51 (radio, slider, select_slider, color_picker).

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [streamlit#4831](https://github.com/streamlit/streamlit/issues/4831)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import initial_value, keeps_itself
from keylint.findings import Finding, Related, Role, Severity
from keylint.repairs import PREFIX
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, route_of
from keylint.rules.feeding import Feedback, feedbacks
from keylint.streamlit.commands import command_at, first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version

RULE = Rule(code="KEY306", name="write-back-lag", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        given = [
            (draw, value)
            for draw in page.trace.draws()
            if draw.kind == "value" and (value := initial_value(keymap, draw)) is not None and _counts(keymap, draw)
        ]
        for feedback in feedbacks(keymap, page, given):
            yield _finding(keymap, feedback)


def _counts(keymap: KeyMap, draw: Draw) -> bool:
    """Whether, on some admitted version, another initial value makes another widget."""
    return not keeps_itself(draw, "page") and _lags(draw, keymap.versions.oldest)


def _lags(draw: Draw, version: Version) -> bool:
    """Whether another initial value makes another widget on that version."""
    command = command_at(draw.command, version)
    if command is None or command.initial_parameter is None:
        return False
    return draw.key is None or command.identifies(command.initial_parameter)


def _finding(keymap: KeyMap, feedback: Feedback) -> Finding:
    draw, source = feedback.draw, feedback.source_text
    command = command_at(draw.command, keymap.versions.newest)
    parameter = (command.initial_parameter if command else None) or "value"
    name = f"'{draw.key.text}'" if draw.key is not None else f"'{draw.label}'" if draw.label else f"st.{draw.command}"
    since = first_version_with(draw.command, "key_identity")
    versions = "all Streamlit versions" if draw.key is None or since is None else f"Streamlit < {version_label(since)}"
    is_over = not _lags(draw, keymap.versions.newest)
    where = f" on {versions}, which this project allows" if is_over else ""
    return RULE.finding(
        draw.site,
        f"{name} loses every second edit{where}: its {parameter}= comes from `{source}`, which its own result is "
        "written to",
        severity=Severity.WARNING if is_over else Severity.ERROR,
        key=draw.key.text if draw.key is not None else feedback.source.text,
        page=feedback.page.name,
        route=route_of(draw, feedback.page.name),
        related=(*drawn_here(draw), Related(feedback.write.location, "the result is written back here", Role.SAVED)),
        advice=f"{_advice(keymap, feedback, parameter)} ({versions})",
    )


def _advice(keymap: KeyMap, feedback: Feedback, parameter: str) -> str:
    """What to do instead. Where the widget is not always drawn, its key has to be kept, as the state is now."""
    draw = feedback.draw
    if draw.key is None:
        own, whose = "give it a key", "that key's"
    else:
        own, whose = f"let '{draw.key.text}' hold the value", "its"
    seeded, instead = f"{own}, set {whose} first value once with setdefault()", f"{parameter}= and the write"
    if not _can_be_hidden(keymap, feedback.page, draw):
        return f"{seeded}, and drop {instead}"
    since = first_version_with(draw.command, "persist_state")
    if since is not None and keymap.versions.all_from(since):
        return f'{seeded}, add persist_state="session", because it is not always shown, and drop {instead}'
    own = (
        f"give it a key '{PREFIX}{feedback.source.text}'" if draw.key is None else f"keep '{draw.key.text}' as its key"
    )
    return (
        f"{own}, assign `{feedback.source_text}` to that right before it, and copy it back in on_change, because it is "
        f"not always shown; drop {instead}"
    )


def _can_be_hidden(keymap: KeyMap, page: PageRun, draw: Draw) -> bool:
    """Whether the app can be used without the widget: on its page, or on another one."""
    if len(keymap.app.pages) > 1 and not draw.context.in_frame:
        return True
    hiding = keymap.hider.hiding_of(page, (draw,))
    return hiding.is_hidden or keymap.possible(hiding.skipped)
