"""All of session state is assigned back, including keys that may not be assigned.

## What it does
Reports `st.session_state.update(st.session_state)`, a loop that assigns every key, and a keep-alive of the key
itself, on a page that shows a widget whose key may not be set: a button, an uploader, a camera or audio input, a data
editor, a chart with selections, or the submit button of a form, even one without a key. A loop with a filter that
keylint does not understand is not reported.

## Why it matters
In the second run the key is in session state, and the loop assigns it. When the widget is shown, Streamlit raises an
exception: "Values for the widget with key `start` cannot be set using `st.session_state`". The app shows nothing but
the error from then on. A `try` around the assignment does not catch it.

## Example
```python
import streamlit as st

for key in st.session_state:
    st.session_state[key] = st.session_state[key]

st.text_input("Batch", key="batch")
st.button("Start", key="start")
```

## Use instead
```python
import streamlit as st

for key in ["batch"]:
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]

st.text_input("Batch", key="batch")
st.button("Start", key="start")
```

From Streamlit 1.59, `persist_state="session"` on the widgets makes the loop unnecessary.

## Fix safety
There is no automatic fix: which keys are worth restoring is a decision about the app.

## Streamlit versions
All. From 1.47 the key of `st.chat_input` may be set, from 1.56 that of `st.dataframe`.

## References
- [Session State: caveats](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
- [hydralit#48](https://github.com/TangleSpace/hydralit/issues/48)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import covering, is_keep_alive
from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, steps_of
from keylint.run.keys import Key
from keylint.run.trace import Draw, StateWrite
from keylint.run.values import Container
from keylint.streamlit.commands import command_at, first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Location
    from keylint.run.runs import PageRun

RULE = Rule(code="KEY305", name="restore-hits-unsettable", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        restores = [event for event in page.trace.events if isinstance(event, StateWrite) and _restores(event)]
        if not restores:
            continue
        unsettable = dict(_unsettable(keymap, page))
        for write in restores:
            for key, draw in unsettable.items():
                if _hits(keymap, write, key):
                    yield _finding(page, write, key, draw)


def _restores(write: StateWrite) -> bool:
    """Whether the write assigns keys that session state already has."""
    return is_keep_alive(write) or _means_every_key(write.key)


def _means_every_key(key: Key) -> bool:
    return key.is_unknown and all(
        hole.origins and all(origin.kind == "key" for origin in hole.origins) for hole in key.holes
    )


def _unsettable(keymap: KeyMap, page: PageRun) -> Iterator[tuple[str, Draw]]:
    """The draws of the page whose key may not be set on some admitted version, by that key."""
    forms = {draw.location: draw for draw in page.trace.draws() if draw.kind == "form"}
    for draw in page.trace.draws():
        if draw.is_silent:
            continue
        commands = (command_at(draw.command, version) for version in (keymap.versions.oldest, keymap.versions.newest))
        if draw.kind == "form" or all(command is None or command.settable for command in commands):
            continue
        key = draw.key.constant if draw.key is not None else _made_key(draw, forms)
        if key:
            yield key, draw


def _made_key(draw: Draw, forms: dict[Location, Draw]) -> str | None:
    """The key that Streamlit makes for a submit button without one, from the form and the label."""
    if not draw.submits_form or draw.label is None:
        return None
    around = [container for container in draw.containers if isinstance(container, Container) and container.is_form]
    form = forms.get(around[-1].location) if around else None
    return f"FormSubmitter:{form.key.text}-{draw.label}" if form is not None and form.key is not None else None


def _hits(keymap: KeyMap, write: StateWrite, key: str) -> bool:
    """Whether the write assigns the key for certain: no filter that is not understood stands around it.

    A `try` does not help: the exception is raised where the widget is drawn.
    """
    if write.key.holes and write.form != "all" and not _means_every_key(write.key):
        return False
    condition = covering(keymap, write, key)
    for atom in keymap.hider.atoms(condition):
        if any(
            origin.kind == "key" or (isinstance(origin.detail, Key) and origin.detail.holes) for origin in atom.origins
        ):
            return False
    return keymap.possible(condition)


def _finding(page: PageRun, write: StateWrite, key: str, draw: Draw) -> Finding:
    since = first_version_with(draw.command, "settable")
    versions = "all Streamlit versions" if since is None else f"Streamlit < {version_label(since)}"
    return RULE.finding(
        write.location,
        f"'{key}' of st.{draw.command} may not be assigned: this raises an exception from the second run on",
        key=key,
        page=page.name,
        route=(page.name, *steps_of(write.context)),
        related=(Related(draw.site, f"'{key}' belongs to this st.{draw.command}", Role.WIDGET), *drawn_here(draw)),
        advice=f"loop over a list of the keys to keep, or leave the key out ({versions})",
    )
