"""A keep-alive (`st.session_state.key = st.session_state.key`) that does not run everywhere it has to.

## What it does
Reports a keep-alive with a gap: it is missing on a page, or in some runs of a page (below an early `return`, only in
the branch that hides the widget, below the widget), it runs over the letters of a text instead of a list of keys, or
the page has a fragment, which reruns without it.

## Why it matters
Streamlit drops the value of a widget at the end of the first run that does not show it. Assigning the key to itself
keeps it through that run, and through that run only. One visit to a page without the assignment, or one run that
leaves before it, and the value is gone: "it works, except sometimes". The assignment must also run before the widget
in the run that shows it again, or the browser shows the widget's default over the kept value.

## Example
```python
# app.py
import streamlit as st

if "project" in st.session_state:
    st.session_state["project"] = st.session_state["project"]

st.text_input("Project", key="project")

# pages/1_Tasks.py
import streamlit as st

st.header(f"Tasks of {st.session_state.get('project', 'no project')}")
```

## Use instead
```python
# app.py
import streamlit as st

st.text_input("Project", key="project", persist_state="session")

# pages/1_Tasks.py
import streamlit as st

st.header(f"Tasks of {st.session_state.get('project', 'no project')}")
```

Before Streamlit 1.59, run the keep-alive on top of every page, also of the one with the widget, or once in the
entrypoint of `st.navigation`, above every `return` and `st.stop()`.

## Fix safety
Where every allowed Streamlit version has `persist_state`, the fix adds it to the widget, safely for errors;
elsewhere it puts a complete keep-alive at the top of every page or of the entrypoint, which is unsafe. The old
keep-alive stays; it can be deleted afterwards.

## Streamlit versions
All. `persist_state` needs 1.59, for `st.feedback` 1.67. The gap that a fragment makes was seen on 1.58 and 1.67.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [Working with fragments](https://docs.streamlit.io/develop/concepts/architecture/fragments)
- [streamlit#5689](https://github.com/streamlit/streamlit/issues/5689)
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from keylint.app.keeping import is_keep_alive, keeps_itself, shadow_of
from keylint.app.keymap import same_state
from keylint.findings import Finding, Related, Role, Severity
from keylint.remedies.choice import complete_keep_alive
from keylint.repairs import Refusal
from keylint.rules.base import Rule
from keylint.rules.describe import persist_advice, steps_of
from keylint.rules.gaps import Gap, gap_of, place_of
from keylint.run.trace import StateWrite
from keylint.verdicts.losses import widest_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun

RULE = Rule(code="KEY301", name="keep-alive-gap", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        if widget.kind != "value" or widget.in_frame or shadow_of(keymap, widget) is not None:
            continue
        if all(keeps_itself(draw, widest_scope(keymap)) for draw in widget.draws):
            continue
        gap = gap_of(keymap, widget)
        if gap is not None:
            yield _finding(keymap, widget, gap)
    for page in keymap.app.pages:
        yield from _over_letters(keymap, page)


def _finding(keymap: KeyMap, widget: Widget, gap: Gap) -> Finding:
    keep_alive = gap.keep_alive
    write = keep_alive.write
    place = place_of(keep_alive.page, write)
    related = [*gap.related]
    if place != write.location:
        related.append(Related(write.location, f"here '{widget.key}' is assigned to itself", Role.KEPT))
    related.append(
        Related(widget.first.site, f"'{widget.key}' belongs to this widget, whose value is dropped", Role.WIDGET)
    )
    return RULE.finding(
        place,
        f"'{widget.key}' is kept alive here, {gap.cause}",
        key=widget.key,
        severity=gap.severity,
        page=keep_alive.page.name,
        route=(keep_alive.page.name, *steps_of(write.context)),
        related=tuple(dict.fromkeys(related)),
        repair=complete_keep_alive(keymap, widget.key, widest_scope(keymap), gap.severity),
        advice=f"{gap.repair}; or, without a keep-alive, " + persist_advice(keymap, widget, widest_scope(keymap)),
    )


def _over_letters(keymap: KeyMap, page: PageRun) -> Iterator[Finding]:
    """A loop over a text: keys of one letter, of which no widget has any, are kept one after the other."""
    writes = [event for event in page.trace.events if isinstance(event, StateWrite) and is_keep_alive(event)]
    for location, same_place in groupby(writes, key=lambda write: write.location):
        group = list(same_place)
        letters = [write.key.constant for write in group if same_state(write.value, write.key)]
        if len(letters) < 2 or not all(letter is not None and len(letter) == 1 for letter in letters):
            continue
        text = "".join(letter or "" for letter in letters)
        if any(letter in keymap.widget_keys for letter in text):
            continue
        meant = [widget for widget in keymap.widgets_of(text) if widget.page is page] or keymap.widgets_of(text)
        key = text if meant else None
        yield RULE.finding(
            location,
            f"the keep-alive runs over the letters of '{text}', not over a list of keys: it keeps nothing",
            key=key,
            page=page.name,
            route=(page.name, *steps_of(group[0].context)),
            related=tuple(
                Related(widget.first.site, "this widget's value is dropped", Role.WIDGET) for widget in meant[:1]
            ),
            repair=Refusal("which list of keys is meant, only the author knows"),
            advice=f'write ["{text}"], a list with one key'
            if key
            else f"loop over the list of keys, not over '{text}'",
        )
