"""A widget gets another key, or another default without a key, on every run.

## What it does
Reports a widget whose key contains something that is another value on every run: `uuid4()`, a random number, the
time, the `id()` of an object made in the run. For a widget without a key it reports the same in any parameter that
makes it another widget, such as its default, label or options; with a key, in the parameters that still count on
the Streamlit version of the project.

A value that is made once and stored in session state is stable. A counter in session state in the key
(`key=f"comment_{st.session_state.version}"`) is the usual way to reset a widget, and silent. So are random numbers
after `random.seed(42)`, the default `datetime.now()` of `st.date_input`, of which only the date counts, and widgets
that take nothing from the user. So is a button with `on_click`, and a widget whose callback stores the value that
session state then gives back as its default: the callback of the run before is called. With any other callback it
is a warning.

`st.time_input` and `st.datetime_input` without a key and with the time as default change once a minute: a warning.

## Why it matters
The key identifies the widget. With another key it is another widget, which starts from its default: what the user
enters is gone with the next run, and a click on a button never arrives.

## Example
```python
import uuid

import streamlit as st

name = st.text_input("Name", key=f"name_{uuid.uuid4()}")
st.write("Hello", name)
```

```python
# app.py
import random

import streamlit as st

guess = st.slider("Your guess", 0, 100, value=random.randint(0, 100))
st.write(guess)
```

## Use instead
A fixed key:
```python
import streamlit as st

name = st.text_input("Name", key="name")
st.write("Hello", name)
```

A random value that is made once per session:
```python
# app.py
import random

import streamlit as st

if "start" not in st.session_state:
    st.session_state.start = random.randint(0, 100)
guess = st.slider("Your guess", 0, 100, value=st.session_state.start)
st.write(guess)
```

## Fix safety
There is no automatic fix: only the author knows what the key should stand for.

## Streamlit versions
All. Which parameters still count beside a key depends on the version and the widget: from 1.50, 1.51 or 1.52 on
hardly any.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [streamlit#5833](https://github.com/streamlit/streamlit/issues/5833)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.rules.base import Rule
from keylint.rules.clicks import click_needed
from keylint.rules.describe import called, drawn_here, route_of
from keylint.rules.identity import identifying_parameters
from keylint.rules.inputs import has_callback, input_draws, is_wanted, shows_a_result
from keylint.run.values import Choice, Reference, in_order, value_origins
from keylint.streamlit.commands import command_at
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw
    from keylint.run.values import Origin, Value

RULE = Rule(code="KEY105", name="unstable-key", severity=Severity.ERROR, documentation=__doc__)

_CLOCKS = ("time.", "datetime.", "pandas.Timestamp")
# Drops the parts of a time that change quickly.
_ONLY_MINUTES = (Entry.TIME, Entry.MOMENT)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        for draw in input_draws(page):
            found = _cause(keymap, draw)
            if found is None or _has_stable_key_elsewhere(page, draw) or _is_saved_by_a_callback(keymap, draw):
                continue
            if click_needed(keymap, page, draw) is not None:
                continue
            what, cause, severity = found
            yield RULE.finding(
                draw.site,
                f"{what} is another one on every run ({cause}): what the user enters is lost each time",
                key=None if draw.key is None else draw.key.text,
                severity=min(severity, _severity(keymap, draw)),
                page=page.name,
                route=route_of(draw, page.name),
                related=drawn_here(draw),
                advice="use a fixed value, or make it once and keep it: st.session_state.setdefault(…)",
            )


def _is_saved_by_a_callback(keymap: KeyMap, draw: Draw) -> bool:
    """Whether a callback hears of the change, and the widget, if it has a value, shows what session state then holds.

    The callback of the run that drew the old widget is the one that is called.
    """
    if not has_callback(keymap, draw):
        return False
    command = command_at(draw.command, keymap.versions.newest)
    initial = draw.parameter_origins.get(command.initial_parameter or "", ()) if command else ()
    return draw.kind == "trigger" or any(origin.kind == "state" for origin in initial)


def _severity(keymap: KeyMap, draw: Draw) -> Severity:
    """A callback gets the value once; a text area that displays a text, or a button nobody asks for, loses nothing."""
    if has_callback(keymap, draw):
        return Severity.WARNING
    if is_wanted(keymap, draw):
        return Severity.ERROR
    return Severity.INFO if draw.kind == "trigger" or shows_a_result(keymap, draw) else Severity.ERROR


def _cause(keymap: KeyMap, draw: Draw) -> tuple[str, str, Severity] | None:
    """What changes, by which function, and how bad that is; None where nothing changes."""
    if draw.key is not None:
        name = _changing(origin for hole in draw.key.holes for origin in in_order(hole.origins))
        if name is not None:
            return f"the key of {called(draw)}", name, Severity.ERROR
    for parameter in identifying_parameters(keymap, draw):
        name = _changing(draw.parameter_origins.get(parameter, ()))
        if (
            name is None
            or _is_stable_elsewhere(draw.parameters[parameter])
            or (name.startswith(_CLOCKS) and draw.traits.entry is Entry.DATE)
        ):
            continue
        slow = name.startswith(_CLOCKS) and draw.traits.entry in _ONLY_MINUTES
        return f"`{parameter}=` of {called(draw)}", name, Severity.WARNING if slow else Severity.ERROR
    return None


def _changing(origins: Iterable[Origin]) -> str | None:
    """The function that gives another value on every run."""
    names = sorted(str(origin.detail) for origin in origins if origin.kind == "unstable")
    return names[0].removeprefix("builtins.") + "()" if names else None


def _is_stable_elsewhere(value: Value) -> bool:
    """Whether other runs take the value from somewhere else, such as from where the first run stored it."""
    return isinstance(value, Choice) and any(
        _changing(value_origins(inner)) is None for _, inner in value.alternatives if not isinstance(inner, Reference)
    )


def _has_stable_key_elsewhere(page: PageRun, draw: Draw) -> bool:
    """Whether the same call has a stable key in other runs: it is changed now and then, to reset the widget."""
    return any(
        other.location == draw.location
        and other.context.route == draw.context.route
        and other.key is not None
        and _changing(origin for hole in other.key.holes for origin in in_order(hole.origins)) is None
        for other in page.trace.draws()
        if other is not draw and draw.key is not None
    )
