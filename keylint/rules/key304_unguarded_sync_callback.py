"""A callback copies its widget's value to another key without checking that the value is there.

## What it does
Reports an `on_change` callback that reads its own widget's key with `st.session_state[key]`, or takes a default for a
missing key (`get(key) or []`), and stores the result under another key. It counts where the app takes the key away
(`del`, `pop`, `clear`) and the user can edit the widget before it is shown again: it was deleted below the widget, or
by what also hides the widget. Everywhere else it is what Streamlit's documentation shows, and said at `info` only.

## Why it matters
`del` and `pop` take the key, not what the browser shows. The next edit calls the callback before the widget is shown
again: it fails with a KeyError, or, with a default, silently overwrites the kept value with an empty one.

A key that Streamlit drops because the widget was not shown is another matter: an edit that arrives after that brings
its value along, and the callback finds it.

## Example
```python
import streamlit as st

st.session_state.setdefault("name", "")


def sync():
    st.session_state["name"] = st.session_state["_name"]


st.text_input("Name", key="_name", on_change=sync)
if st.button("Clear"):
    st.session_state.pop("_name", None)
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("name", "")


def sync():
    if "_name" in st.session_state:
        st.session_state["name"] = st.session_state["_name"]


st.text_input("Name", key="_name", on_change=sync)
if st.button("Clear"):
    st.session_state.pop("_name", None)
```

Check that the key is there, not that the value is true: an empty choice is a choice.

## Fix safety
Safe: what reads the key and what stores the value are put under a test for the key.

## Streamlit versions
All.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [orionbelt-ontology-builder#219](https://github.com/ralforion/orionbelt-ontology-builder/issues/219)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from
from keylint.findings import Finding, Related, Role, Severity
from keylint.repairs import Guard, Repair
from keylint.rules.base import Rule
from keylint.rules.describe import route_of
from keylint.rules.taken_away import taken_away
from keylint.run.trace import StateRead, StateWrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.callbacks import CallbackRun
    from keylint.run.keys import Key
    from keylint.run.trace import Draw, StateDelete

RULE = Rule(code="KEY304", name="unguarded-sync-callback", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        widgets = {widget.key: widget for widget in keymap.widgets if widget.page is page and widget.kind == "value"}
        for callback in page.callbacks:
            for draw in callback.draws:
                widget = widgets.get(draw.key.text) if draw.key is not None else None
                read = _unguarded_read(keymap, callback, draw.key) if draw.key is not None and widget else None
                if widget is not None and read is not None:
                    yield _finding(widget, draw, callback, *read, taken_away(keymap, widget, draw, callback))


def _unguarded_read(keymap: KeyMap, callback: CallbackRun, key: Key) -> tuple[StateRead, StateWrite] | None:
    """The callback's read of the key, and what it stores, when it gets there although the key is missing."""
    events = callback.trace.events
    for read in events:
        if not isinstance(read, StateRead) or not read.key.must_equal(key) or read.context.catches_missing_key:
            continue
        if read.form in ("item", "attribute") and not _where_missing(keymap, read.condition, key):
            continue
        for write in events[read.order :]:
            if (
                isinstance(write, StateWrite)
                and not write.key.may_equal(key)
                and any(comes_from(origin, key.text) for origin in write.value_origins)
                and not any(comes_from(origin, write.key.text) for origin in write.value_origins)
                and _where_missing(keymap, write.condition, key)
            ):
                return read, write
    return None


def _last_use(callback: CallbackRun, key: str, write: StateWrite) -> StateRead | StateWrite:
    """The last thing that the callback does with what it has read: all of it needs the key."""
    last: StateRead | StateWrite = write
    for event in callback.trace.events[write.order + 1 :]:
        if (isinstance(event, StateRead) and event.key.text == key) or (
            isinstance(event, StateWrite) and any(comes_from(origin, key) for origin in event.value_origins)
        ):
            last = event
    return last


def _where_missing(keymap: KeyMap, condition: Condition, key: Key) -> bool:
    """Whether the condition can hold while the key is not there."""
    for atom in keymap.hider.atoms(condition):
        if atom.predicate == "present" and atom.subject == ("key", key):
            condition = keymap.conditions.restrict(condition, atom, False)
    return keymap.possible(condition)


def _finding(
    widget: Widget, draw: Draw, callback: CallbackRun, read: StateRead, write: StateWrite, delete: StateDelete | None
) -> Finding:
    outcome = (
        "fails with a KeyError" if read.form in ("item", "attribute") else f"stores a default in '{write.key.text}'"
    )
    when = "does not exist" if delete is None else "has been deleted"
    taken = () if delete is None else (Related(delete.location, f"'{widget.key}' is taken away here"),)
    return RULE.finding(
        read.location,
        f"{callback.name}() {outcome} when '{widget.key}' {when}: it does not check that the key is there",
        key=widget.key,
        severity=None if delete is not None else Severity.INFO,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            Related(draw.site, f"this widget calls {callback.name}()", Role.WIDGET),
            *taken,
            Related(write.location, f"the value is stored under '{write.key.text}' here", Role.SAVED),
        ),
        repair=Repair(
            f'test for "{widget.key}" before its value is stored',
            True,
            (Guard(read.location, _last_use(callback, widget.key, write).location, read.location),),
        ),
        advice=f'put `if "{widget.key}" in st.session_state:` around it (all Streamlit versions)',
    )
