"""Whether some values of the variables meet a conjunction: units first, then parts that share nothing, then cases.

A search in the manner of Davis, Putnam, Logemann and Loveland, on the graph itself: what is left of a condition under
some values is again a condition, and shared, so that what was decided once is found again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.conditions.formulas import ALWAYS, NEVER, Condition, Conditions, Form, Variable, cone
from keylint.conditions.values import ValueSet, only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Values that meet a condition, by variable: each variable may have any value of its set; others may have any value.
Model = dict[Variable, ValueSet]

_ANY = ValueSet(truthy=True, falsy=True)
# Cases within cases: each takes some of Python's frames.
_DEEPEST = 1_500


class BudgetExceededError(Exception):
    """The search was given up."""


class Search:
    """One question. `budget` is how many conditions it may rewrite before it gives up with BudgetExceededError."""

    def __init__(self, conditions: Conditions, budget: int) -> None:
        self._conditions = conditions
        self._left = budget
        self._depth = 0
        self._decided: dict[Condition | frozenset[Condition], Model | None] = {}
        self._domains: dict[Variable, ValueSet] = {}
        self._variables: dict[Condition, tuple[Variable, ...]] = {}

    def model(self, parts: Iterable[Condition]) -> Model | None:
        """Values that meet all of the conditions; None where there are none."""
        known: Model = {}
        open_parts = self._with_units(list(parts), known)
        if not open_parts:
            return None if open_parts is None else known
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BudgetExceededError
        for group in self._groups(open_parts, known):
            found = self._model_of_group(group)
            if found is None:
                break
            known |= found
        self._depth -= 1
        return None if found is None else known

    def _with_units(self, pending: list[Condition], known: Model) -> list[Condition] | None:
        """The disjunctions that are left where all that must hold by itself does; None where that cannot be.

        What must hold goes into `known`.
        """
        parts: list[Condition] = []
        while True:
            fresh: Model = {}
            mask = 0
            while pending:
                node = pending.pop()
                if node is NEVER:
                    return None
                if node.form == Form.AND:
                    pending += (node.right, node.left)
                elif node.form == Form.OR:
                    parts.append(node)
                elif node.form == Form.TEST:
                    before = known.get(node.variable)
                    values = node.values & (self._domain(node.variable) if before is None else before)
                    if values.is_empty:
                        return None
                    if values != before:
                        known[node.variable] = fresh[node.variable] = values
                        mask |= node.reach
            if not fresh or not parts:
                return list(dict.fromkeys(parts))
            parts, touched = self._under(parts, fresh, mask)
            pending += touched

    def _under(self, parts: Sequence[Condition], fresh: Model, mask: int) -> tuple[list[Condition], list[Condition]]:
        """The parts that do not depend on the new values, and what is left of the others."""

        def decided(test: Condition) -> Condition:
            self._spend(1)
            values = fresh.get(test.variable)
            if values is None:
                return test
            common = values & test.values
            return NEVER if common.is_empty else ALWAYS if common == values else test

        same: list[Condition] = []
        touched: list[Condition] = []
        done: dict[Condition, Condition] = {}
        for part in parts:
            self._spend(1)
            left = self._conditions.replaced(part, mask, decided, done)
            if left is part:
                same.append(part)
            else:
                touched.append(left)
        self._spend(len(done))
        return same, touched

    def _groups(self, parts: list[Condition], known: Model) -> list[list[Condition]]:
        """The parts, those together that share a variable, with what is known of those of many values."""
        group_of: dict[Variable, int] = {}
        groups: dict[int, list[Condition]] = {}
        for number, part in enumerate(parts):
            mine = [part]
            variables = self._variables_of(part)
            for other in dict.fromkeys(group_of[v] for v in variables if v in group_of):
                mine = groups.pop(other) + mine
            groups[number] = mine
            for member in mine:
                for variable in self._variables_of(member):
                    group_of[variable] = number
        for variable, number in group_of.items():
            values = known.get(variable)
            if values is not None:
                groups[number].append(self._conditions.test(variable, values))
        return list(groups.values())

    def _model_of_group(self, group: list[Condition]) -> Model | None:
        alone = group[0] if len(group) == 1 and group[0].form == Form.OR else None
        key = alone or frozenset(group)
        if key not in self._decided:
            cases = ([part] for part in _disjuncts(alone)) if alone is not None else self._cases(group)
            models = (self.model(case) for case in cases)
            self._decided[key] = next((model for model in models if model is not None), None)
        return self._decided[key]

    def _cases(self, group: list[Condition]) -> Iterator[list[Condition]]:
        """The group with each value of the variable that most parts depend on, of those in the smallest part."""
        parts = [part for part in group if part.form == Form.OR]
        shared = Counter(variable for part in parts for variable in self._variables_of(part))
        smallest = min(parts, key=lambda part: len(self._variables_of(part)))
        variable = max(self._variables_of(smallest), key=lambda candidate: shared[candidate])
        tests = {node.values: None for node in cone(*group) if node.form == Form.TEST and node.variable == variable}
        for values in self._conditions.values_told_apart(variable, tests):
            self._spend(1)
            yield [*group, self._conditions.test(variable, values)]

    def _variables_of(self, condition: Condition) -> tuple[Variable, ...]:
        found = self._variables.get(condition)
        if found is None:
            tests = [node for node in cone(condition) if node.form == Form.TEST]
            self._spend(len(tests))
            found = self._variables[condition] = tuple(dict.fromkeys(node.variable for node in tests))
        return found

    def _domain(self, variable: Variable) -> ValueSet:
        found = self._domains.get(variable)
        if found is None:
            domain = self._conditions.domain(variable)
            found = self._domains[variable] = _ANY if domain is None else only(domain)
        return found

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise BudgetExceededError


def _disjuncts(condition: Condition) -> Iterable[Condition]:
    """The parts of which one must hold: what an or of ors is made of."""
    pending = [condition]
    while pending:
        node = pending.pop()
        if node.form == Form.OR:
            pending += (node.right, node.left)
        else:
            yield node
