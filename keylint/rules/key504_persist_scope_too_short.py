"""`persist_state="page"` on a key that another page reads.

## What it does
Reports a widget with `persist_state="page"` whose key another page reads, where that page neither shows the widget
nor assigns the key itself.

## Why it matters
`"page"` keeps the value while the widget is hidden on its own page. When the user opens another page the value is
dropped, and the reader there finds nothing: a `KeyError`, or a default instead of what was entered.

## Example
```python
import streamlit as st

st.slider("Factor", 1, 9, key="factor", persist_state="page")
```
```python
# pages/1_Result.py
import streamlit as st

st.write("Times", st.session_state.get("factor", 1))
```

## Use instead
```python
import streamlit as st

st.slider("Factor", 1, 9, key="factor", persist_state="session")
```
```python
# pages/1_Result.py
import streamlit as st

st.write("Times", st.session_state.get("factor", 1))
```

## Fix safety
Safe: `"page"` becomes `"session"` on every call with the key.

## Streamlit versions
From 1.59 on. During the first run of the other page the value can still be read; from the second it is gone.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import persistence
from keylint.findings import Related, Role, Severity
from keylint.remedies.obstacles import draws_of, obstacle
from keylint.remedies.resets import resets_of
from keylint.repairs import Refusal, Repair, SetText
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, route_of
from keylint.rules.loss_findings import steps_of
from keylint.rules.persistence import exists, since
from keylint.verdicts.evidence import Evidence
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding
    from keylint.run.trace import Draw
    from keylint.stories.story import Story

RULE = Rule(code="KEY504", name="persist-scope-too-short", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    losses = keymap.about(Losses)
    for widget in keymap.widgets:
        short = {draw.site: draw for draw in widget.draws if _is_short(keymap, draw)}
        for story in [story for story in losses.reads_of(widget) if story.leaves_page] if short else ():
            yield from (_finding(keymap, widget, draw, story) for draw in short.values())


def _is_short(keymap: KeyMap, draw: Draw) -> bool:
    return persistence(draw) == "page" and draw.parameters.get("bind") is None and exists(keymap, draw)


def _finding(keymap: KeyMap, widget: Widget, draw: Draw, story: Story) -> Finding:
    return RULE.finding(
        draw.site,
        f"'{widget.key}' is persisted for its own page only, and {story.steps[-1].page.name} reads it",
        key=widget.key,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(*drawn_here(draw), Related(story.event.location, "read here, where the value is gone", Role.READ)),
        repair=_repair(keymap, widget.key),
        advice=f'write persist_state="session" ({since(draw)})',
        evidence=(Evidence.NEEDED.value,),
        story=steps_of(keymap, story, widget),
    )


def _repair(keymap: KeyMap, key: str) -> Repair | Refusal:
    resets = resets_of(keymap, key)
    reason = obstacle(keymap, key) or resets.obstacle
    if reason is not None:
        return Refusal(reason)
    places = dict.fromkeys(draw.location for _, draw in draws_of(keymap, key))
    steps = tuple(SetText(place, "persist_state", "session") for place in places)
    return resets.told_in(Repair('write persist_state="session" (Streamlit ≥ 1.59)', True, steps))
