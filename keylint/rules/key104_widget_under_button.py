"""A widget exists only in the run of a click.

## What it does
Reports a widget or a button that is shown only in the run that a click on `st.button` or `st.form_submit_button`
starts: under `if st.button(…):`, also where the click has a name, is joined with other tests, or calls a helper
with widgets.

Silent are
- `st.download_button` and `st.link_button`, which do their work in that run;
- a button with `on_click`, and the fields of a form whose submit button has it: the callback is called before the
  click is forgotten;
- a button whose click nobody asks for;
- dialogs and fragments that a click opens: they rerun by themselves. A button inside one counts for what it shows
  there;
- runs that always end in `st.rerun()` or `st.switch_page()`, in which the user never gets to the widget;
- a widget that other runs show too.

A run that a message to `st.chat_input` starts loses its widgets in the same way; there it is a warning, as it is
for components and selections. For a widget with `on_change`, which gets the first change, and for one that displays
a result and whose value nobody uses, it is `info`.

## Why it matters
`st.button` returns True in one run only, the one after the click. As soon as the user changes anything, the next
run starts, the button returns False and everything under it is gone: the value that was entered, and the click on a
second button, never reach the code. `persist_state` does not help, because the widget is still not shown.

## Example
```python
import streamlit as st

if st.button("Add a task"):
    title = st.text_input("Title", key="title")
    if st.button("Save"):
        st.write("Saved", title)
```

## Use instead
Remember the click in session state:
```python
import streamlit as st


def start():
    st.session_state.adding = True


st.button("Add a task", on_click=start)
if st.session_state.get("adding"):
    title = st.text_input("Title")
    if st.button("Save"):
        st.write("Saved", title)
```

Or open a dialog, which stays open while the user works in it:
```python
import streamlit as st


@st.dialog("Add a task")
def add_task():
    title = st.text_input("Title")
    if st.button("Save"):
        st.session_state.task = title
        st.rerun()


if st.button("Add a task"):
    add_task()
```

## Fix safety
There is no automatic fix: which flag to set, and when to take it back, is a decision about the app.

## Streamlit versions
All. `st.dialog` exists from 1.37 on.

## References
- [Button behavior and examples](https://docs.streamlit.io/develop/concepts/design/buttons)
- [streamlit#931](https://github.com/streamlit/streamlit/issues/931)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.clicks import click_needed, is_left_at_once
from keylint.rules.describe import called, drawn_here, hidden_because, route_of
from keylint.rules.inputs import has_callback, input_draws, is_wanted, shows_a_result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.rules.clicks import Click
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

RULE = Rule(code="KEY104", name="widget-under-button", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        for draw in input_draws(page):
            severity = _severity(keymap, page, draw)
            click = click_needed(keymap, page, draw) if severity is not None else None
            if severity is None or click is None or is_left_at_once(keymap, page, draw):
                continue
            yield RULE.finding(
                draw.site,
                _message(draw, click),
                key=None if draw.key is None else draw.key.text,
                severity=min(severity, Severity.WARNING) if click.is_message else severity,
                page=page.name,
                route=route_of(draw, page.name),
                related=tuple(_related(keymap, draw, click)),
                advice=_advice(draw, click),
            )


def _severity(keymap: KeyMap, page: PageRun, draw: Draw) -> Severity | None:
    """How bad it is when the widget lives for one run only; None when that does no harm."""
    if draw.kind == "trigger":
        return Severity.ERROR if is_wanted(keymap, draw) and not _is_heard(keymap, page, draw) else None
    if _is_heard(keymap, page, draw):
        return Severity.INFO if draw.context.form is None else None
    wanted = is_wanted(keymap, draw)
    if draw.kind in ("selection", "component"):
        return Severity.WARNING if wanted else None
    if wanted or (draw.key is not None and not shows_a_result(keymap, draw)):
        return Severity.ERROR
    return Severity.INFO


def _is_heard(keymap: KeyMap, page: PageRun, draw: Draw) -> bool:
    """Whether a callback gets what the user does, although the widget is gone: its own, or that of its form."""
    if draw.context.form is None or draw.kind == "trigger":
        return has_callback(keymap, draw)
    return any(
        other.submits_form and other.context.form == draw.context.form and has_callback(keymap, other)
        for other in page.trace.draws()
    )


def _message(draw: Draw, click: Click) -> str:
    if click.is_message:
        name = f"{called(draw)} exists only in the run after a chat message"
        if draw.kind == "trigger":
            return f"{name}: a click on it is never seen"
        return f"{name}: the next run drops it, with what was entered"
    if draw.kind == "trigger":
        return f"{called(draw)} exists only in the run after a click on another button: a click on it is never seen"
    return f"{called(draw)} exists only in the run after a click: as soon as the user changes it, it is gone"


def _related(keymap: KeyMap, draw: Draw, click: Click) -> Iterator[Related]:
    yield from drawn_here(draw)
    if click.guard is not None:
        yield hidden_because(keymap, click.guard)
    if click.button is not None and (click.guard is None or click.guard.location != click.button.location):
        yield Related(click.button.location, "this counts for one run only", Role.CAUSE)


def _advice(draw: Draw, click: Click) -> str:
    if click.is_message:
        return "keep the messages in st.session_state and show the widget with its message on every run"
    if draw.kind == "trigger":
        return "set a flag in st.session_state in on_click of the first button, and test the flag; or open an st.dialog"
    return "set a flag in st.session_state in on_click of the button, and test the flag; or open an st.dialog"
