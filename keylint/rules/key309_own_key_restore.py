"""A widget takes its initial value from its own key, which is gone exactly when it is needed.

## What it does
Reports `value=st.session_state.get("key", …)` (or `index=`, `default=`) on the widget with `key="key"`, where the
widget's value can be dropped. It is not reported where the fallback, or what the app gives the missing key, holds what
the widget was last set to, or something else keeps the value; and an `info` where a button takes the value and the app
then empties the field itself, and for a password and the fields beside it.

## Why it matters
The line looks as if it restored the value when the widget comes back. But a widget's key is dropped together with its
value: when the widget comes back the key is missing, and the fallback is what it gets. While the key is there the
parameter is not used at all.

## Example
```python
import streamlit as st

if st.toggle("Edit", True):
    st.text_input("Name", value=st.session_state.get("name", ""), key="name")
```

## Use instead
```python
import streamlit as st

if st.toggle("Edit", True):
    st.text_input("Name", key="name", persist_state="session")
```

Before Streamlit 1.59, keep the value under another key: copy it there in `on_change`, and assign it back right before
the widget.

## Fix safety
The fix is that of the loss which the parameter was meant to prevent: see KEY101 and KEY106.

## Streamlit versions
All. `persist_state` needs 1.59, for `st.feedback` 1.67.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from, initial_value, saved_to
from keylint.app.seeds import seeds_of
from keylint.findings import Finding, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, persist_advice, route_of
from keylint.run.keys import Key
from keylint.run.values import value_origins
from keylint.stories.story import Symptom
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.losses import Losses
from keylint.verdicts.unmissed import Unmissed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.trace import Draw
    from keylint.verdicts.losses import Loss

RULE = Rule(code="KEY309", name="own-key-restore", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    lost: dict[Widget, list[Loss]] = {}
    for loss in keymap.about(Losses).all:
        lost.setdefault(loss.widget, []).append(loss)
    for widget, its_losses in lost.items():
        if all(loss.unmissed is Unmissed.SAVED for loss in its_losses):
            continue  # where it is missing, it is given what was saved
        for draw in widget.draws:
            if _takes_own_key(keymap, widget, draw):
                yield _finding(keymap, widget, draw, its_losses)
                break


def _takes_own_key(keymap: KeyMap, widget: Widget, draw: Draw) -> bool:
    """Whether the initial value is the widget's own key, and neither the fallback nor what the app gives the key where
    it is missing is something that the widget was saved to."""
    given = initial_value(keymap, draw)
    origins = value_origins(given) if given is not None else frozenset()
    if not any(comes_from(origin, widget.key) for origin in origins):
        return False
    saved = saved_to(keymap, widget)
    fallbacks = origins.union(*(write.value_origins for _, write in seeds_of(keymap, widget)))
    return not any(isinstance(origin.detail, Key) and origin.detail.text in saved for origin in fallbacks)


def _finding(keymap: KeyMap, widget: Widget, draw: Draw, its_losses: list[Loss]) -> Finding:
    stories = [loss.story for loss in its_losses if loss.story is not None]
    reads = dict.fromkeys(story.event.location for story in stories if story.symptom is Symptom.READ)
    scope = "session" if len(keymap.app.pages) > 1 else "page"
    return RULE.finding(
        draw.site,
        f"'{widget.key}' is restored from its own key, which is dropped together with the widget",
        key=widget.key,
        severity=_severity(keymap, widget, its_losses),
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            *drawn_here(draw),
            *(Related(place, "read here in runs where it is gone", Role.READ) for place in reads),
        ),
        advice=persist_advice(keymap, widget, scope),
    )


def _severity(keymap: KeyMap, widget: Widget, its_losses: list[Loss]) -> Severity:
    """As of a loss that the author tries to avoid; of what a button takes, and the app then empties, nobody does, nor
    of what stands beside a password."""
    if any(loss.severity == Severity.ERROR for loss in its_losses):
        return Severity.ERROR
    if all(loss.unmissed is Unmissed.LOGIN for loss in its_losses):
        return Severity.INFO
    inputs = keymap.about(Inputs)
    writes = keymap.events_of(keymap.writes, widget.first.key) if widget.first.key is not None else ()
    # What an input, a table or a preset says is something to enter, not an empty field.
    is_emptied = any(
        inputs.by_button(callback, write.condition) for _, callback, write in writes if not write.value_origins
    )
    is_missed = any(loss.unmissed is None for loss in its_losses)
    return Severity.INFO if is_emptied and not is_missed else RULE.severity
