"""A widget starts anew when another input changes its options or its limits.

## What it does
Reports a widget with a parameter that depends on another widget, when a change of that parameter resets the widget:
its choices, and the parameters that are part of its identity on the Streamlit version of the project. With a key
these are few, such as the limits of a slider. Without a key they are nearly all, including the label and the
default.

Silent are constant parameters, those that depend on data only, and those that never count, such as `disabled` and
`placeholder` beside a key.

## Why it matters
When the user changes the first input, the choice that they made in the second is gone. Often that is wanted, so
this is `info`.

## Example
```python
import streamlit as st

CITIES = {"Norway": ["Oslo", "Bergen"], "Italy": ["Rome", "Milan"]}
country = st.selectbox("Country", list(CITIES), key="country")
city = st.selectbox("City", CITIES[country], key="city")
st.write(city)
```

## Use instead
Nothing, if a new start is right. Otherwise give each choice a key and a list of options of its own:
```python
import streamlit as st

country = st.selectbox("Country", ["Norway", "Italy"], key="country")
norway = st.selectbox("City in Norway", ["Oslo", "Bergen"], key="norway", disabled=country != "Norway")
italy = st.selectbox("City in Italy", ["Rome", "Milan"], key="italy", disabled=country != "Italy")
st.write(norway if country == "Norway" else italy)
```

## Fix safety
There is no automatic fix: whether the choice should survive other options is a decision about the app.

## Streamlit versions
All. Before 1.50 or 1.51, depending on the widget, every parameter but `disabled`, `label_visibility` and the
callback is part of the identity, with a key too. From then on a choice survives as long as the new options contain
it. `persist_state` changes nothing about it.

## References
- [Widget behavior](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
- [streamlit#8496](https://github.com/streamlit/streamlit/issues/8496)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.owners import owner_of
from keylint.findings import Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import called, drawn_here, route_of
from keylint.rules.identity import counts_until, identifying_parameters
from keylint.rules.inputs import input_draws
from keylint.streamlit.commands import command_at
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw
    from keylint.run.values import OriginKind

RULE = Rule(code="KEY112", name="options-reset", severity=Severity.INFO, documentation=__doc__)

_FROM_INPUTS: frozenset[OriginKind] = frozenset({"widget", "component", "state", "filter"})
_MOST_INPUTS = 3


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        inputs: dict[Hashable, Draw] = {
            draw.site if draw.key is None else draw.key.text: draw
            for draw in input_draws(page)
            if draw.kind != "trigger"
        }
        for draw in input_draws(page):
            if draw.kind not in ("value", "editor", "selection"):
                continue
            found = dict(_dependencies(keymap, draw, inputs))
            if found:
                yield _finding(keymap, page, draw, found)


def _dependencies(keymap: KeyMap, draw: Draw, inputs: dict[Hashable, Draw]) -> Iterator[tuple[str, tuple[Draw, ...]]]:
    """The parameters that reset the widget, each with the other inputs that it depends on."""
    own = draw.site if draw.key is None else draw.key.text
    command = command_at(draw.command, keymap.versions.newest)
    options = command.options_parameter if command else None
    names = dict.fromkeys(identifying_parameters(keymap, draw))
    if options in draw.parameters:
        names[str(options)] = None
    for name in names:
        owners = {owner_of(origin) for origin in draw.parameter_origins.get(name, ()) if origin.kind in _FROM_INPUTS}
        others = tuple(sorted((inputs[owner] for owner in owners if owner in inputs), key=lambda other: other.order))
        if others and own not in owners:
            yield name, others


def _until(keymap: KeyMap, draw: Draw, names: Iterable[str]) -> str:
    """On which versions the parameters reset the widget, where that is not so on all; else ""."""
    command = command_at(draw.command, keymap.versions.newest)
    ends = {
        None if command is not None and name == command.options_parameter else counts_until(draw, name)
        for name in names
    }
    last = max((end for end in ends if end is not None), default=None)
    return f" (Streamlit < {version_label(last)})" if last is not None and None not in ends else ""


def _finding(keymap: KeyMap, page: PageRun, draw: Draw, found: dict[str, tuple[Draw, ...]]) -> Finding:
    others = list(dict.fromkeys(other.site for inputs in found.values() for other in inputs))[:_MOST_INPUTS]
    first = next(iter(found.values()))[0]
    parameters = " and ".join(f"`{name}=`" for name in list(found)[:_MOST_INPUTS])
    verb = "changes" if len(found) == 1 else "change"
    return RULE.finding(
        draw.site,
        f"{called(draw)} can start anew when {called(first)} changes: its {parameters} then {verb} too",
        key=None if draw.key is None else draw.key.text,
        page=page.name,
        route=route_of(draw, page.name),
        related=(*drawn_here(draw), *(Related(place, "it depends on this input", Role.CAUSE) for place in others)),
        advice="nothing, if a new start is right; else keep the choice under another key, and restore it where it fits"
        + _until(keymap, draw, found),
    )
