"""One widget call takes another key in each step, and the keys of earlier steps are read later.

## What it does
Reports a widget call whose key is chosen by session state or by another widget, such as `key=QUESTIONS[step]` or
`key=f"answer_{step}"`, when keys that it had before are read: by name, in a loop over all of them, or on another
page.

Silent are a loop over a constant list, which has all its keys in every run; a key with a counter that nobody but
the same call reads (`key=f"comment_{version}"`, which resets the widget); answers that a callback copies elsewhere;
and keys that `persist_state` or a keep-alive keeps.

## Why it matters
Each run has one of the keys. The values of the others are dropped at the end of the first run that does not show
them: on the last page of a wizard only the last answer is there, and the others are missing or None.

## Example
```python
import streamlit as st

QUESTIONS = ["name", "team"]
st.session_state.setdefault("step", 0)


def forward():
    st.session_state.step += 1


if st.session_state.step < len(QUESTIONS):
    question = QUESTIONS[st.session_state.step]
    st.text_input(question.title(), key=question)
    st.button("Next", on_click=forward)
else:
    st.json({question: st.session_state.get(question) for question in QUESTIONS})
```

## Use instead
Copy each answer when the step ends, into a dictionary that no widget owns:
```python
import streamlit as st

QUESTIONS = ["name", "team"]
answers = st.session_state.setdefault("answers", {})
st.session_state.setdefault("step", 0)


def forward(question, key):
    answers[question] = st.session_state[key]
    st.session_state.step += 1


step = st.session_state.step
if step < len(QUESTIONS):
    question = QUESTIONS[step]
    st.text_input(question.title(), key=f"answer_{step}")
    st.button("Next", on_click=forward, args=(question, f"answer_{step}"))
else:
    st.json(answers)
```

From Streamlit 1.59 on, `persist_state="page"` keeps every key, too. The number of keys then grows with the steps.

## Fix safety
Where all keys are known and every allowed Streamlit version has `persist_state`, the fix adds it to the call, which
then keeps every key; elsewhere it moves the values to keys that no widget owns. Both are unsafe. A key that is not
written out, such as an f-string, gets no fix.

## Streamlit versions
All. `persist_state` exists from 1.59 on.

## References
- [streamlit#3646](https://github.com/streamlit/streamlit/issues/3646)
"""

from __future__ import annotations

import re
from itertools import combinations, takewhile
from typing import TYPE_CHECKING

from keylint.app.keeping import keeps_itself, kept_everywhere, shadow_of
from keylint.conditions.nodes import NEVER
from keylint.findings import Related, Role, Severity
from keylint.remedies.choice import keep_value
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, persist_advice, route_of
from keylint.rules.inputs import takes_input
from keylint.rules.loss_findings import steps_of
from keylint.run.values import OF_LOOPS
from keylint.streamlit.data import ONE_RUN_KINDS
from keylint.verdicts.losses import Losses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.findings import Finding, Location, StoryStep
    from keylint.run.keys import Hole, Key
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, StateRead
    from keylint.run.values import OriginKind

RULE = Rule(code="KEY111", name="one-call-many-keys", severity=Severity.WARNING, documentation=__doc__)

_MOST_READS = 3
_NAMED = 3
# Letters and digits that a pattern must have for a name that fits it to be no accident.
_TELLING = 2
_CHOSEN_BY: frozenset[OriginKind] = frozenset({"state", "widget", "component"})


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        calls: dict[object, list[Draw]] = {}
        for draw in keymap.keyed_draws(page):
            if takes_input(draw) and draw.kind not in ONE_RUN_KINDS:
                calls.setdefault((draw.location, draw.site, draw.context.route), []).append(draw)
        for draws in calls.values():
            yield from _constants(keymap, page, draws)
            for draw in draws:
                yield from _pattern(keymap, page, draw)


def _constants(keymap: KeyMap, page: PageRun, draws: list[Draw]) -> Iterator[Finding]:
    """A call that takes one of several constant keys, a different one in other runs."""
    by_key: dict[str, Condition] = {}
    for draw in draws:
        key = draw.key.constant if draw.key is not None else None
        if key is not None:
            by_key[key] = keymap.conditions.either(by_key.get(key, NEVER), draw.condition)
    if len(by_key) < 2 or any(
        keymap.possible(keymap.conditions.both(one, other)) for one, other in combinations(by_key.values(), 2)
    ):
        return
    widgets = [widget for key in by_key for widget in keymap.widgets_of(str(key)) if widget.page is page]
    reads = {widget.key: keymap.about(Losses).reads_of(widget) for widget in widgets}
    lost = [widget for widget in widgets if reads[widget.key]]
    if lost:
        names = [f"'{widget.key}'" for widget in lost[:_NAMED]]
        listed = ", ".join(names) + (", …" if len(lost) > _NAMED else "")
        places = [story.event.location for widget in lost for story in reads[widget.key]]
        message = f"one call has {len(by_key)} keys in turn: the values of {listed} are gone when they are read"
        steps = steps_of(keymap, reads[lost[0].key][0], lost[0])
        yield _finding(keymap, lost[0], _in_common(str(key) for key in by_key), message, places, steps)


def _in_common(keys: Iterable[str]) -> str:
    """The keys as one pattern: what they have in common at both ends, and `*` for the rest."""
    listed = list(keys)
    start = _same_start(listed)
    end = _same_start([key[len(start) :][::-1] for key in listed])[::-1]
    return f"{start}*{end}"


def _same_start(texts: list[str]) -> str:
    same = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in same)


def _pattern(keymap: KeyMap, page: PageRun, draw: Draw) -> Iterator[Finding]:
    """A call whose key has a part that session state or another widget chooses."""
    if draw.key is None or draw.key.is_unknown or not any(_is_chosen(hole) for hole in draw.key.holes):
        return
    text = draw.key.text
    widget = next((widget for widget in keymap.widgets_of(text) if widget.page is page), None)
    if (
        widget is None
        or shadow_of(keymap, widget) is not None
        or all(keeps_itself(drawn, "page") for drawn in widget.draws)
    ):
        return
    if kept_everywhere(keymap, page, text):
        return
    places = [
        read.location
        for other, _, read in keymap.events_of(keymap.reads, draw.key)
        if _asks_for_another(keymap, draw.key, read) and not kept_everywhere(keymap, other, read.key.text)
    ]
    if places:
        message = (
            f"this call has another key ('{text}') in each step: the values of earlier ones are gone when they are read"
        )
        yield _finding(keymap, widget, text, message, places)


def _is_chosen(hole: Hole) -> bool:
    """Whether state or a widget decides this part of a key, the same for the whole run."""
    kinds = {origin.kind for origin in hole.origins}
    return bool(kinds & _CHOSEN_BY) and not kinds & OF_LOOPS


def _asks_for_another(keymap: KeyMap, key: Key, read: StateRead) -> bool:
    """Whether a read wants keys that the call had in other runs: one by its name, or each of them in a loop."""
    name = read.key.constant
    if name is not None:
        return _is_one_of(key, name) and name not in keymap.widget_keys and name not in keymap.writes
    if len(read.key.parts) != len(key.parts):
        return False
    return any(
        not isinstance(mine, str)
        and not isinstance(theirs, str)
        and _is_chosen(mine)
        and bool({origin.kind for origin in theirs.origins} & OF_LOOPS)
        for mine, theirs in zip(key.parts, read.key.parts, strict=True)
    )


def _is_one_of(key: Key, name: str) -> bool:
    """Whether the pattern, if it says enough to tell, can give that name."""
    literals = "".join(part for part in key.parts if isinstance(part, str))
    if sum(character.isalnum() for character in literals) < _TELLING:
        return False
    pattern = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in key.parts)
    return re.fullmatch(pattern, name, re.DOTALL) is not None


def _finding(
    keymap: KeyMap,
    widget: Widget,
    key: str,
    message: str,
    places: list[Location],
    story: tuple[StoryStep, ...] = (),
) -> Finding:
    draw = widget.first
    reads = [
        Related(place, "read here in runs where it is gone", Role.READ)
        for place in list(dict.fromkeys(places))[:_MOST_READS]
    ]
    scope = "page" if len(keymap.app.pages) == 1 else "session"
    return RULE.finding(
        draw.site,
        message,
        key=key,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(*drawn_here(draw), *reads),
        repair=keep_value(keymap, widget.key, scope, RULE.severity),
        advice="copy each answer into a dictionary in st.session_state when its step ends; or "
        + persist_advice(keymap, widget, scope),
        story=story,
    )
