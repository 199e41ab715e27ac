"""An input without a key is hidden by something the user flips, and starts afresh when it is back.

## What it does
Reports an input that is given no key, and that another input of its page hides, such as a menu, or another page of the
app. It is `info`: without a key nothing in the code says that anybody wants the value. Inputs that the same thing hides
on a page are one finding, at the first of them.

With `unkeyed = "by-evidence"` in the configuration each such input is judged as one with a key in its place would be:
what proves that its value is lost is a story, and it is an error where the app looks at what is made of the value
meanwhile, a warning where something says that the value matters (see KEY106), `info` otherwise, as for search boxes,
logins, fields of forms, and input that a button takes. The state of the app, a loop or `st.stop()` may hide it as well
then.

## Why it matters
Streamlit tells inputs without a key apart by their parameters, and drops their values just as it drops those of keyed
ones: at the end of the first run that does not draw them. When the input returns, it shows its default, and what the
user typed or chose is gone. No parameter keeps it, because `persist_state` asks for a key.

## Example
```python
import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Summary"])
if view == "Edit":
    days = st.number_input("Horizon (days)", 1, 90)
else:
    st.write("Nothing to edit here")
```

## Use instead
From Streamlit 1.59 on:
```python
import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Summary"])
if view == "Edit":
    days = st.number_input("Horizon (days)", 1, 90, key="days", persist_state="page")
else:
    st.write("Nothing to edit here")
```

On any version, an input that is always drawn keeps its value:
```python
import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Summary"])
days = st.number_input("Horizon (days)", 1, 90, disabled=view != "Edit")
```

## Fix safety
The fix gives the input a key that nothing else in the app uses, made of the name that the result is bound to or of the
label, and `persist_state` where every admitted Streamlit version has it; elsewhere it also keeps the value under that
key, as for KEY106. It is unsafe: the author may have wanted the value to go. No fix is made for a call that draws
several inputs, in a loop or in a helper that is called several times, that several pages or apps draw, or that may be
given a key by arguments that cannot be seen.

## Streamlit versions
All. `persist_state` exists from 1.59 on; for `st.feedback` from 1.67 on.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.describe import hidden_because
from keylint.rules.loss_findings import cause_at, cause_of, related_to, story_of
from keylint.rules.mirrors import mirrors
from keylint.rules.unkeyed_findings import Hidden, findings_of, in_page_switch
from keylint.run.trace import StateRead
from keylint.stories.story import Symptom
from keylint.verdicts.losses import Losses
from keylint.verdicts.unkeyed import Unkeyed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.verdicts.losses import Loss

RULE = Rule(code="KEY113", name="unkeyed-input", severity=Severity.INFO, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    copied = {mirror.draw.location for mirror in mirrors(keymap)}
    found = _told(keymap) if keymap.all_keyed is None else _judged(keymap, keymap.all_keyed)
    yield from findings_of(keymap, RULE, (each for each in found if each.first.location not in copied))


def _told(keymap: KeyMap) -> Iterator[Hidden]:
    """What conditions alone tell, without a look at what the value is for."""
    for each in keymap.about(Unkeyed).forgetful():
        if each.other is not None:
            yield Hidden(each.page, each.draws, _gone(leaves_page=True), in_page_switch(each.other))
        elif each.guard is not None:
            because = (hidden_because(keymap, each.guard),)
            yield Hidden(each.page, each.draws, _gone(), cause_at(each.guard), because)


def _judged(keymap: KeyMap, keyed: KeyMap) -> Iterator[Hidden]:
    """What becomes of the inputs of the app, judged as if they had keys."""
    inputs = [widget for widget in keyed.widgets if widget.first.key is not None and widget.first.key.is_unkeyed]
    for loss in keyed.about(Losses).among(inputs):
        yield Hidden(
            loss.widget.page,
            loss.widget.draws,
            _lost(loss),
            cause_of(loss),
            tuple(related_to(keyed, loss)),
            story_of(keyed, loss),
            loss,
        )
    for place, question in keyed.left_open.items():
        keymap.leave_open(place, question)


def _lost(loss: Loss) -> str:
    story = loss.story
    if story is not None and story.symptom is Symptom.READ and not story.is_unsure:
        assert isinstance(story.event, StateRead)
        when = "they open another page" if loss.leaves_page else "it is hidden"
        read = f"and '{story.event.key.text}' is read then"
        return f"without a key, what the user enters in {{}} is lost when {when}, {read}"
    return _gone(leaves_page=loss.leaves_page, is_skipped=loss.is_skipped, may="may be" if loss.is_unsure else "is")


def _gone(*, leaves_page: bool = False, is_skipped: bool = False, may: str = "is") -> str:
    when = "when it is shown again"
    if leaves_page:
        when = "when they come back from another page"
    elif is_skipped:
        when = "after runs that stop above it"
    return f"without a key, what the user enters in {{}} {may} gone {when}"
