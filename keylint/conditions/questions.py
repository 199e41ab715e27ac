"""What can be asked of conditions. An answer is yes, no, or that it takes too long to say."""

from __future__ import annotations

import gc
from enum import Enum
from typing import TYPE_CHECKING

from keylint.conditions.deciding import BudgetExceededError, Model, Search
from keylint.conditions.following import Path
from keylint.conditions.nodes import ALWAYS, NEVER, Condition, Form, Variable, conjuncts, reach_of
from keylint.conditions.values import NOTHING, TRUE, told_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.values import ValueSet

# Conditions that one question may rewrite: some hundredths of a second.
BUDGET = 20_000
# Conditions that questions may make before what they made is forgotten: some hundred megabytes.
_MOST_MADE = 400_000
# The same for a look at what surrounds a test, and the tests that it looks at: of one part of the way, of all of them.
_QUICK_LOOK = 300
_HEAVIEST_SEEN = 60
_MOST_SEEN = 600


def _lightest(parts: list[Condition]) -> list[Condition]:
    """As many of the conditions as a quick look has time for, in their order."""
    if sum(part.weight for part in parts) <= _MOST_SEEN:
        return parts
    seen: set[Condition] = set()
    weight = 0
    for part in sorted(parts, key=lambda part: part.weight):
        weight += part.weight
        if weight > _MOST_SEEN:
            break
        seen.add(part)
    return [part for part in parts if part in seen]


class Answer(Enum):
    """Deliberately without a truth value: who asks has to say what an open question means to him."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"

    @property
    def negation(self) -> Answer:
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, self)


class Questions:
    """Answers questions about the conditions of one graph, and remembers the answers."""

    def __init__(self, conditions: Conditions, budget: int = BUDGET) -> None:
        self.conditions = conditions
        self._budget = budget
        self._possible: dict[Condition, Answer] = {NEVER: Answer.NO, ALWAYS: Answer.YES}
        self._kept = self._forgotten = 0
        self._path = Path()
        self._tested: dict[tuple[Condition, int], tuple[Variable, ...]] = {}
        self._renamed: dict[tuple[Variable, ...], dict[Condition, Condition]] = {}
        self._excluded: dict[tuple[Condition, ...], bool] = {}
        self._models: dict[Condition, tuple[Model | Answer, int]] = {}
        self._consistent: Model | None = None  # values that were seen to break no implication: the same are asked often
        self.effort = 0
        """What all models together have cost that were asked for, each as if it had not been known: who asks many
        questions can bound them by that."""

    def possible(self, condition: Condition) -> Answer:
        """Whether some values of the variables meet the condition."""
        known = self._possible.get(condition)
        if known is None:
            if self.conditions.made - max(self._kept, self._forgotten) > _MOST_MADE:
                self._forget()
            known = self._possible[condition] = self._decide(condition)
        return known

    def keep(self) -> None:
        """All conditions that have been made so far stay; those that questions make from here on may be forgotten."""
        self._kept = self.conditions.made

    def _forget(self) -> None:
        """Gives back the memory of what earlier questions made. What is in use stays what it is."""
        self.conditions.forget(self._kept)
        self._possible = {one: known for one, known in self._possible.items() if one.number <= self._kept}
        self._path = Path()
        self._tested, self._renamed = {}, {}
        self._models = {one: known for one, known in self._models.items() if one.number <= self._kept}
        self._excluded = {
            parts: known for parts, known in self._excluded.items() if all(part.number <= self._kept for part in parts)
        }
        self._forgotten = self.conditions.made
        gc.collect()  # a condition and its negation point at each other

    def _decide(self, condition: Condition) -> Answer:
        if condition.form == Form.TEST and condition.variable.domain is None:
            return Answer.YES
        try:
            if not self._path.reaches(condition, self._budget):
                return Answer.NO
            for takes_all in (False, True):
                broken = self._broken(self._path.model)
                if broken is ALWAYS:
                    break
                added = self._every_implication(condition) if takes_all else broken
                condition = self.conditions.both(condition, added)
                if not self._path.reaches(condition, self._budget):
                    return Answer.NO
        except BudgetExceededError:
            return Answer.UNSURE
        return Answer.YES

    def _broken(self, model: Model) -> Condition:
        """The implications that values contradict; ALWAYS where they contradict none."""
        if model is self._consistent:
            return ALWAYS
        broken = [
            self.conditions.either(self.conditions.test(one).negation, self.conditions.test(other))
            for one, other in self.conditions.implications
            if one in model and other in model and model[one] <= TRUE and model[other] & TRUE is NOTHING
        ]
        if not broken:
            self._consistent = model
        return self.conditions.all_of(broken)

    def excludes(self, way: Condition, test: Condition) -> bool:
        """Whether what the way asks of the variables that the test is about, or of others beside them, rules it out.

        A quick look at the simple parts of the test, and of the way those that share a variable with it: no answer is
        as good as no.
        """
        about = _lightest([test] if test.weight <= _MOST_SEEN else list(conjuncts(test)))
        if not about:
            return False
        around = _lightest([part for part in conjuncts(way, test.reach) if part.weight <= _HEAVIEST_SEEN])
        key = (*about, *around)
        known = self._excluded.get(key)
        if known is None:
            try:
                known = Search(_QUICK_LOOK).model(key) is None
            except BudgetExceededError:
                known = False
            self._excluded[key] = known
        return known

    def implies(self, condition: Condition, consequence: Condition) -> Answer:
        """Whether the consequence holds wherever the condition does."""
        return self.possible(self.conditions.without(condition, consequence)).negation

    def overlap(self, one: Condition, other: Condition) -> Answer:
        """Whether both conditions can hold at once."""
        return self.possible(self.conditions.both(one, other))

    def change(
        self, now: Condition, later: Condition, may_differ: Callable[[Variable], bool], reach: int = -1
    ) -> Answer:
        """Whether `now` can hold in one run and `later` in another, of which only these variables differ; `reach`
        stands for all of them at least."""
        return self.possible(self.conditions.both(now, self._later(later, may_differ, reach)))

    def model(self, condition: Condition) -> Model | Answer:
        """Values that meet the condition, by variable: others may have any. NO where there are none, or UNSURE.

        They depend on the condition alone, not on what was asked before.
        """
        known = self._models.get(condition)
        if known is None:
            known = self._models[condition] = self._found(condition)
        found, effort = known
        self.effort += effort
        return found if isinstance(found, Answer) else dict(found)

    def _found(self, condition: Condition) -> tuple[Model | Answer, int]:
        if condition is NEVER:
            return Answer.NO, 0
        found, effort = self._searched(condition)
        for takes_all in (False, True):
            broken = ALWAYS if isinstance(found, Answer) else self._broken(found)
            if broken is ALWAYS:
                break
            added = self._every_implication(condition) if takes_all else broken
            condition = self.conditions.both(condition, added)
            found, more = self._searched(condition)
            effort += more
        return found, effort

    def _searched(self, condition: Condition) -> tuple[Model | Answer, int]:
        search = Search(self._budget)
        found: Model | Answer | None
        try:
            found = search.model([condition])
        except BudgetExceededError:
            found = Answer.UNSURE
        return Answer.NO if found is None else found, search.effort(self._budget)

    def _later(self, condition: Condition, may_differ: Callable[[Variable], bool], reach: int) -> Condition:
        variables = self._tested.get((condition, reach))
        if variables is None:
            tests = self.conditions.tests(condition, reach=reach)
            variables = self._tested[condition, reach] = tuple(dict.fromkeys(test.variable for test in tests))
        differing = tuple(variable for variable in variables if may_differ(variable))
        if not differing:
            return condition
        others = {variable: self._other_run(variable) for variable in differing}

        def rename(test: Condition) -> Condition:
            other = others.get(test.variable)
            return test if other is None else self.conditions.test(other, test.values)

        known = self._renamed.setdefault(differing, {})
        return self.conditions.replaced(condition, reach_of(differing), rename, known)

    def _other_run(self, variable: Variable) -> Variable:
        other = self.conditions.variable(("later", variable.subject), variable.aspect, variable.about, variable.kind)
        if variable.domain is not None:
            self.conditions.know_domain(other, variable.domain)
        return other

    def _every_implication(self, condition: Condition) -> Condition:
        """The implications among the variables of the condition."""
        pairs = self.conditions.implications
        tested = {test.variable for test in self.conditions.tests(condition)} if pairs else set()
        return self.conditions.all_of(
            self.conditions.either(self.conditions.test(one).negation, self.conditions.test(other))
            for one, other in pairs
            if one in tested and other in tested
        )

    def witness(self, condition: Condition) -> dict[Variable, ValueSet] | None:
        """Values that meet the condition, by variable, in the order of its tests: where there is a choice, those that
        make fewer tests true. None where there are none, or none are found."""
        if self.possible(condition) is not Answer.YES:
            return None
        found: dict[Variable, ValueSet] = {}
        left = condition = self.conditions.both(condition, self._every_implication(condition))
        for test in self.conditions.tests(condition):
            variable = test.variable
            if variable in found:
                continue
            sets = [other.values for other in self.conditions.tests(left) if other.variable is variable]
            groups = told_apart(sets, variable.domain) if sets else ()
            for values in sorted(groups, key=lambda group: sum(group <= one for one in sets)):
                rest = self.conditions.assuming(left, {variable: values})
                if self.possible(rest) is Answer.YES:
                    found[variable], left = values, rest
                    break
            else:
                if groups:
                    return None
        return found
