"""How often a button has to be clicked until what the app counts has come far enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.conditions.values import only
from keylint.run.computing import UNKNOWN
from keylint.run.trace import ItemsChange, StateWrite
from keylint.stories.comparisons import comparison_of, holding, is_state, outcome, step_of, value_with
from keylint.stories.tested_values import is_among

if TYPE_CHECKING:
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition
    from keylint.run.keys import Key
    from keylint.run.runs import PageRun
    from keylint.stories.flips import Flip
    from keylint.stories.openings import Openings

# Who reads a story does not want to count further.
MOST_CLICKS = 5


@dataclass(frozen=True, slots=True)
class Clicks:
    """How many there are, and how many of them come after the one that hides the input. `is_known`: else it takes more
    than one wants to count."""

    number: int = 1
    after: int = 0
    is_known: bool = True


class Counting:
    """What session state holds while one story is told, as far as its steps write it."""

    def __init__(self, conditions: Conditions, openings: Openings) -> None:
        self._conditions = conditions
        self._openings = openings
        self._held: dict[str, object] = {}

    def clicks(self, flip: Flip, page: PageRun, condition: Condition) -> Clicks | None:
        """The clicks that it takes until what they write makes the test come out so; None where what is counted does
        not come to one very value. `condition` is that of the input that is hidden."""
        write = flip.by
        if not isinstance(write, StateWrite):
            return Clicks()
        counts = self._counts(flip, write)
        held = self._held.pop(write.key.text, UNKNOWN)
        held = self._openings.put_there(page, write.key) if held is UNKNOWN else held
        hidden: int | None = None
        for number in range(1, MOST_CLICKS + 1):
            held = self._after(held, write)
            if held is UNKNOWN:
                return Clicks(is_known=not counts)
            hidden = number if hidden is None and self._closes(condition, write.key, held) else hidden
            if self._comes_out(flip, write.key, held):
                self._held[write.key.text] = held
                return Clicks(number, number - (hidden or number))
        if not counts:
            return Clicks()
        return None if comparison_of(self._conditions, flip.variable.subject) is None else Clicks(is_known=False)

    def _closes(self, condition: Condition, key: Key, held: object) -> bool:
        """Whether the condition does not hold once the key holds that."""
        if not isinstance(held, (str, int, float, bool)):
            return False
        own = (test.variable for test in self._conditions.tests(condition) if test.variable.aspect == "value")
        known = {variable: only((held,)) for variable in own if is_state(self._conditions, variable.subject, key)}
        return self._conditions.assuming(condition, known) is NEVER

    def _counts(self, flip: Flip, write: StateWrite) -> bool:
        if write.change in (ItemsChange.ADDS, ItemsChange.REMOVES):
            return comparison_of(self._conditions, flip.variable.subject) is not None
        return step_of(self._conditions, write.value, write.key) != 0

    def _after(self, held: object, write: StateWrite) -> object:
        """What is held after one more such write."""
        if write.change is not None:
            if write.change is ItemsChange.EMPTIES:
                return []
            known = held if isinstance(held, list) else None
            if known is None:
                return UNKNOWN
            return [*known, None] if write.change is ItemsChange.ADDS else known[:-1]
        if write.form == "inside":
            return UNKNOWN
        return value_with(self._conditions, write.value, holding(self._conditions, write.key, held))

    def _comes_out(self, flip: Flip, key: Key, held: object) -> bool:
        comparison = comparison_of(self._conditions, flip.variable.subject)
        if comparison is None:
            return is_among(held, flip.to)
        made = outcome(self._conditions, comparison, holding(self._conditions, key, held))
        return made is not None and made in flip.to
