"""A widget's key is assigned after the widget was shown in the same run.

## What it does
Reports an assignment to the key of a widget or form (`st.session_state.key = …`, `update(…)`, a loop over keys) that
a run reaches after it has shown that widget or form. `del`, `setdefault()` and assignments in callbacks are allowed,
and are not reported; nor is an assignment in a fragment or a dialog that only a rerun of that fragment or dialog
reaches, when the widget stands outside it.

## Why it matters
Once the call of the widget has run, the browser has been told its value. Streamlit raises an exception:
"`st.session_state.message` cannot be modified after the widget with key `message` is instantiated".

## Example
```python
import streamlit as st

st.text_area("Message", key="message")
if st.button("Clear"):
    st.session_state.message = ""
```

## Use instead
```python
import streamlit as st


def clear():
    st.session_state.message = ""


st.text_area("Message", key="message")
st.button("Clear", on_click=clear)
```

A callback runs before the script, so the widget is not shown yet. Where the new value is known only further down, put
it under another key, call `st.rerun()`, and assign it above the widget.

## Fix safety
There is no automatic fix: what the assignment depends on may not be known yet where a callback runs.

## Streamlit versions
All. The exception is called `StreamlitAPIException` on older versions, `StreamlitWidgetAlreadyInstantiatedError` on
newer ones.

## References
- [Button behavior and examples](https://docs.streamlit.io/develop/concepts/design/buttons)
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from keylint.app.clicks import depends_on, drawn_in, failures_in, in_one_run, is_users, own_run, where_none
from keylint.app.keeping import covering
from keylint.conditions.nodes import NEVER, Condition
from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.run.trace import Atom, Draw, StateWrite
from keylint.run.values import in_order
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.run.keys import Hole, Key
    from keylint.run.runs import PageRun

RULE = Rule(code="KEY401", name="write-after-widget", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        drawn: list[Draw] = []
        alike: dict[str, list[Draw]] = defaultdict(list)
        for event in page.trace.events:
            if isinstance(event, Draw) and is_registered(event):
                drawn.append(event)
                alike[event.key.text if event.key is not None else ""].append(event)
            elif isinstance(event, StateWrite) and event.form not in ("setdefault", "inside"):
                means_many = event.form == "all" or _loops_over_state(event.key)
                draw = first_drawn_before(keymap, page, event, drawn if means_many else alike.get(event.key.text, []))
                if draw is not None:
                    yield _finding(page, event, draw)


def is_registered(draw: Draw) -> bool:
    """Whether Streamlit knows the key as that of a widget or a form; a chart is one when it reports selections."""
    # Containers take a key that nothing but the page's style sheet sees.
    return draw.key is not None and not draw.is_silent and (draw.kind in WIDGET_KINDS or draw.kind == "form")


def first_drawn_before(keymap: KeyMap, page: PageRun, write: StateWrite, drawn: list[Draw]) -> Draw | None:
    """The draw, if any, that has for certain drawn the written key in some run that reaches the write."""
    written: dict[str, tuple[Draw, Condition, Condition]] = {}
    for draw in drawn:
        if draw.key is None or (reached := _reached(keymap, write, draw.key)) is NEVER:
            continue
        if outside_its_run(write, draw):
            reached = _in_whole_runs(keymap, page, write, reached)
        first, reached_before, drawn_before = written.get(draw.key.text, (draw, NEVER, NEVER))
        either = keymap.conditions.either
        written[draw.key.text] = (first, either(reached_before, reached), either(drawn_before, draw.condition))
    for draw, reached, condition in written.values():
        unit = own_run(write.context)
        inside = drawn_in(page, unit) if unit is not None and unit == own_run(draw.context) else None
        if _meet(keymap, inside, reached, condition):
            return draw
    return None


def _reached(keymap: KeyMap, write: StateWrite, key: Key) -> Condition:
    """The runs in which the write means the key."""
    if write.form == "all" or _loops_over_state(write.key):
        return covering(keymap, write, key.text)
    return write.condition if write.key.must_equal(key) or _same_rows(write.key, key) else NEVER


def _same_rows(written: Key, drawn: Key) -> bool:
    """Whether two loops over one range make the same keys: equal texts around the position of the round."""
    return len(written.parts) == len(drawn.parts) and all(
        mine == theirs
        if isinstance(mine, str) or isinstance(theirs, str)
        else mine.identity == theirs.identity or (_rows(mine) is not None and _rows(mine) == _rows(theirs))
        for mine, theirs in zip(written.parts, drawn.parts, strict=True)
    )


def _rows(hole: Hole) -> Hashable:
    """What a loop runs over, when the hole is its position."""
    details = [origin.detail for origin in in_order(hole.origins) if origin.kind == "position"]
    whole = len(hole.origins) == 1 and details and isinstance(details[0], tuple)
    rows: Hashable = details[0][-1] if whole and isinstance(details[0], tuple) else None
    return rows


def _loops_over_state(key: Key) -> bool:
    return key.is_unknown and all(
        hole.origins and all(origin.kind == "key" for origin in hole.origins) for hole in key.holes
    )


def outside_its_run(write: StateWrite, draw: Draw) -> bool:
    """Whether a fragment or a dialog can run the write without the draw."""
    unit = own_run(write.context)
    return unit is not None and unit != own_run(draw.context)


def _in_whole_runs(keymap: KeyMap, page: PageRun, write: StateWrite, reached: Condition) -> Condition:
    """What is left for runs of the whole page: in them, nothing inside the fragment or dialog has just been clicked."""
    inside = drawn_in(page, own_run(write.context) or "")
    for atom in keymap.hider.atoms(reached):
        fresh = keymap.kind_of(atom) == "trigger" or write.context.dialog is not None
        if fresh and depends_on(atom, inside):
            reached = where_none(keymap, reached, [atom])
    return reached


def _meet(keymap: KeyMap, inside: frozenset[Hashable] | None, reached: Condition, drawn: Condition) -> bool:
    """Whether it is certain that a run draws and then writes: the write implies the draw, or the user decides both.

    `inside` is what the fragment or dialog draws that both stand in: what was clicked outside it is past.
    """
    conditions = keymap.conditions
    failing = failures_in(keymap, reached)
    if keymap.possible(calm := where_none(keymap, reached, failing)):
        reached = calm
        drawn = where_none(keymap, drawn, failing)

    def is_past(atom: Atom) -> bool:
        return inside is not None and not depends_on(atom, inside)

    if not in_one_run(keymap, conditions.both(reached, drawn), unless=is_past):
        return False
    if not keymap.possible(conditions.without(reached, drawn)):
        return True
    return all(is_users(keymap, atom) for atom in (*keymap.hider.atoms(reached), *keymap.hider.atoms(drawn)))


def _finding(page: PageRun, write: StateWrite, draw: Draw) -> Finding:
    key = draw.key.text if draw.key is not None else ""
    what = "form" if draw.kind == "form" else "widget"
    related = [Related(draw.site, f"this run has shown the {what} '{key}' here", Role.WIDGET)]
    if draw.site != draw.location:
        related.append(Related(draw.location, f"st.{draw.command} is called here", Role.WIDGET))
    return RULE.finding(
        write.location,
        f"'{key}' is assigned after its {what} was shown in the same run: Streamlit raises an exception",
        key=key,
        severity=Severity.WARNING if write.context.catches_missing_key else None,
        page=page.name,
        route=(page.name, *steps_of(write.context)),
        related=tuple(related),
        advice="assign it in a callback (on_click=…, on_change=…), which runs before anything is shown, or above the "
        f"{what} (all Streamlit versions)",
    )
