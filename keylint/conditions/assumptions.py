"""Conditions where some variables have known values, asked for again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, reach_of
from keylint.conditions.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet


class Assumption:
    """What is left of conditions where the variables have these values. What they share is looked at once."""

    def __init__(self, conditions: Conditions, known: Mapping[Variable, ValueSet]) -> None:
        self._conditions = conditions
        self._known = dict(known)
        self._reach = reach_of(self._known)
        self._done: dict[Condition, Condition] = {}

    def of(self, condition: Condition) -> Condition:
        return self._conditions.replaced(condition, self._reach, self._decided, self._done)

    def _decided(self, test: Condition) -> Condition:
        values = self._known.get(test.variable)
        if values is None:
            return test
        common = values & test.values
        return NEVER if common is NOTHING else ALWAYS if common is values else test
