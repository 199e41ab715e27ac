"""Branches of a page use one key for different things.

## What it does
Reports a key that branches which exclude each other give to widgets that are not the same: another command, other
options, or another value of a parameter that makes the widget's identity. It speaks only where a widget or session
state can switch between the branches while the app is used, and where options and limits are constants.

Where the branches are one widget, it reports numbers with other words and other limits: metres here, feet there. Of
dialogs that clicks open, such as Add and Edit, it reports fields with one key that begin with different values.

## Why it matters
When the user switches, Streamlit drops the value: the key now belongs to another widget, which shows its default.
Switching back does not bring the value back. Of one widget it takes the value along: 20 metres become 20 feet, whatever
`value=` says.

Closing a dialog with its × does not run the app, so its fields are still there when a click opens the next one: Edit
shows what was entered in Add, and saves it over the record.

## Example
```python
import streamlit as st

kind = st.radio("Kind of answer", ["text", "number"], key="kind")
if kind == "text":
    answer = st.text_input("Answer", key="answer")
else:
    answer = st.number_input("Answer", 0, 100, key="answer")
st.write("Your answer:", answer)
```

## Use instead
A key for each widget; `persist_state` (Streamlit ≥ 1.59) keeps both answers:
```python
import streamlit as st

kind = st.radio("Kind of answer", ["text", "number"], key="kind")
if kind == "text":
    answer = st.text_input("Answer", key="text_answer", persist_state="page")
else:
    answer = st.number_input("Answer", 0, 100, key="number_answer", persist_state="page")
st.write("Your answer:", answer)
```

## Fix safety
Between branches there is no automatic fix: other code may read the key in either. Dialogs get `on_dismiss="rerun"`,
where every version of the project has that (Streamlit ≥ 1.48) and nothing but a click opens them: closing one then runs
the app, which drops its fields. Unsafe: what else the click shows is gone too.

## Streamlit versions
All. Two branches that show the same command with the same options keep the value from 1.50 and 1.51 on, whatever
their labels say; before, another label is another widget. A number input keeps it from 1.53 on, whatever its limits.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.dialogs import is_cleared, openers
from keylint.app.identity import KIND
from keylint.app.keeping import is_keep_alive
from keylint.findings import Related, Role, Severity
from keylint.remedies.dismissing import run_on_dismiss
from keylint.rules.base import Rule
from keylint.rules.changing_defaults import is_managed
from keylint.rules.collisions import (
    Collision,
    across_branches,
    carried_by_dialogs,
    carried_numbers,
    is_persisted,
    is_restored,
)
from keylint.rules.describe import drawn_here, hidden_because, route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.repairs import Refusal, Repair

RULE = Rule(code="KEY203", name="branch-collision", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for collision in across_branches(keymap):
        place, other = collision.place, collision.others[0]
        persisted = any(is_persisted(each.draw, on_other_pages=False) for each in collision.places)
        if persisted or is_restored(keymap, place):
            continue  # the value is not dropped: KEY505 says where it goes
        what = f"st.{other.draw.command}" if collision.differences[0] == KIND else collision.differences[0]
        yield _finding(
            keymap,
            collision,
            f"is used for something else in another branch ({what}): switching drops the value",
            f"give each branch a key of its own{collision.versions}",
        )
    for collision in carried_by_dialogs(keymap):
        if any(is_managed(keymap, each.draw) or is_cleared(keymap, each.draw) for each in collision.places):
            continue  # somebody sees to what the dialog begins with
        yield _finding(
            keymap,
            collision,
            "is in another dialog too: who closes one of them with × and opens the other sees what was in the first",
            "give each dialog a key of its own, or let the app run when one is closed",
            _opened(keymap, collision),
            run_on_dismiss(keymap, [each.draw for each in collision.places]),
        )
    for collision in carried_numbers(keymap):
        if any(not is_keep_alive(write) for _, _, write in keymap.writes.get(collision.key, ())):
            continue  # somebody sees to what the other branch begins with
        yield _finding(
            keymap,
            collision,
            f"asks for another number in another branch ({collision.differences[0]}): switching takes the number along",
            "give each branch a key of its own: the key alone makes it one widget, whatever `value` says",
        )


def _finding(
    keymap: KeyMap,
    collision: Collision,
    wrong: str,
    advice: str,
    causes: tuple[Related, ...] | None = None,
    repair: Repair | Refusal | None = None,
) -> Finding:
    draw = collision.place.draw
    return RULE.finding(
        draw.site,
        f"'{collision.key}' {wrong}",
        key=collision.key,
        severity=collision.severity,
        page=collision.place.page.name,
        route=route_of(draw, collision.place.page.name),
        related=(
            *drawn_here(draw),
            *(_switch(keymap, collision) if causes is None else causes),
            *collision.related,
        ),
        advice=advice,
        repair=repair,
    )


def _opened(keymap: KeyMap, collision: Collision) -> tuple[Related, ...]:
    """A button that opens each of the dialogs."""
    found = (next(openers(keymap, each.page, each.draw), None) for each in collision.places)
    sites = dict.fromkeys(button.site for button in found if button is not None)
    return tuple(Related(site, "a click here opens one of the dialogs", Role.CAUSE) for site in sites)


def _switch(keymap: KeyMap, collision: Collision) -> tuple[Related, ...]:
    """The test that decides between the branches."""
    mine, theirs = collision.place.draw, collision.others[0].draw
    guards = [guard for guard in mine.guards if not keymap.conditions.implies(theirs.condition, guard.condition)]
    return (hidden_because(keymap, guards[0]),) if guards else ()
