"""An initialisation tests one key and assigns another, so it runs every time.

## What it does
Reports `if "a" not in st.session_state:` around an assignment to another key, where nothing in the app ever creates
the tested key. A block that sets the tested key too, or any other code that does, is fine.

## Why it matters
The tested key is never there, so the block runs in every run, and sets the other key back to its first value: the
user's choice does not last.

## Example
```python
import streamlit as st

if "unit" not in st.session_state:
    st.session_state.units = "kg"

if st.button("Use pounds"):
    st.session_state.units = "lb"
st.write(st.session_state.units)
```

## Use instead
```python
import streamlit as st

if "units" not in st.session_state:
    st.session_state.units = "kg"

if st.button("Use pounds"):
    st.session_state.units = "lb"
st.write(st.session_state.units)
```

## Fix safety
Safe: the test gets the name that is assigned. No fix is made for a block that assigns several keys.

## Streamlit versions
All.

## References
- [Session State](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.beginning import may_be_created
from keylint.app.clicks import on_click
from keylint.app.keeping import is_seed
from keylint.conditions.nodes import ALWAYS
from keylint.findings import Finding, Related, Severity
from keylint.repairs import Refusal, RenameTested, Repair
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.run.keys import Key
from keylint.run.trace import StateWrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.runs import PageRun
    from keylint.run.trace import Guard

RULE = Rule(code="KEY310", name="guard-mismatch", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        blocks: dict[Guard, tuple[str, list[StateWrite]]] = {}
        for event in page.trace.events:
            if not isinstance(event, StateWrite) or event.form == "inside" or event.key.constant is None:
                continue
            for guard in event.guards:
                tested = _tested_key(keymap, guard)
                if tested is not None:
                    blocks.setdefault(guard, (tested, []))[1].append(event)
        for guard, (tested, writes) in blocks.items():
            again = [
                write for write in writes if write.key.constant != tested and _initialises(keymap, page, guard, write)
            ]
            if again and not may_be_created(keymap, tested) and _matters(keymap, again):
                yield _finding(page, guard, tested, again)


def _initialises(keymap: KeyMap, page: PageRun, guard: Guard, write: StateWrite) -> bool:
    """Whether the block gives the key its first value: not only after a click, nor by a helper that is called
    elsewhere too."""
    if is_seed(keymap, write) or on_click(keymap, write.condition):
        return False
    return all(
        guard in other.guards
        for other_page, _, other in keymap.writes.get(write.key.text, ())
        if other_page is page and other.location == write.location
    )


def _tested_key(keymap: KeyMap, guard: Guard) -> str | None:
    """The key that must be missing, when that is what the `if` tests, and all of it."""
    atoms = keymap.hider.atoms(guard.condition)
    if guard.kind != "if" or len(atoms) != 1 or atoms[0].predicate != "present":
        return None
    subject = atoms[0].subject
    key = subject[1] if isinstance(subject, tuple) and len(subject) == 2 else None
    missing = keymap.conditions.restrict(guard.condition, atoms[0], False) is ALWAYS
    return key.constant if missing and isinstance(key, Key) else None


def _matters(keymap: KeyMap, writes: list[StateWrite]) -> bool:
    """Whether something else gives one of the keys another value: a widget, or another assignment."""
    places = {write.location for write in writes}
    return any(
        write.key.text in keymap.widget_keys
        or any(other.location not in places for _, _, other in keymap.writes.get(write.key.text, ()))
        for write in writes
    )


def _finding(page: PageRun, guard: Guard, tested: str, writes: list[StateWrite]) -> Finding:
    key = writes[0].key.text
    places = {write.location: write.key.text for write in writes}
    return RULE.finding(
        guard.location,
        f"this tests for '{tested}', which nothing creates, and assigns '{key}': it is set back in every run",
        key=key,
        page=page.name,
        route=(page.name, *steps_of(writes[0].context)),
        related=tuple(Related(place, f"'{name}' is assigned here, in every run") for place, name in places.items()),
        repair=_repair(guard, tested, writes),
        advice=f'test the key that is assigned: `if "{key}" not in st.session_state:` (all Streamlit versions)',
    )


def _repair(guard: Guard, tested: str, writes: list[StateWrite]) -> Repair | Refusal:
    keys = {write.key.text for write in writes}
    if len(keys) > 1:
        return Refusal("the block assigns several keys")
    title = f"test for '{writes[0].key.text}'"
    return Repair(title, True, (RenameTested(guard.location, tested, writes[0].key.text),))
