"""`persist_state` or `bind` in a project that allows a Streamlit without it.

## What it does
Reports `persist_state` and `bind` where the project's requirements, or `target-streamlit`, allow a release in which
the command does not have the parameter yet. A call that stands behind a test of the release, or beside a twin without
the parameter that has the same key otherwise, is left alone.

## Why it matters
On such a release the call raises a `TypeError`, and the page stops there. It works on the author's machine and fails
on the one that installed the oldest release that the requirements allow.

## Example
In a project that requires `streamlit>=1.52`:
```python
import streamlit as st

st.text_input("City", key="city", persist_state="session")
```
## Use instead
Require a release that has the parameter (`streamlit>=1.59`), or keep the value under another key:
```python
import streamlit as st

st.session_state.setdefault("city", "")


def save_city():
    if "_city" in st.session_state:
        st.session_state.city = st.session_state._city


st.session_state._city = st.session_state.city
st.text_input("City", key="_city", on_change=save_city)
```

## Fix safety
Unsafe: `persist_state` is removed, and the value moves to a key that no widget owns, which works on every version.
There is no fix for `bind`.

## Streamlit versions
`persist_state` exists from 1.59 on, for `st.feedback` from 1.67 on; `bind` from 1.55 on, for `st.tabs` and
`st.expander` from 1.65 on, for `st.feedback` from 1.67 on.

## References
- [streamlit#15645](https://github.com/streamlit/streamlit/pull/15645)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import is_bound
from keylint.findings import Severity
from keylint.remedies.obstacles import obstacle
from keylint.remedies.shadow import shadow
from keylint.repairs import Refusal
from keylint.rules.base import Rule
from keylint.rules.persistence import is_known, persisting_draws, written_finding
from keylint.streamlit.commands import first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.repairs import Repair
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw

RULE = Rule(code="KEY503", name="persist-too-new", severity=Severity.ERROR, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page, draw, parameter in persisting_draws(keymap):
        since = first_version_with(draw.command, parameter)
        if not is_known(draw) or since is None or not keymap.versions.admits_before(since):
            continue
        if _is_release_tested(keymap, draw) or _has_plain_twin(keymap, page, draw, parameter):
            continue
        label = version_label(since)
        message = f"st.{draw.command} has {parameter} from Streamlit {label} on; {keymap.target.clause}"
        advice = f"require streamlit>={label}, or keep the value under another key of session state"
        yield written_finding(RULE, page, draw, message, advice, _repair(keymap, draw))


def _repair(keymap: KeyMap, draw: Draw) -> Repair | Refusal:
    if is_bound(draw):
        return Refusal("nothing older does what bind does")
    if draw.key is None:
        return Refusal("it has no key, and the name of one is yours to choose")
    reason = obstacle(keymap, draw.key.text)
    return Refusal(reason) if reason is not None else shadow(keymap, draw.key.text)


def _is_release_tested(keymap: KeyMap, draw: Draw) -> bool:
    """Whether something that is fixed while the app runs, such as Streamlit's version, decides about the call."""
    conditions = keymap.conditions
    return any(
        keymap.kind_of(atom) == "environment"
        and not all(keymap.possible(conditions.restrict(draw.condition, atom, value)) for value in (True, False))
        for atom in keymap.hider.atoms(draw.condition)
    )


def _has_plain_twin(keymap: KeyMap, page: PageRun, draw: Draw, parameter: str) -> bool:
    """Whether another branch, which nobody can switch to, draws the same without the parameter."""
    return any(
        other.command == draw.command
        and other.key == draw.key
        and other.label == draw.label
        and parameter not in other.parameters
        and not keymap.possible(keymap.conditions.both(other.condition, draw.condition))
        and not keymap.hider.flips_between(other.condition, draw.condition) & {"widget", "trigger", "state"}
        for other in page.trace.draws()
    )
