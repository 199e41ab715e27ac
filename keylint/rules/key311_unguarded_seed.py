"""A widget's key is assigned before the widget in every run, which overwrites what the user enters.

## What it does
Reports an assignment to the key of a value widget that every run makes before it shows the widget, without asking
whether the key is there; also one that is only made where the key has another value. Not reported: a value that comes
from the key itself, a preset whose widget saves back before (in `on_change`, or further up), a widget that is
`disabled`, and assignments on a click or under any other condition.

## Why it matters
The user changes the widget, the next run starts, and the assignment puts the old value back before the widget is
shown: the widget cannot be changed.

## Example
```python
import streamlit as st

st.session_state["people"] = 2
st.number_input("People", 1, 12, key="people")
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("people", 2)
st.number_input("People", 1, 12, key="people")
```

## Fix safety
Safe: the assignment is put under a test for the key, so that it gives the first value only. There is no automatic fix
where it asks for another value first: whether the key should follow what is assigned, only the author knows.

## Streamlit versions
All.

## References
- [Session State](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
- [streamlit#3842](https://github.com/streamlit/streamlit/issues/3842)
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.keeping import comes_from, is_keep_alive, saved_to
from keylint.conditions.nodes import ALWAYS
from keylint.findings import Finding, Related, Role, Severity
from keylint.repairs import Guard, Refusal, Repair
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.run.keys import Key
from keylint.run.trace import Atom
from keylint.run.values import NONE, Known, Origin, in_order

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.trace import Draw, StateWrite

RULE = Rule(code="KEY311", name="unguarded-seed", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        if widget.kind != "value":
            continue
        for draw in widget.draws:
            write = _overwrite(keymap, widget, draw)
            if write is not None:
                yield _finding(keymap, widget, draw, write)
                break


def _overwrite(keymap: KeyMap, widget: Widget, draw: Draw) -> StateWrite | None:
    """The assignment that every run makes before this draw, when it takes nothing from what the user entered."""
    if _saves_back(draw) or draw.parameters.get("disabled", NONE) not in (NONE, Known(False)):
        return None
    found = None
    if draw.key is None:
        return None
    for event in writes_by_key(widget.page.trace).near(draw.key):
        if event.order < draw.order and event.key.may_equal(draw.key):
            found = event if event.key.must_equal(draw.key) and _replaces(keymap, widget, draw, event) else None
    return found


def _saves_back(draw: Draw) -> bool:
    """Whether the widget has a callback, which may well put the value where the assignment takes it from."""
    return draw.spreads or any(
        parameter.startswith("on_") and value != NONE for parameter, value in draw.parameters.items()
    )


def _replaces(keymap: KeyMap, widget: Widget, draw: Draw, write: StateWrite) -> bool:
    if write.form not in ("item", "attribute", "update") or is_keep_alive(write):
        return False
    if draw.context.dialog is not None and write.context.dialog != draw.context.dialog:
        return False  # while the dialog is open it runs by itself
    saved = saved_to(keymap, widget)
    for origin in in_order(write.value_origins):
        if comes_from(origin, widget.key) or origin.detail == "query_params":
            return False
        if isinstance(origin.detail, Key) and origin.detail.text in saved:
            save, callback = saved[origin.detail.text]
            if callback is not None or save.order < write.order:
                return False  # what the user has entered is there before it is put back
    conditions = keymap.conditions
    changed = conditions.both(draw.condition, _with_another_value(keymap, write))
    return conditions.possible(changed) and conditions.implies(changed, write.condition)


def _with_another_value(keymap: KeyMap, write: StateWrite) -> Condition:
    """The runs in which the key has another value than the one that is written: those after an edit. Who asks for that
    first (`if ss.k != value: ss.k = value`) assigns it as surely as who does not."""
    same = [atom for atom in keymap.hider.atoms(write.condition) if _asks_for_it(atom, write)]
    if not same:
        return ALWAYS
    present = Atom(("key", write.key), "present", kind="state", origins=frozenset({Origin("state", write.key)}))
    asked = (keymap.conditions.negate(keymap.conditions.atom(atom)) for atom in same)
    return functools.reduce(keymap.conditions.both, asked, keymap.conditions.atom(present))


def _asks_for_it(atom: Atom, write: StateWrite) -> bool:
    """Whether the test is of the key that is written, and of the value that is written."""
    match atom.subject:
        case ("equal", one, other):
            sides = {one, other}
            written = getattr(write.value, "identity", write.value)
            return written in sides and any(_is_of(side, write.key) for side in sides)
        case subject:
            is_same = isinstance(write.value, Known) and write.value.value == atom.constant
            return atom.predicate == "equals" and is_same and _is_of(subject, write.key)


def _is_of(identity: Hashable, key: Key) -> bool:
    """Whether it stands for a value that session state has under the key."""
    return isinstance(identity, tuple) and identity[:2] == ("state", key)


def _repair(keymap: KeyMap, write: StateWrite) -> Repair | Refusal:
    if any(_asks_for_it(atom, write) for atom in keymap.hider.atoms(write.condition)):
        return Refusal("whether the key should follow what is assigned, or keep what is entered, only the author knows")
    guard = Guard(write.location, write.location, write.location, where_missing=True)
    return Repair("assign it only where it is missing", True, (guard,))


def _finding(keymap: KeyMap, widget: Widget, draw: Draw, write: StateWrite) -> Finding:
    return RULE.finding(
        write.location,
        f"'{widget.key}' is assigned in every run before its widget is shown: the user's changes are overwritten",
        key=widget.key,
        page=widget.page.name,
        route=(widget.page.name, *steps_of(write.context)),
        related=(Related(draw.site, "this widget cannot be changed by the user", Role.WIDGET),),
        repair=_repair(keymap, write),
        advice=f'assign it only where it is missing: st.session_state.setdefault("{widget.key}", …) '
        "(all Streamlit versions)",
    )
