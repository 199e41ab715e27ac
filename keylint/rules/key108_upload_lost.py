"""A file, a picture, a recording or an edited table is needed after its widget is gone.

## What it does
Reports `st.file_uploader`, `st.camera_input`, `st.audio_input` and `st.data_editor` with a key that is read,
through `st.session_state`, in runs that do not show the widget: on another page, or on the same page while it is
hidden.

Silent where the app copies the value under another key and, apart from that, only looks whether it is there. For
one that nobody reads meanwhile, it is `info`: the user has to edit the table again, or to upload the file again, where
what they enter on its own page hides it.

## Why it matters
As every widget, these lose their value when a run does not show them. But nothing can keep it for them: they take
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
from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, hidden_because, route_of
from keylint.rules.loss_findings import cause_of, story_of
from keylint.run.cells import Cell
from keylint.run.trace import StateRead
from keylint.run.values import value_origins
from keylint.stories.flips import Cause
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding
    from keylint.verdicts.losses import Loss

RULE = Rule(code="KEY108", name="upload-lost", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    # What is read while it is gone says more than what has to be entered again.
    for loss in sorted(keymap.about(Losses).of("KEY108"), key=lambda loss: not _is_read(loss)):
        widget = loss.widget
        place = (widget.page.name, widget.key)
        if place in seen or not (_is_missed(keymap, loss) if _is_read(loss) else _is_entered_again(keymap, loss)):
            continue
        seen.add(place)
        yield _finding(keymap, loss)


def _is_read(loss: Loss) -> bool:
    """Whether the key itself is read; what was made of the value is kept where it is."""
    read = loss.story.event if loss.story is not None and not loss.is_unsure else None
    return isinstance(read, StateRead) and read.key.text == loss.widget.key


def _is_missed(keymap: KeyMap, loss: Loss) -> bool:
    """Whether the read is no mere look beside a copy of the value: it raises when the key is missing."""
    read = loss.story.event if loss.story is not None else None
    return (isinstance(read, StateRead) and read.raises_if_missing) or not saved_to(keymap, loss.widget)


def _is_entered_again(keymap: KeyMap, loss: Loss) -> bool:
    """Whether it has to be entered again, and the app uses it. That a file is gone everybody sees: it counts where the
    user hides it on its own page by what they enter. That cells show the old table again, one may not notice."""
    widget, flips = loss.widget, loss.story.flips if loss.story is not None else ()
    by_input = not loss.leaves_page and any(flip.cause is Cause.WIDGET for flip in flips)
    is_used = any(draw.bound_to is not None for draw in widget.draws) or bool(keymap.uses_of(widget))
    if widget.kind != "editor":
        return by_input and is_used and not saved_to(keymap, widget)
    return is_used and not _is_fed(keymap, widget)


def _is_fed(keymap: KeyMap, widget: Widget) -> bool:
    """Whether the editor begins with a copy of what it held: one that it does not begin with, the old table overwrites,
    and what was computed from it is no copy."""
    saved = {
        write.key.root if isinstance(write.key, Cell) else write.key for write, _ in saved_to(keymap, widget).values()
    }
    given = (draw.parameters.get("data") for draw in widget.draws)
    origins = (origin for value in given if value is not None for origin in value_origins(value))
    return any(
        (origin.detail.root if isinstance(origin.detail, Cell) else origin.detail) in saved for origin in origins
    )


def _finding(keymap: KeyMap, loss: Loss) -> Finding:
    widget, draw = loss.widget, loss.widget.first
    related = list(drawn_here(draw))
    if not loss.leaves_page and loss.guard is not None:
        related.append(hidden_because(keymap, loss.guard))
    what = "the edits" if widget.kind == "editor" else "the file"
    if _is_read(loss) and loss.story is not None:
        related.append(Related(loss.story.event.location, "read here in runs where it is gone", Role.READ))
        message = f"{what} of '{widget.key}' cannot be kept while its widget is hidden, and it is read then"
    else:
        message = f"{what} of '{widget.key}' must be entered again after its widget was hidden"
    copy = "the table that the editor returns" if widget.kind == "editor" else "its bytes (getvalue())"
    return RULE.finding(
        draw.site,
        message,
        key=widget.key,
        severity=Severity.WARNING if _is_read(loss) else Severity.INFO,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=tuple(related),
        advice=f"copy {copy} under another session-state key as soon as it is there; no parameter keeps it",
        evidence=tuple(kind.value for kind in loss.evidence),
        story=story_of(keymap, loss),
        cause=cause_of(loss),
    )
