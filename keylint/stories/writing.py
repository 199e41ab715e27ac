"""What a write of session state makes of a test: whether the app can bring it to come out so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Form
from keylint.conditions.values import NOTHING, TRUE
from keylint.run.computing import UNKNOWN
from keylint.run.trace import ItemsChange
from keylint.run.values import Choice, Known, Reference, StateValue, Text, Truth, WidgetResult
from keylint.stories.comparisons import comparison_of, holding, holds_side, of_itself, outcome, step_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition
    from keylint.conditions.values import ValueSet
    from keylint.run.keys import Key
    from keylint.run.trace import Atom, Draw, StateWrite
    from keylint.run.values import Value
    from keylint.stories.comparisons import Comparison
    from keylint.stories.effects import Effects

# Whether more items are there after a write, or fewer.
_WAYS: Mapping[ItemsChange | None, int] = {ItemsChange.ADDS: 1, ItemsChange.REMOVES: -1}


class Writing:
    """Answers for one app."""

    def __init__(self, effects: Effects, conditions: Conditions) -> None:
        self._effects = effects
        self._conditions = conditions

    def fits(self, write: StateWrite, key: Key, atom: Atom, later: ValueSet) -> bool | None:
        """Whether the write can make the test come out so; None: it cannot, False: only if the data are so."""
        if write.form == "setdefault":
            return True if (later & TRUE) is not NOTHING and atom.predicate == "present" else None
        comparison = None if atom.predicate == "present" else comparison_of(self._conditions, atom.subject)
        if comparison is not None:
            return self._makes(write, key, comparison, later, is_of_data=atom.kind == "data")
        if atom.predicate == "present" or write.change is ItemsChange.ADDS:
            return True if (later & TRUE) is not NOTHING else None
        if write.change in (ItemsChange.REMOVES, ItemsChange.EMPTIES) and atom.predicate == "some":
            return None  # with a row goes what was entered in it: that is what it was taken away for
        if write.change is ItemsChange.REMOVES:
            return True  # the last one, or not
        return None if atom.kind == "data" else self._may_be(write, write.value, later)

    def _makes(
        self, write: StateWrite, key: Key, comparison: Comparison, later: ValueSet, *, is_of_data: bool
    ) -> bool | None:
        """The same for a comparison. What counts up or down comes over any bound, and not back."""
        step = step_of(self._conditions, write.value, key)
        way = _WAYS.get(write.change, (step > 0) - (step < 0))
        side = holds_side(self._conditions, comparison, key)
        if comparison.sign in ("<", ">") and way and side:
            return _comes_to((way == side) is (comparison.sign == "<"), later)
        if write.change is ItemsChange.ADDS:
            return _comes_to(True, later)
        comes_out = outcome(self._conditions, comparison, holding(self._conditions, key, _put(write)))
        if comes_out is None and write.form != "inside":
            comes_out = of_itself(self._conditions, comparison, key, write.value)
        if comes_out is not None:
            return _comes_to(comes_out, later)
        if is_of_data:
            return None
        is_from_data = any(origin.kind == "data" for origin in write.value_origins)
        return self._may_be(write, write.value, later) if is_from_data else True

    def _may_be(self, write: StateWrite, value: Value, later: ValueSet) -> bool | None:
        """The same for what a test asks itself, where the value is put there."""
        match value:
            case Known(value=constant):
                return True if constant in later else None
            case Truth(condition=truth):
                if truth in (ALWAYS, NEVER):
                    return True if (truth is ALWAYS) in later else None
                return True
            case Text(key=text):
                # What a text is put together from is longer than nothing.
                return _comes_to(True, later) if any(isinstance(part, str) for part in text.parts) else True
            case WidgetResult():
                return True
            case StateValue(key=key):
                if key == write.key:
                    return None  # as it was
                return self.input_of(key) is not None
            case Reference():
                return _comes_to(write.change is not ItemsChange.EMPTIES, later)
            case Choice(alternatives=alternatives):
                fits = [
                    self._may_be(write, inner, later) if _leaves(when, inner, later) else None
                    for when, inner in alternatives
                ]
                return True if True in fits else False if False in fits else None
            case _:
                return (later & TRUE) is not NOTHING

    def input_of(self, key: Key) -> Draw | None:
        """An input whose value that key holds."""
        drawn = (effect.event for effect in self._effects.of(self._effects.draws, key) if effect.event.key == key)
        return next((draw for draw in drawn if draw.kind == "value"), None)


def _put(write: StateWrite) -> object:
    """The constant that is written, or a list with nothing in it; UNKNOWN for the rest."""
    if write.change is ItemsChange.EMPTIES:
        return []
    return write.value.value if isinstance(write.value, Known) and write.form != "inside" else UNKNOWN


def _comes_to(comes_out: bool, later: ValueSet) -> bool | None:
    """What `fits` says of a test that comes out so."""
    return True if comes_out in later else None


def _leaves(when: Condition, value: Value, later: ValueSet) -> bool:
    """Whether the value can be one of those where the condition holds: `a or b` is `a` where that counts as true."""
    if not isinstance(value, (WidgetResult, StateValue)):
        return True
    is_own = when.form is Form.TEST and when.variable.aspect == "value" and when.variable.subject == value.identity
    return not is_own or (when.values & later) is not NOTHING
