"""How often a button has to be clicked until what the app counts has come far enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.conditions.values import only
from keylint.run.computing import UNKNOWN, computed
from keylint.run.trace import ItemsChange, StateWrite
from keylint.stories.comparisons import comparison_of, holding, outcome, step_of, value_with
from keylint.stories.tested_values import is_among

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.conditions.deciding import Model
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

    def is_there(self, flips: Sequence[Flip]) -> bool:
        """Whether what the steps so far have written makes the tests come out so."""
        written = [(flip, flip.by.key) for flip in flips if isinstance(flip.by, StateWrite)]
        held = ((flip, key, self._held.get(key.text, UNKNOWN)) for flip, key in written)
        return bool(written) and all(
            value is not UNKNOWN and self._comes_out(flip, key, value) for flip, key, value in held
        )

    def clicks(self, flips: Sequence[Flip], page: PageRun, condition: Condition, wanted: Model) -> Clicks | None:
        """The clicks that it takes until what they write makes the tests come out so, and others as they are `wanted`
        if that can be; None where what is counted does not come to one very value. `condition` is that of the input
        that is hidden."""
        flip = flips[0]
        write = flip.by
        if not isinstance(write, StateWrite):
            return Clicks()
        counts = self._counts(flip, write)
        held = self._held.pop(write.key.text, UNKNOWN)
        held = self._openings.put_there(page, write.key) if held is UNKNOWN else held
        hidden: int | None = None
        first: tuple[Clicks, object] | None = None
        for number in range(1, MOST_CLICKS + 1):
            held = self._after(held, write)
            if held is UNKNOWN and first is None:
                return Clicks(is_known=not counts)
            hidden = number if hidden is None and self._closes(condition, write.key, held) else hidden
            if held is UNKNOWN or not all(self._comes_out(one, write.key, held) for one in flips):
                continue
            found = Clicks(number, number - (hidden or number)), held
            first = first or found
            if self._agrees(wanted, write.key, held):
                first = found
                break
        if first is not None:
            self._held[write.key.text] = first[1]
            return first[0]
        if not counts:
            return Clicks()
        return None if comparison_of(self._conditions, flip.variable.subject) is None else Clicks(is_known=False)

    def _agrees(self, wanted: Model, key: Key, held: object) -> bool:
        """Whether no test comes out otherwise than wanted where the key holds that."""
        leaf = holding(self._conditions, key, held)
        made = ((computed(self._conditions, variable.subject, leaf), values) for variable, values in wanted.items())
        return all(value is UNKNOWN or is_among(value, values) is not False for value, values in made)

    def _closes(self, condition: Condition, key: Key, held: object) -> bool:
        """Whether the condition does not hold once the key holds that."""
        leaf = holding(self._conditions, key, held)
        condition = self._openings.at_rest(condition)
        own = dict.fromkeys(t.variable for t in self._conditions.tests(condition) if t.variable.aspect == "value")
        made = ((variable, computed(self._conditions, variable.subject, leaf)) for variable in own)
        known = {variable: only((value,)) for variable, value in made if isinstance(value, (str, int, float))}
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
