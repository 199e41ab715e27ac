"""A widget is given a first value by parameter, and another one through session state.

## What it does
Reports `value=`, `index=` or `default=`, by name or by position, on a widget whose key the app has always given a value
before the widget is shown: by assignment, `setdefault`, `update` or a loop over defaults.

Not reported:

- a parameter that says what Streamlit takes anyway, such as `value=""`, `index=0` or `value=None`;
- one that decides more than where the widget begins: both ends of a range slider, or a number beside which nothing
  else says whether a slider or a number input takes whole numbers;
- a key that is assigned only on a click, in a callback, or in some of the runs: then the parameter is used in the
  others.

## Why it matters
Session state wins. The parameter does nothing, and whoever changes it later wonders why the app stays the same.
Streamlit below 1.56 also shows a warning box in the app, newer releases write a line to the log.

## Example
```python
import streamlit as st

st.session_state.setdefault("pay", 10)
st.slider("Pay", 0, 200, 50, key="pay")
```

## Use instead
```python
import streamlit as st

st.session_state.setdefault("pay", 10)
st.slider("Pay", 0, 200, key="pay")
```

Or, where nothing needs the key before the widget is shown:
```python
import streamlit as st

st.slider("Pay", 0, 200, 50, key="pay")
```

## Fix safety
Safe: the parameter, which is never used, is removed from the call. The first value stays where it is set.

## Streamlit versions
All. The warning can be seen in the app below 1.56, and only once until the server is started anew.

## References
- [Session State](https://docs.streamlit.io/develop/api-reference/caching-and-state/st.session_state)
- [streamlit#3605](https://github.com/streamlit/streamlit/issues/3605)
- [streamlit#15544](https://github.com/streamlit/streamlit/issues/15544)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keeping import comes_from
from keylint.findings import Related, Role, Severity
from keylint.remedies.arguments import without
from keylint.remedies.obstacles import sharing_calls
from keylint.repairs import Refusal, Repair
from keylint.rules.base import Rule
from keylint.rules.defaults import initial_parameter, seeds_in_charge
from keylint.rules.describe import drawn_here, route_of
from keylint.run.values import Choice, Items, Known, Reference, Value, value_origins
from keylint.streamlit.behaviour import DUPLICATE_DEFAULT_WARNING_IN_APP_UNTIL as WARNING_IN_APP_UNTIL
from keylint.streamlit.defaults import decides_more, is_as_if_absent
from keylint.streamlit.traits import Entry
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding
    from keylint.run.trace import Draw, StateWrite

RULE = Rule(code="KEY403", name="default-given-twice", severity=Severity.INFO, documentation=__doc__)

_MOST_SEEDS = 2


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        if widget.kind != "value":
            continue
        for draw in widget.draws:
            parameter = initial_parameter(keymap, draw)
            if parameter is None:
                continue
            seeds = seeds_in_charge(keymap, widget, draw)
            if seeds and _only_begins(draw, parameter, seeds):
                yield _finding(keymap, widget, draw, parameter, seeds)


def _only_begins(draw: Draw, parameter: str, seeds: tuple[StateWrite, ...]) -> bool:
    """Whether the parameter says where the widget begins, not what Streamlit takes anyway, and nothing more."""
    value = draw.parameters[parameter]
    if _is_as_if_absent(draw.command, value):
        return False
    others = [name for name, given in draw.parameters.items() if name != parameter and given != Known(None)]
    known = next((like for like in (value, *(seed.value for seed in seeds)) if isinstance(like, Known)), None)
    if draw.traits.entry is Entry.SCALE and (known is None or _is_pair(value)):
        return False  # it has two ends or one, as its value says; a date takes that from session state
    return not decides_more(draw.command, known.value if known else None, others)


def _is_as_if_absent(command: str, value: Value) -> bool:
    if isinstance(value, Choice):
        return all(_is_as_if_absent(command, alternative) for _, alternative in value.alternatives)
    return isinstance(value, Known) and is_as_if_absent(command, value.value)


def _is_pair(value: Value) -> bool:
    return isinstance(value, (Items, Reference))


def _finding(keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, seeds: tuple[StateWrite, ...]) -> Finding:
    given = draw.parameters[parameter]
    is_own_key = any(comes_from(origin, widget.key) for origin in value_origins(given))
    instead = "" if is_own_key else f"; or keep it, and delete the line that sets '{widget.key}'"
    note = "all Streamlit versions"
    if keymap.versions.admits_before(WARNING_IN_APP_UNTIL):
        note += f"; below {version_label(WARNING_IN_APP_UNTIL)} the app also shows a warning box"
    places = dict.fromkeys(seed.location for seed in seeds)
    return RULE.finding(
        draw.site,
        f"the `{parameter}=` of '{widget.key}' is never used: session state already holds the first value",
        key=widget.key,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            *drawn_here(draw),
            *(
                Related(place, "the first value is given here", Role.FIRST_VALUE)
                for place in list(places)[:_MOST_SEEDS]
            ),
        ),
        repair=_repair(keymap, draw, parameter),
        advice=f"delete `{parameter}=`{instead} ({note})",
    )


def _repair(keymap: KeyMap, draw: Draw, parameter: str) -> Repair | Refusal:
    """Removes the parameter, unless the same call draws other keys, whose first value it may be."""
    assert draw.key is not None
    other = next(iter(sharing_calls(keymap, draw.key.text)), None)
    if other is not None:
        return Refusal(f"the same call has the key '{other}' too, which may begin with it")
    return Repair(f"remove `{parameter}=`", True, without(keymap, draw, parameter))
