"""Several pages show the same widget with the same key, and it starts anew on each.

## What it does
Reports a widget that several pages show alike, with one key, when nothing carries its value from page to page: no
`persist_state="session"` or `bind`, no keep-alive, no other key of session state that it begins with. A helper that
every page calls counts as much as a copied line. Widgets that an `st.navigation` entrypoint shows itself are kept and
silent.

Fields of forms and dialogs, logins, and input that a button takes at once are `info`; so are widgets with different
labels, those whose first value the app computes from a file, from a service, or from what a callback saved, and
filters and choices of a view that each page shows by a line of its own.

## Why it matters
Who gives one key to one widget on two pages expects one value. Streamlit drops the values of a page's widgets when
the user opens another page, and the widget of the same key there begins with its default.

## Example
```python
import streamlit as st

currency = st.sidebar.text_input("Currency", "EUR", key="currency")
st.write("Income in", currency)
```
```python
# pages/1_Costs.py
import streamlit as st

currency = st.sidebar.text_input("Currency", "EUR", key="currency")
st.write("Costs in", currency)
```

## Use instead
From Streamlit 1.59 on, persist it on every page that shows it:
```python
import streamlit as st

currency = st.sidebar.text_input("Currency", "EUR", key="currency", persist_state="session")
st.write("Income in", currency)
```
```python
# pages/1_Costs.py
import streamlit as st

currency = st.sidebar.text_input("Currency", "EUR", key="currency", persist_state="session")
st.write("Costs in", currency)
```

On any version, let the entrypoint of `st.navigation` show it once, around all pages:
```python
import streamlit as st


def income():
    st.write("Income in", st.session_state.currency)


def costs():
    st.write("Costs in", st.session_state.currency)


page = st.navigation([st.Page(income), st.Page(costs)])
st.sidebar.text_input("Currency", "EUR", key="currency")
page.run()
```

## Fix safety
Where every allowed Streamlit version has `persist_state`, the fix adds it on every page with the key;
elsewhere it moves the value to a key that no widget owns, and puts it back before each of the widgets. Both are
unsafe: two pages may have the same widget without meaning the same value.

## Streamlit versions
All. Persisted on one of the pages only, the others take over the value, but what is entered there is lost.

## References
- [Multipage apps: widgets](https://docs.streamlit.io/develop/concepts/multipage-apps/widgets)
- [streamlit#4989](https://github.com/streamlit/streamlit/issues/4989)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.identity import difference_of, differs_until
from keylint.app.keeping import initial_value, kept_everywhere
from keylint.findings import Related, Role, Severity
from keylint.remedies.choice import keep_value
from keylint.rules.base import Rule
from keylint.rules.collisions import Place, is_persisted, is_restored, key_text, may_keep_itself, pages_by_key
from keylint.rules.describe import drawn_here, persist_advice, route_of
from keylint.run.values import NONE, Known, value_origins
from keylint.streamlit.commands import command_at
from keylint.streamlit.versions import version_label
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.unmissed import Unmissed, unmissed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding

_OF_WHAT_IS_SEEN = (Unmissed.SEARCH, Unmissed.VIEW, Unmissed.PANELS)

RULE = Rule(code="KEY204", name="shared-key-resets", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for places in pages_by_key(keymap):
        for place in places:
            alike = [other for other in places if other.page is not place.page and _is_same(keymap, place, other)]
            widget = _widget(keymap, place)
            if alike and widget is not None and not _is_kept(keymap, place):
                yield _finding(keymap, place, alike, widget)


def _is_same(keymap: KeyMap, place: Place, other: Place) -> bool:
    mine, theirs = place.draw.key, other.draw.key
    if mine is None or theirs is None or (mine.constant is None and not mine.must_equal(theirs)):
        return False
    return difference_of(keymap, place.draw, other.draw) is None


def _is_kept(keymap: KeyMap, place: Place) -> bool:
    if may_keep_itself(place.draw) or is_restored(keymap, place):
        return True
    return kept_everywhere(keymap, place.page, key_text(place.draw))


def _widget(keymap: KeyMap, place: Place) -> Widget | None:
    return next((widget for widget in keymap.widgets_of(key_text(place.draw)) if widget.page is place.page), None)


def _finding(keymap: KeyMap, place: Place, alike: list[Place], widget: Widget) -> Finding:
    key, other = key_text(place.draw), alike[0]
    outcome = "it starts anew with every change of page"
    if any(is_persisted(each.draw, on_other_pages=True) for each in alike):
        outcome = f"it is persisted there but not here, so what is entered here is lost on {other.page_title}"
    return RULE.finding(
        place.draw.site,
        f"'{key}' is the same widget on {other.page_title}: {outcome}",
        key=key,
        severity=(severity := _severity(keymap, place, alike, widget)),
        repair=keep_value(keymap, key, "session", severity),
        page=place.page.name,
        route=route_of(place.draw, place.page.name),
        related=(*drawn_here(place.draw), *_elsewhere(place, alike)),
        advice=f"if it should be one value: on every page that shows it, {persist_advice(keymap, widget, 'session')}"
        + _versions(place, alike),
    )


def _versions(place: Place, alike: list[Place]) -> str:
    """From which version on they are the same widget, where that is not so on all; else ""."""
    ends = {differs_until(place.draw, other.draw) for other in alike}
    first = min((end for end in ends if end is not None), default=None)
    if first is None or None in ends:
        return ""
    return f"; they are one widget from Streamlit {version_label(first)} on"


def _severity(keymap: KeyMap, place: Place, alike: list[Place], widget: Widget) -> Severity:
    """A warning where the author means one widget: the same call, or the same label. What only decides what is seen is
    meant as one only by the same call: pages are copied, and with them their filters."""
    is_one_call = any(other.draw.location == place.draw.location for other in alike)
    meant = is_one_call or any(other.draw.label == place.draw.label for other in alike)
    reason = unmissed(keymap.about(Inputs), widget)
    harmless = reason is not None and not (is_one_call and reason in _OF_WHAT_IS_SEEN)
    if not meant or harmless or place.draw.kind != "value" or _is_fed_by_the_app(keymap, place):
        return Severity.INFO
    return Severity.WARNING


def _is_fed_by_the_app(keymap: KeyMap, place: Place) -> bool:
    """Whether the widget begins with a value that the app computes: from a file or a service, or from what it saved."""
    command = command_at(place.draw.command, keymap.versions.newest)
    given = initial_value(keymap, place.draw)
    if command is None or given is None or isinstance(given, Known):
        return False
    saves = place.draw.parameters.get(command.callback_parameter or "", NONE) != NONE
    return saves or any(origin.kind == "data" for origin in value_origins(given))


def _elsewhere(place: Place, alike: list[Place]) -> tuple[Related, ...]:
    """The other draws; for a helper that several pages share, the call on the other page."""
    found: dict[object, Related] = {}
    for other in alike:
        steps = other.draw.context.route.steps
        if other.draw.site != place.draw.site:
            found[other.draw.site] = Related(other.draw.site, f"the same widget on {other.page_title}", Role.WIDGET)
        elif steps and steps[0] != next(iter(place.draw.context.route.steps), None):
            found[steps[0][0]] = Related(steps[0][0], f"shown on {other.page_title} by this call")
    return tuple(found.values())[:3]
