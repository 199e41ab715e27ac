"""`st.rerun()` above a widget costs it one run, before Streamlit 1.64.

## What it does
Reports a keyed widget that an earlier run has shown, when `st.rerun()` ends a run above it, in projects that allow
a Streamlit below 1.64. One finding for each widget, at the first such `st.rerun()`.

Silent are widgets that are shown above the call too, that are kept by `persist_state` or a keep-alive, or that no
run can have shown just before the call (a login that reruns once the user is known). `st.rerun(scope="fragment")`,
and `st.rerun()` in a callback, end no run of the page. In a dialog or a fragment it concerns only what the same
function shows.

## Why it matters
The run that `st.rerun()` ends does not reach the widget, so Streamlit drops its value. In the next run
`st.session_state["note"]` is missing above the widget, and the widget has its default; code that reacts to the
value, or writes it somewhere, sees the wrong one. Then the browser sends its value again, and everything looks
right.

## Example
With Streamlit below 1.64:
```python
import streamlit as st

if st.button("Refresh"):
    st.rerun()

st.text_input("Note", key="note")
st.write(st.session_state.note)
```

## Use instead
A click starts a run anyway, and a callback is called before it:
```python
import streamlit as st


def refresh():
    st.session_state.refreshed = True


st.button("Refresh", on_click=refresh)
st.text_input("Note", key="note")
st.write(st.session_state.note)
```

Or call `st.rerun()` below the widgets:
```python
import streamlit as st

st.text_input("Note", key="note")
st.write(st.session_state.note)
if st.button("Refresh"):
    st.rerun()
```

## Fix safety
There is no automatic fix: where the rerun can go depends on what it is for.

## Streamlit versions
Below 1.64. From 1.64 on `st.rerun()` keeps the values of widgets that the run did not reach.

## References
- [streamlit#3533](https://github.com/streamlit/streamlit/issues/3533)
- [streamlit#16762](https://github.com/streamlit/streamlit/pull/16762)
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from keylint.app.keeping import keep_alives, keeps_itself, shadow_of
from keylint.conditions.nodes import NEVER
from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import steps_of
from keylint.rules.inputs import takes_input
from keylint.run.trace import Leave
from keylint.streamlit.behaviour import RERUN_KEEPS_WIDGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.findings import Finding
    from keylint.run.trace import Draw, Event, Guard

RULE = Rule(code="KEY109", name="rerun-drops-widget", severity=Severity.INFO, documentation=__doc__)

_MOST_OTHERS = 2


def check(keymap: KeyMap) -> Iterator[Finding]:
    if not keymap.versions.admits_before(RERUN_KEEPS_WIDGETS):
        return
    drops = _Drops(keymap)
    for widget in keymap.widgets:
        if not takes_input(widget.first) or widget.kind == "trigger":
            continue
        if all(keeps_itself(draw, "page") for draw in widget.draws) or shadow_of(keymap, widget) is not None:
            continue
        reruns = tuple(islice(drops.of(widget), 1 + _MOST_OTHERS))
        if not reruns:
            continue
        first, *others = reruns
        yield RULE.finding(
            first.location,
            f"this rerun drops '{widget.key}' for one run: its key is missing then, and its value the default",
            key=widget.key,
            page=widget.page.name,
            route=(widget.page.name, *steps_of(first.context)),
            related=(
                Related(widget.first.site, "this widget is not reached by the run that ends here", Role.WIDGET),
                *(Related(other.location, "this rerun drops it too") for other in others),
            ),
            advice=f"call it below the widgets, or use a callback instead; from Streamlit 1.64 on nothing is lost "
            f"({keymap.target.clause})",
        )


class _Drops:
    """Answers for one app. What a test of many widgets decides is asked once: of a view, or of a form."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._excluded: dict[tuple[Condition, Condition], bool] = {}
        self._on_click: dict[Condition, bool] = {}
        self._differ: dict[tuple[Condition, Condition], bool] = {}

    def of(self, widget: Widget) -> Iterator[Leave]:
        """The reruns that end runs before the widget, after runs that drew it."""
        for event in widget.page.trace.events:
            if isinstance(event, Leave) and event.kind == "rerun" and self._drops(widget, event):
                yield event

    def _drops(self, widget: Widget, event: Leave) -> bool:
        conditions = self._keymap.conditions
        below = [draw for draw in widget.draws if draw.order > event.order and _reruns_with(event, draw)]
        if not below:
            return False
        above = conditions.any_of(draw.condition for draw in widget.draws if draw.order < event.order)
        ending = conditions.without(event.condition, above)
        if not any(self._is_skipped(event, ending, draw) for draw in below):
            return False
        return self._keymap.possible(ending) and not _is_kept(self._keymap, widget, event, ending)

    def _is_skipped(self, event: Leave, ending: Condition, draw: Draw) -> bool:
        """Whether the runs that the rerun ends would else draw the widget, as the run before did."""
        asked = (ending, draw.condition)
        if asked not in self._differ:
            self._differ[asked] = self._keymap.hider.differ_only_in(("trigger", "widget"), *asked)
        met = set(event.guards)
        return self._differ[asked] and not any(g not in met and self._hides(g, ending) for g in draw.guards)

    def _hides(self, guard: Guard, ending: Condition) -> bool:
        """Whether the runs that the rerun ends would not pass the guard anyway: they show another view, say."""
        if guard.kind in ("rerun", "switch_page") or self._asks_for_click(guard.condition):
            return False
        asked = (ending, guard.condition)
        if asked not in self._excluded:
            closed = self._keymap.conditions.negate(guard.condition)
            self._excluded[asked] = self._keymap.conditions.implies(ending, closed)
        return self._excluded[asked]

    def _asks_for_click(self, condition: Condition) -> bool:
        if condition not in self._on_click:
            self._on_click[condition] = bool(self._keymap.hider.atoms_of("trigger", condition))
        return self._on_click[condition]


def _reruns_with(event: Event, draw: Draw) -> bool:
    """Whether the run that the event ends would draw the widget: in a dialog or a fragment, only its own."""
    mine, theirs = event.context, draw.context
    return (mine.fragment, mine.dialog) in ((None, None), (theirs.fragment, theirs.dialog))


def _is_kept(keymap: KeyMap, widget: Widget, event: Event, ending: Condition) -> bool:
    kept = NEVER
    for keep_alive in keep_alives(keymap, widget.page, widget.key):
        if keep_alive.write.order < event.order:
            kept = keymap.conditions.either(kept, keep_alive.condition)
    return keymap.conditions.implies(ending, kept)
