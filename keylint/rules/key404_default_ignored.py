"""The default of a widget with a constant key changes while the app runs, and the widget does not follow.

## What it does
Reports `value=`, `index=` or `default=` of a widget with a constant key, when another input of the page, or session
state that the page changes on a click, decides it. With a key these parameters do not make a new widget any more, from
Streamlit 1.50 or 1.51 on.

It is a warning in two cases:

- the callback of another widget or of a button changes the session state that the widget is given, and the widget goes
  on showing what it was: inputs that are meant to follow each other, presets, a reset;
- the widget is a field of a dialog, and buttons open the dialog for one record or another. Closing a dialog with its ×
  does not run the app: its fields are still there when a click opens it for the next record, with the values of the one
  before, whether the user has changed them or not.

Elsewhere it is `info`.

Not reported:

- a key that changes too, as one with the id of the record in it;
- a widget whose key that callback assigns or deletes;
- a default that holds what the widget itself was last set to, and that nothing else changes: a copy that `on_change`
  makes, for instance;
- a widget that starts anew anyway, because the same input changes its options or limits;
- a default that can change only while the widget is not shown, and one of which nothing shows that it changes.

## Why it matters
The user picks another record, and the form still shows the one before. Nothing fails, and what is saved then goes to
the wrong record. Before, every new default made a new widget: an app that relied on it broke with the upgrade.

## Example
```python
import streamlit as st

PRICES = {"Tea": 2.0, "Coffee": 3.5}
item = st.selectbox("Item", list(PRICES))
st.number_input("Price", value=PRICES[item], key="price")
```

## Use instead
Give each record a widget of its own:
```python
import streamlit as st

PRICES = {"Tea": 2.0, "Coffee": 3.5}
item = st.selectbox("Item", list(PRICES))
st.number_input("Price", value=PRICES[item], key=f"price_{item}")
```

Or assign the key when the record changes, and give it its first value in session state too: with one by parameter,
Streamlit warns that there are two.
```python
import streamlit as st

PRICES = {"Tea": 2.0, "Coffee": 3.5}


def show_price():
    st.session_state.price = PRICES[st.session_state.item]


item = st.selectbox("Item", list(PRICES), key="item", on_change=show_price)
st.session_state.setdefault("price", PRICES[item])
st.number_input("Price", key="price")
```

The same goes for inputs that follow each other:
```python
import streamlit as st

st.session_state.setdefault("share", 50)


def from_slider():
    st.session_state.share = st.session_state.slider
    st.session_state.number = st.session_state.share


def from_number():
    st.session_state.share = st.session_state.number
    st.session_state.slider = st.session_state.share


st.session_state.setdefault("slider", st.session_state.share)
st.slider("Share", 0, 100, key="slider", on_change=from_slider)
st.session_state.setdefault("number", st.session_state.share)
st.number_input("Share in %", 0, 100, key="number", on_change=from_number)
```

In a dialog, `on_dismiss="rerun"` (Streamlit ≥ 1.48) runs the app when the user closes it, which drops its fields:
```python
import streamlit as st

st.session_state.setdefault("people", [{"name": "Ann"}, {"name": "Bob"}])


@st.dialog("Edit", on_dismiss="rerun")
def edit(person):
    name = st.text_input("Name", value=person["name"], key="edit_name")
    if st.button("Save"):
        person["name"] = name
        st.rerun()


for number, person in enumerate(st.session_state.people):
    if st.button(f"Edit {person['name']}", key=f"edit_{number}"):
        edit(person)
```

Nothing, if what the user entered should stay.

## Fix safety
Of callbacks it is unsafe: each of them assigns the widget's key what it assigns the session state that
the widget is given, and the first value goes to session state. What the user has entered there is then replaced; of
inputs that set each other, so can be a second edit that comes before the run of the first is over. Refused where the
widget is given a part of an object, or something computed from that state, and where the callback does not assign it by
name.

For a field of a dialog it adds `on_dismiss="rerun"` to the decorator, where every version of the project has that and
nothing but a click opens the dialog, wherever the app does: else it would open again when it is closed. Unsafe: the
app runs when the user closes it, so that what else the click shows is gone too. Refused in a fragment, which alone
would run.

For the infos there is none: whether the field should follow the new value, or keep what is in it, only the author
knows.

## Streamlit versions
From 1.50 on for text, number, date and time inputs, checkbox, toggle, selectbox and multiselect; from 1.51 on for
radio, slider, select_slider, color_picker, pills, segmented_control and feedback. Before, the widget starts anew with
each new default (KEY112).

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [streamlit#12880](https://github.com/streamlit/streamlit/issues/12880)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Related, Role, Severity
from keylint.remedies.dismissing import run_on_dismiss
from keylint.remedies.following import following
from keylint.repairs import Refusal
from keylint.rules.base import Rule
from keylint.rules.changing_defaults import Change, changes_of_default, records_of_dialog, starts_anew
from keylint.rules.defaults import initial_parameter
from keylint.rules.describe import called, drawn_here, route_of
from keylint.streamlit.commands import command_at, first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding
    from keylint.run.trace import Draw
    from keylint.streamlit.versions import Version

RULE = Rule(code="KEY404", name="default-ignored", severity=Severity.WARNING, documentation=__doc__)

_UNDECIDED = Refusal("whether the field should follow the new value, or keep what is in it, only the author knows")
_MOST_CHANGES = 3
_MOST_NAMES = 2


def check(keymap: KeyMap) -> Iterator[Finding]:
    for widget in keymap.widgets:
        for draw in widget.draws:
            parameter = initial_parameter(keymap, draw)
            since = _ignored_since(keymap, draw, parameter) if parameter is not None else None
            if parameter is None or since is None or widget.kind != "value":
                continue
            callers = _told(keymap, widget, draw, parameter, since)
            openers = () if callers else records_of_dialog(keymap, widget, draw, parameter, since)
            if openers:
                yield _in_dialog(keymap, widget, draw, parameter, since, openers)
                continue
            changes = tuple(Change(called(by), by.site) for by in callers)
            changes = changes or changes_of_default(keymap, widget, draw, parameter, since)
            if changes:
                yield _finding(keymap, widget, draw, parameter, since, changes, callers)


def _told(keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, since: Version) -> tuple[Draw, ...]:
    """The widgets whose callbacks change the default, where a story shows that nothing follows."""
    origins = draw.parameter_origins.get(parameter, frozenset())
    if draw.key is None or not any(origin.kind == "state" for origin in origins):
        return ()
    if starts_anew(keymap, draw, parameter, since):
        return ()
    stories = keymap.stories.presets(draw.key)
    callers = [story.steps[-1].by for story in stories if story.home is widget.page and story.event is draw]
    return tuple(by for by in callers if by is not None)


def _ignored_since(keymap: KeyMap, draw: Draw, parameter: str) -> Version | None:
    """The release from which a key makes another initial value count for nothing; None when none is admitted."""
    since = first_version_with(draw.command, "key_identity")
    command = command_at(draw.command, keymap.versions.newest)
    if since is None or command is None or not keymap.versions.admits_from(since) or command.identifies(parameter):
        return None
    return since


def _finding(
    keymap: KeyMap,
    widget: Widget,
    draw: Draw,
    parameter: str,
    since: Version,
    changes: tuple[Change, ...],
    callers: tuple[Draw, ...],
) -> Finding:
    is_told = bool(callers)
    names = list(dict.fromkeys(change.name for change in changes))
    cause = " or ".join(names) if len(names) <= _MOST_NAMES else "others" if is_told else "what it is made of"
    outcome = f"does not follow what {cause} set" if is_told else f"keeps its value when {cause} changes"
    outcome += "s" if is_told and len(names) == 1 else ""
    place = f"its callback changes what `{parameter}=` is given" if is_told else f"`{parameter}=` depends on this"
    before = f"; below {version_label(since)} it starts anew" if keymap.versions.admits_before(since) else ""
    return RULE.finding(
        draw.site,
        f"{called(draw)} {outcome}: from Streamlit {version_label(since)} on a new `{parameter}=` is ignored",
        key=widget.key,
        severity=Severity.WARNING if is_told else Severity.INFO,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            *drawn_here(draw),
            *(Related(change.location, place, Role.CAUSE) for change in changes[:_MOST_CHANGES]),
        ),
        advice=f"{_advice(widget, is_told)}; nothing, if the user's entry should stay (Streamlit ≥ "
        f"{version_label(since)}{before})",
        repair=following(keymap, widget, draw, parameter, callers) if is_told else _UNDECIDED,
    )


def _in_dialog(
    keymap: KeyMap, widget: Widget, draw: Draw, parameter: str, since: Version, openers: tuple[Draw, ...]
) -> Finding:
    return RULE.finding(
        draw.site,
        f"{called(draw)} shows the record before when its dialog is closed with × and opened for another: "
        f"from Streamlit {version_label(since)} on a new `{parameter}=` is ignored",
        key=widget.key,
        page=widget.page.name,
        route=route_of(draw, widget.page.name),
        related=(
            *drawn_here(draw),
            *(
                Related(opener.site, "a click here opens the dialog for one record or another", Role.CAUSE)
                for opener in openers[:_MOST_CHANGES]
            ),
        ),
        advice=f"let the key change with the record, as {_changing(widget)} does, or let the app run when it is closed",
        repair=run_on_dismiss(keymap, [draw]),
    )


def _changing(widget: Widget) -> str:
    return f'key=f"{widget.key}_{{…}}"'


def _advice(widget: Widget, is_told: bool) -> str:
    if is_told:
        own = f"st.session_state['{widget.key}']"
        return f"assign {own} in the same callback, and let setdefault() give it its first value"
    followed = f"let the key change with it, as {_changing(widget)} does, or assign the key when it changes"
    return f"to show the new one, {followed}"
