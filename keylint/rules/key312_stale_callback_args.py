"""The submit callback of a form is given a field's value through its arguments: it gets that of the run before.

## What it does
Reports the submit button of a form whose callback uses what a field of the form returned: passed through `args=`,
`kwargs=`, `functools.partial` or a default, or taken from the variable. Outside forms the arguments are current, and
are not reported.

## Why it matters
The arguments are fixed when the button is shown. The fields of a form report their values only on submit, and the
callback runs before the script does: it sees what the fields held when the form was last shown, at first the
defaults.

## Example
```python
import streamlit as st


def save(score):
    st.session_state.score = score


with st.form("rate"):
    score = st.slider("Score", 0, 5)
    st.form_submit_button("Send", on_click=save, args=(score,))
```

## Use instead
```python
import streamlit as st


def save():
    st.session_state.score = st.session_state.stars


with st.form("rate"):
    st.slider("Score", 0, 5, key="stars")
    st.form_submit_button("Send", on_click=save)
```

## Fix safety
There is no automatic fix: the callback has to read the key itself, under names that are the author's choice.

## Streamlit versions
All.

## References
- [Using forms](https://docs.streamlit.io/develop/concepts/architecture/forms)
- [streamlit#8136](https://github.com/streamlit/streamlit/issues/8136)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import route_of
from keylint.run.trace import StateWrite, Use
from keylint.run.values import value_origins

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

RULE = Rule(code="KEY312", name="stale-callback-args", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        for callback in page.callbacks:
            for button in callback.draws:
                if button.submits_form and button.context.form is not None:
                    used = _used(button, callback)
                    fields = {field.key or field.site: field for field in _fields(page, button)}
                    for identity, field in fields.items():
                        if identity in used:
                            yield _finding(page, callback, button, field)


def _fields(page: PageRun, button: Draw) -> list[Draw]:
    """The fields of the button's form that are drawn before it."""
    return [
        draw
        for draw in page.trace.draws()
        if draw.context.form == button.context.form and draw.order < button.order and draw.kind == "value"
    ]


def _used(button: Draw, callback: CallbackRun) -> frozenset[Hashable]:
    """The widgets whose results the callback has: by its arguments, or by what it does with them."""
    found: set[Hashable] = set()
    for name in ("args", "kwargs"):
        if name in button.parameters:
            found |= {origin.detail for origin in value_origins(button.parameters[name]) if origin.kind == "widget"}
    for event in callback.trace.events:
        if isinstance(event, (StateWrite, Use)):
            origins = event.value_origins if isinstance(event, StateWrite) else event.origins
            found |= {origin.detail for origin in origins if origin.kind == "widget"}
    return frozenset(found)


def _finding(page: PageRun, callback: CallbackRun, button: Draw, field: Draw) -> Finding:
    name = (
        f"'{field.key.text}'" if field.key is not None else f"'{field.label}'" if field.label else f"st.{field.command}"
    )
    read = f'st.session_state["{field.key.text}"]' if field.key is not None else "st.session_state by that key"
    return RULE.finding(
        button.site,
        f"{callback.name}() gets the value that {name} had before the form was submitted",
        key=field.key.text if field.key is not None else None,
        page=page.name,
        route=route_of(button, page.name),
        related=(
            Related(
                field.site, f"what {name} returns here is passed on before the user has entered anything", Role.WIDGET
            ),
        ),
        advice=f"{'' if field.key is not None else 'give it a key, and '}read {read} inside the callback "
        "(all Streamlit versions)",
    )
