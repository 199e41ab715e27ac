"""A file, a picture, a recording or an edited table is needed after its widget is gone.

## What it does
Reports `st.file_uploader`, `st.camera_input`, `st.audio_input` and `st.data_editor` with a key that is read,
through `st.session_state`, in runs that do not draw the widget: on another page, or on the same page while it is
hidden.

Silent where the app copies the value under another key and, apart from that, only looks whether it is there. For
one that is hidden on its own page and that nobody reads meanwhile, it is `info`: the user has to upload or edit
again.

## Why it matters
As every widget, these lose their value when a run does not draw them. But nothing can keep it for them: they take
no `persist_state`, and their keys cannot be assigned, so a keep-alive raises an exception. A browser does not
upload a file again by itself either.

## Example
```python
# app.py
import streamlit as st

st.file_uploader("Sales", type="csv", key="sales_file")

# pages/1_Chart.py
import streamlit as st

uploaded = st.session_state.get("sales_file")
if uploaded is not None:
    st.code(uploaded.getvalue().decode())
```

## Use instead
Copy the bytes as soon as they are there:
```python
# app.py
import streamlit as st

uploaded = st.file_uploader("Sales", type="csv", key="sales_file")
if uploaded is not None:
    st.session_state.sales = uploaded.getvalue()

# pages/1_Chart.py
import streamlit as st

if "sales" in st.session_state:
    st.code(st.session_state.sales.decode())
```

For an edited table, copy the table that `st.data_editor` returns, under a key that does not feed the same editor.

## Fix safety
There is no automatic fix: what is to be copied, and when it may be forgotten, is a decision about the app.

## Streamlit versions
All.

## References
- [st.file_uploader](https://docs.streamlit.io/develop/api-reference/widgets/st.file_uploader)
- [Session State: caveats and
  limitations](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import saved_to
from keylint.app.needs import needs_on_other_pages, needs_while_hidden
from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, hidden_because, route_of
from keylint.rules.inputs import takes_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.app.needs import Need
    from keylint.findings import Finding
    from keylint.run.trace import ReadForm

RULE = Rule(code="KEY108", name="upload-lost", severity=Severity.WARNING, documentation=__doc__)

_MOST_READS = 3
_FAILING: frozenset[ReadForm] = frozenset({"item", "attribute"})


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        if widget.kind not in ("file", "editor") or not takes_input(widget.first):
            continue
        is_hidden = widget.hiding.is_hidden and not widget.hiding.flipped_by <= {"trigger"}
        needs = list(needs_while_hidden(keymap, widget)) if is_hidden else []
        needs += needs_on_other_pages(keymap, widget)
        copies = saved_to(keymap, widget)
        if copies and not any(_fails(keymap, need) for need in needs):
            continue
        if needs:
            yield _finding(keymap, widget, needs, Severity.WARNING)
        elif is_hidden and "widget" in widget.hiding.flipped_by and keymap.uses_of(widget):
            yield _finding(keymap, widget, [], Severity.INFO)


def _fails(keymap: KeyMap, need: Need) -> bool:
    """Whether the read raises when the key is missing: neither `get` nor under a test that the key is there."""
    tested = any(
        atom.predicate == "present"
        and not keymap.possible(keymap.conditions.restrict(need.read.condition, atom, False))
        for atom in keymap.hider.atoms(need.read.condition)
    )
    return need.read.form in _FAILING and not tested and not need.read.context.catches_missing_key


def _finding(keymap: KeyMap, widget: Widget, needs: list[Need], severity: Severity) -> Finding:
    draw = widget.first
    related = list(drawn_here(draw))
    on_own_page = not needs or any(need.page is widget.page for need in needs)
    if on_own_page and widget.hiding.guard is not None:
        related.append(hidden_because(keymap, widget.hiding.guard))
    places = dict.fromkeys(need.read.location for need in needs)
    related += [Related(place, "read here in runs where it is gone", Role.READ) for place in list(places)[:_MOST_READS]]
    what = "the edits" if widget.kind == "editor" else "the file"
    if needs:
        message = f"{what} of '{widget.key}' cannot be kept while its widget is not drawn, and it is read then"
    else:
        message = f"{what} of '{widget.key}' must be entered again after its widget was hidden"
    copy = "the table that the editor returns" if widget.kind == "editor" else "its bytes (getvalue())"
    return RULE.finding(
        draw.site,
        message,
        key=widget.key,
        severity=severity,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=tuple(related),
        advice=f"copy {copy} under another session-state key as soon as it is there; no parameter keeps it",
    )
