"""Writes that wait for a change: `if new != st.session_state.old: st.session_state.old = new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.values import FALSE
from keylint.run.cells import Cell
from keylint.run.trace import Atom, StateWrite
from keylint.run.values import Choice, identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.findings import Location
    from keylint.run.keys import Key
    from keylint.run.trace import Event


class SavingChanges:
    """Answers for the events of one cluster."""

    def __init__(self, conditions: Conditions, events: Iterable[Event]) -> None:
        self._conditions = conditions
        writes = (event for event in events if isinstance(event, StateWrite))
        self._tests: dict[tuple[Location, Key], list[Variable]] = {
            (write.location, write.key): found for write in writes if (found := self._asking(write))
        }

    def condition_of(self, event: Event) -> Condition:
        """When the event happens. A write that waits until the cell holds something else happens anyway: where the same
        is there already, to write it changes nothing."""
        if not self._tests or not isinstance(event, StateWrite):
            return event.condition
        found = self._tests.get((event.location, event.key))
        if found is None and isinstance(event.key, Cell):  # what is in an object is written along with it
            found = self._tests.get((event.location, event.key.root))
        return self._conditions.assuming(event.condition, dict.fromkeys(found, FALSE)) if found else event.condition

    def _asking(self, write: StateWrite) -> list[Variable]:
        """The tests whether what is written is there already: one comparison, of what is there, and of what `get` gives
        where nothing is."""
        written = {identity_of(write.value)}
        if isinstance(write.value, Choice):
            written |= {identity_of(inner) for _, inner in write.value.alternatives}
        tests = dict.fromkeys(test.variable for test in self._conditions.tests(write.condition))
        of_value = {v: sides for v in tests if (sides := self._compared(v.subject)) & written}
        places = {_place(v) for v, sides in of_value.items() if ("state", write.key, 0) in sides}
        return [variable for variable in of_value if _place(variable) in places]

    def _compared(self, subject: Hashable) -> set[Hashable]:
        match self._conditions.parts(subject) if isinstance(subject, int) else subject:
            case ("equal" | "==", one, other):
                return {one, other}
        return set()


def _place(variable: Variable) -> Location | None:
    return variable.about.location if isinstance(variable.about, Atom) else None
