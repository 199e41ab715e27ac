"""Value widgets are keyed by their position in a list whose rows move.

## What it does
Reports a value widget in a loop over a list, when its key is made of positions (`enumerate`, `range(len(…))`, also of
loops in loops, and beside what is the same for all rows, such as a field's name) and the app moves the rows: it
inserts, removes or filters some, or puts new ones in front. Of a list that is not in session state, as one that is read
from a file, it is what a user removes that counts: a row of some loop over that list, as with a button beside it.
A list that only grows at its end, assignments to its items, and buttons are fine; so is a key that also
contains something of the row, or a counter that changes when rows move.

## Why it matters
Streamlit knows a widget by its key. When the first of three rows is removed, the second row becomes the first, takes
over the key of the removed one, and with it what was entered there: values show up in the wrong row.

## Example
```python
import streamlit as st

people = st.session_state.setdefault("people", ["Ann", "Bo", "Cy"])


def remove_first():
    people.pop(0)


st.button("Remove the first", on_click=remove_first)
for index, person in enumerate(people):
    note = st.text_input(person, key=f"note_{index}")
    st.write(person, note)
```

## Use instead
Make the key from something that stays with the row:
```python
import streamlit as st

people = st.session_state.setdefault("people", [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}])


def remove_first():
    people.pop(0)


st.button("Remove the first", on_click=remove_first)
for person in people:
    note = st.text_input(person["name"], key=f"note_{person['id']}")
    st.write(person["name"], note)
```

## Fix safety
There is no automatic fix: only the author knows what tells the rows apart.

## Streamlit versions
All. From 1.50 and 1.51 on the values move to the wrong row; before, a row with another label or default is another
widget, and its value is cleared.

## References
- [Widget behavior: keys](https://docs.streamlit.io/develop/concepts/architecture/widget-behavior)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Location, Related, Role, Severity
from keylint.rules.base import Rule
from keylint.rules.describe import drawn_here, route_of
from keylint.run.cells import Cell
from keylint.run.keys import Hole, Key
from keylint.run.values import identities_in, in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, StateDelete, StateWrite

RULE = Rule(code="KEY205", name="index-key", severity=Severity.WARNING, documentation=__doc__)


def check(keymap: KeyMap) -> Iterator[Finding]:
    for page in keymap.app.pages:
        for draw in keymap.keyed_draws(page):
            loops = _counted_loops(keymap, draw)
            if draw.kind != "value" or not loops or _is_set_right(keymap, draw):
                continue
            moved = next(_moved_lists(keymap, page, draw, loops), None)
            if moved is not None:
                yield _finding(page, draw, *moved)


def _counted_loops(keymap: KeyMap, draw: Draw) -> list[tuple[Location, Hashable]]:
    """The loops whose positions make the key, the outermost first, each with the identity of what it goes over; none
    when anything else is in the key that is not the same for all rows."""
    loops: dict[Location, Hashable] = {}
    others: list[Hole] = []
    for hole in draw.key.holes if draw.key is not None else ():
        details = (origin.detail for origin in hole.origins if origin.kind == "position")
        positions: dict[Location, Hashable] = dict(detail for detail in details if isinstance(detail, tuple))
        if len(positions) == len(hole.origins):
            loops |= positions
        else:
            others.append(hole)
    counted = [loop for loop in draw.context.loops if loop in loops]
    if not counted or len(counted) < len(loops):
        return []
    if not all(_is_of_all_rows(hole, counted) or _is_field(keymap, hole, counted) for hole in others):
        return []
    return [(loop, loops[loop]) for loop in counted]


def _is_of_all_rows(hole: Hole, counted: Collection[Location]) -> bool:
    """Whether the part of a key is the same for all rows: an item of another loop, over what is not of a row."""
    places = {origin.detail for origin in hole.origins if origin.kind == "element"}
    kinds = {origin.kind for origin in hole.origins}
    return bool(places) and places.isdisjoint(counted) and kinds <= {"element", "data", "environment"}


def _is_field(keymap: KeyMap, hole: Hole, counted: Collection[Location]) -> bool:
    """Whether the part of a key is what a loop over a row itself gives: the name of a field, which all rows have."""
    match _parts(keymap, hole.identity):
        case ("an element", row, Location()):
            match _parts(keymap, row):
                case ("state", Cell(path=path), *_):
                    return isinstance(path[-1], Hole)
                case ("an element", _, Location() as place):
                    return place in counted
    return False


def _parts(keymap: KeyMap, identity: Hashable) -> Hashable:
    return keymap.app.conditions.parts(identity) if isinstance(identity, int) else identity


def _moved_lists(
    keymap: KeyMap, page: PageRun, draw: Draw, loops: list[tuple[Location, Hashable]]
) -> Iterator[tuple[Location, str, Location]]:
    """The lists that the loops count, and of which rows are moved: the loop, the list, and the change."""
    for place, iterated in loops:
        lists = identities_in(iterated)
        counted = {
            origin.detail
            for guard in draw.guards
            if guard.location == place
            for atom in keymap.conditions.atoms(guard.condition)
            if atom.predicate == "some"
            for origin in in_order(atom.origins)
            if origin.kind == "state" and isinstance(origin.detail, Key)
        }
        for run in (page, *(other for other in keymap.app.pages if other is not page)):
            for listed, changes in run.changed_lists.items():
                if listed in counted or listed in lists:
                    name = f"'{listed.text}'" if isinstance(listed, Key) else "a list"
                    yield place, name, next(iter(changes.values()))


def _is_set_right(keymap: KeyMap, draw: Draw) -> bool:
    """Whether the app moves or drops the widgets' values itself, as it does with the rows."""
    events: list[StateWrite | StateDelete] = []
    if draw.key is not None:
        events += [event for _, _, event in keymap.events_of(keymap.writes, draw.key)]
        events += [event for _, _, event in keymap.events_of(keymap.deletes, draw.key)]
    return any(event.key.text.strip("*") for event in events)


def _finding(page: PageRun, draw: Draw, place: Location, name: str, change: Location) -> Finding:
    key = draw.key.text if draw.key is not None else ""
    return RULE.finding(
        draw.site,
        f"'{key}' counts the rows of {name}, and rows are moved: values then show up in the wrong row",
        key=key,
        page=page.name,
        route=route_of(draw, page.name),
        related=(
            *drawn_here(draw),
            Related(place, "the rows are counted here"),
            Related(change, "rows get other numbers here", Role.CAUSE),
        ),
        advice="make the key from something that stays with the row, such as an id that is stored in it",
    )
