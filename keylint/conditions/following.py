"""Questions that follow each other along a path: the same conditions, and something more.

The values that met the last one are kept. Where they do not meet what is new, they are mended: only what is new is
searched, and of the old conditions those that the mending would break.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from keylint.conditions.deciding import BudgetExceededError, Met, Model, Search
from keylint.conditions.nodes import ALWAYS, Condition, Form, Variable, cone, conjuncts
from keylint.conditions.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Mending is for what takes few steps; else all is searched anew.
_ROUNDS = 12
_MENDING_BUDGET = 40
_MENDING_SIZE = 600


class Path:
    """Conditions that must all hold, `_base`, and values that meet them."""

    def __init__(self) -> None:
        self._base: Condition = ALWAYS
        self._model: Model = {}
        self._met = Met(self._model)
        self._unread: list[Condition] = []
        self._parts_with: dict[Variable, list[Condition]] = {}

    @property
    def model(self) -> Model:
        """Values that meet the conditions that were reached last."""
        return self._model

    def reaches(self, condition: Condition, budget: int) -> bool:
        """Whether the condition can be met. Raises BudgetExceededError."""
        more = self._more(condition)
        if more is None:
            model = self._model if condition in self._met else Search(budget, self._met).model([condition])
            if model is None or condition.form != Form.AND:
                return model is not None
            self._base, self._unread, self._parts_with = condition.left, [condition.left], {}
        else:
            model = self._mended(more, condition, budget)
            if model is None:
                return False
            if len(more) > 1:
                self._base = condition.left
                self._unread += more[1:]
        if model is not self._model:
            self._model, self._met = model, Met(model)
        return True

    def _more(self, condition: Condition) -> list[Condition] | None:
        """What the condition asks for beside `_base`, the last first; None where it asks for something else."""
        more: list[Condition] = []
        node = condition
        while node is not self._base:
            if node.form != Form.AND:
                return None
            if node.right is self._base:
                return [*more, node.left]
            more.append(node.right)
            node = node.left
        return more

    def _mended(self, more: Sequence[Condition], whole: Condition, budget: int) -> Model | None:
        """Values that meet `whole`, which are `_base` and `more`."""
        if all(part in self._met for part in more):
            return self._model
        required = dict.fromkeys(more)
        with suppress(BudgetExceededError):
            for _ in range(_ROUNDS):
                found = Search(min(budget, _MENDING_BUDGET), self._met, _MENDING_SIZE).model(list(required))
                if found is None:
                    return None
                model, broken = self._merged(found)
                if not broken:
                    return model
                required.update(dict.fromkeys(broken))
        return Search(budget, self._met).model([whole])

    def _merged(self, found: Model) -> tuple[Model, list[Condition]]:
        """The known values with others for some variables, and the parts of `_base` that those do not meet."""
        model = dict(self._model)
        changed: list[Variable] = []
        for variable, values in found.items():
            before = model.get(variable)
            common = values if before is None else before & values
            if common is NOTHING:
                changed.append(variable)
                common = values
            model[variable] = common
        met = Met(model)
        return model, [part for part in self._parts_of_base(changed) if part not in met]

    def _parts_of_base(self, variables: Iterable[Variable]) -> list[Condition]:
        """The parts of which all must hold that test one of these variables."""
        for unread in self._unread:
            for part in conjuncts(unread):
                tested = dict.fromkeys(node.variable for node in cone(part) if node.form == Form.TEST)
                for variable in tested:
                    self._parts_with.setdefault(variable, []).append(part)
        self._unread = []
        return list(dict.fromkeys(part for variable in variables for part in self._parts_with.get(variable, ())))
