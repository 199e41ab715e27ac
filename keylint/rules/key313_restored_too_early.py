"""A kept value is put back under the widget's key before the widget returns, where the key is missing only.

## What it does
Reports a shadow key's restore (`if "_name" not in st.session_state: st.session_state["_name"] =
st.session_state["name"]`) that also runs while its widget is hidden. One that stands right before the widget, under
the same condition, is fine.

## Why it matters
The restore fills the key in the first run that finds it missing, in which the widget is hidden. When the widget
returns the key is there already, so nothing is assigned in that run, and the browser shows the widget with its own
default. The callback, or the copy after the widget, then saves that default over the kept value.

## Example
```python
import streamlit as st

st.session_state.setdefault("name", "Ann")


def save():
    if "_name" in st.session_state:
        st.session_state["name"] = st.session_state["_name"]


if "_name" not in st.session_state:
    st.session_state["_name"] = st.session_state["name"]

if st.toggle("Edit", True):
    st.text_input("Name", key="_name", on_change=save)
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("name", "Ann")


def save():
    if "_name" in st.session_state:
        st.session_state["name"] = st.session_state["_name"]


if st.toggle("Edit", True):
    st.session_state["_name"] = st.session_state["name"]
    st.text_input("Name", key="_name", on_change=save)
```

## Fix safety
The fix is that of the loss which the assignment was meant to prevent: see KEY101 and KEY106.

## Streamlit versions
All; seen in the browser on 1.40 and 1.67.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.clicks import without_failures
from keylint.app.keeping import is_seed, keeps_itself, saved_to
from keylint.conditions.nodes import NEVER
from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import hidden_because, steps_of
from keylint.run.keys import Key
from keylint.run.values import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.callbacks import CallbackRun
    from keylint.run.trace import StateWrite

RULE = Rule(code="KEY313", name="restored-too-early", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        if widget.kind != "value" or keeps_itself(widget.first, "page"):
            continue
        saved = saved_to(keymap, widget)
        restores = list(_restores(keymap, widget, frozenset(saved)))
        if not restores or not widget.hiding.is_hidden:
            continue
        early = [(write, kept) for write, kept in restores if _runs_while_hidden(keymap, widget, write)]
        if early and not _is_restored_again(keymap, widget):
            write, kept = early[0]
            yield _finding(keymap, widget, write, kept, saved[kept])


def _restores(keymap: KeyMap, widget: Widget, saved: frozenset[str]) -> Iterator[tuple[StateWrite, str]]:
    """The writes before the widget that give its key, where that is missing, what was saved under another one."""
    for event in _writes_before(widget):
        if is_seed(keymap, event):
            for origin in in_order(event.value_origins):
                if origin.kind == "state" and isinstance(origin.detail, Key) and origin.detail.text in saved:
                    yield event, origin.detail.text


def _writes_before(widget: Widget) -> list[StateWrite]:
    """The writes of its key before it."""
    writes = writes_by_key(widget.page.trace).with_text(widget.key)
    return [write for write in writes if write.order < widget.first.order]


def _runs_while_hidden(keymap: KeyMap, widget: Widget, write: StateWrite) -> bool:
    if any(set(draw.guards) <= set(write.guards) for draw in widget.draws if draw.order > write.order):
        return False  # whatever gets to the assignment gets to the widget
    reached = without_failures(keymap, write.condition)
    return keymap.possible(keymap.conditions.both(reached, widget.hiding.plain))


def _is_restored_again(keymap: KeyMap, widget: Widget) -> bool:
    """Whether an assignment that does not ask for the key stands before the widget in every run that draws it."""
    again = NEVER
    for event in _writes_before(widget):
        if not is_seed(keymap, event):
            again = keymap.conditions.either(again, event.condition)
    return not keymap.possible(keymap.conditions.without(widget.hiding.drawn, again))


def _finding(
    keymap: KeyMap, widget: Widget, write: StateWrite, kept: str, saved: tuple[StateWrite, CallbackRun | None]
) -> Finding:
    save, callback = saved
    # A copy after the widget comes too late for an assignment in every run: that would undo each edit.
    when = "where it is missing" if callback is None else "whether it is missing or not"
    related = [
        Related(
            widget.first.site, "the widget returns with its own default, for its key is there already", Role.WIDGET
        ),
        Related(save.location, f"that default is saved over '{kept}' here", Role.SAVED),
    ]
    if widget.hiding.guard is not None:
        related.append(hidden_because(keymap, widget.hiding.guard))
    return RULE.finding(
        write.location,
        f"'{widget.key}' is restored from '{kept}' too early, while its widget is hidden: its default overwrites "
        f"'{kept}' when it returns",
        key=widget.key,
        page=widget.page.name,
        route=(widget.page.name, *steps_of(write.context)),
        related=tuple(related),
        advice=f"assign it right before the widget, under the same condition, {when} (all Streamlit versions)",
    )
