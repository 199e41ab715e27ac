"""Whether some values of the variables meet some conditions: what must hold is followed, then one choice after another.

A search from the top of the graph: of an and both sides are required, of an or one, of a test its variable is narrowed.
Where that ends in a contradiction, what of the requirements led to it is learnt, and never required together again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.formulas import ALWAYS, NEVER, Condition, Form, Variable
from keylint.conditions.values import ANYTHING, NOTHING, ValueSet, only

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Values that meet a condition, by variable: each variable may have any value of its set; others may have any value.
Model = dict[Variable, ValueSet]
# Conditions that are required, and that together lead to something.
Reason = tuple[Condition, ...]


class BudgetExceededError(Exception):
    """The search was given up."""


class Search:
    """One question. `budget` is how many steps it may take before it gives up with BudgetExceededError."""

    def __init__(self, budget: int) -> None:
        self._left = budget
        self._trail: list[Condition] = []
        self._place: dict[Condition, int] = {}
        self._reasons: dict[Condition, Reason] = {}
        self._decisions: list[int] = []
        self._forbidden: dict[Condition, Reason] = {}
        self._forbidden_in_order: list[tuple[int, Condition]] = []
        self._parents: dict[Condition, dict[Condition, None]] = {}
        self._narrowed: dict[Variable, list[tuple[Condition, ValueSet]]] = {}
        self._choices: dict[Variable, dict[Condition, None]] = {}
        self._open: list[Condition] = []
        self._first_open = 0
        self._blamed: dict[Condition, int] = {}
        self._conflicts = 0
        self._nogoods: dict[Condition, list[Reason]] = {}
        self._pending: list[tuple[Condition, Reason]] = []

    def model(self, parts: Iterable[Condition]) -> Model | None:
        """Values that meet all of the conditions; None where there are none."""
        self._pending = [(part, ()) for part in reversed(list(parts))]
        while True:
            conflict = self._propagate() or self._choose()
            if conflict is not None:
                if not self._learn(conflict):
                    return None
            elif not self._pending:
                return {variable: stack[-1][1] for variable, stack in self._narrowed.items() if stack}

    # -- following what must hold ----------------------------------------------------------------------------------

    def _propagate(self) -> Reason | None:
        """Requires all that is pending and what follows from it; requirements that contradict each other, if any."""
        while self._pending:
            node, reason = self._pending.pop()
            if node in self._place or node is ALWAYS:
                continue
            self._left -= 1
            if self._left < 0:
                raise BudgetExceededError
            if node is NEVER:
                return reason
            self._place[node] = len(self._trail)
            self._trail.append(node)
            self._reasons[node] = reason
            conflict = self._require(node)
            if conflict is not None:
                return conflict
        return None

    def _require(self, node: Condition) -> Reason | None:
        against = self._forbidden.get(node)
        if against is not None:
            return (node, *against)
        if node.form == Form.TEST:
            conflict = self._narrow(node)
        else:
            for part in (node.left, node.right):
                self._parents.setdefault(part, {})[node] = None
            if node.form == Form.AND:
                self._pending += ((node.right, (node,)), (node.left, (node,)))
                conflict = None
            else:
                conflict = self._open_choice(node)
        if conflict is None and node in self._nogoods:
            conflict = self._check_nogoods(node)
        return conflict

    def _narrow(self, test: Condition) -> Reason | None:
        variable = test.variable
        stack = self._narrowed.setdefault(variable, [])
        before = stack[-1][1] if stack else _domain(variable)
        after = before & test.values
        if after is before and stack:
            return None
        if after is NOTHING:
            return (test, *(other for other, _ in stack))
        stack.append((test, after))
        for choice in tuple(self._choices.get(variable, ())):
            if choice in self._place:
                conflict = self._settle_choice(choice)
                if conflict is not None:
                    return conflict
        return None

    def _open_choice(self, choice: Condition) -> Reason | None:
        for part in (choice.left, choice.right):
            if part.form == Form.TEST:
                self._choices.setdefault(part.variable, {})[choice] = None
        self._open.append(choice)
        return self._settle_choice(choice)

    def _settle_choice(self, choice: Condition) -> Reason | None:
        """Requires the one side of an or where the other cannot be."""
        left, right = choice.left, choice.right
        if left in self._place or right in self._place:
            return None
        not_left = self._why_not(left)
        not_right = self._why_not(right)
        if not_left is not None and not_right is not None:
            return (choice, *not_left, *not_right)
        if not_left is not None:
            self._pending.append((right, (choice, *not_left)))
        elif not_right is not None:
            self._pending.append((left, (choice, *not_right)))
        return None

    def _why_not(self, node: Condition) -> Reason | None:
        """The requirements because of which a condition cannot be met; None where none is seen at once."""
        against = self._forbidden.get(node)
        if against is not None:
            return against
        if node.form == Form.TEST:
            stack = self._narrowed.get(node.variable)
            if stack and (stack[-1][1] & node.values) is NOTHING:
                return tuple(test for test, _ in stack)
            if not stack and (_domain(node.variable) & node.values) is NOTHING:
                return ()
        elif node.form == Form.AND:
            for part in (node.left, node.right):
                if part.form == Form.TEST or part in self._forbidden:
                    found = self._why_not(part)
                    if found is not None:
                        return found
        return None

    def _check_nogoods(self, node: Condition) -> Reason | None:
        for nogood in self._nogoods[node]:
            missing = [member for member in nogood if member not in self._place]
            if not missing:
                return nogood
            if len(missing) == 1 and missing[0] not in self._forbidden:
                conflict = self._forbid(missing[0], tuple(member for member in nogood if member is not missing[0]))
                if conflict is not None:
                    return conflict
        return None

    def _forbid(self, node: Condition, reason: Reason) -> Reason | None:
        """The condition cannot be met because of `reason`, nor can what contains it."""
        pending = [(node, reason)]
        while pending:
            current, because = pending.pop()
            self._left -= 1
            if current not in self._forbidden:
                self._forbidden[current] = because
                self._forbidden_in_order.append((len(self._decisions), current))
            if current in self._place:
                return (current, *because)
            for parent in tuple(self._parents.get(current, ())):
                if parent in self._forbidden:
                    continue
                if parent.form == Form.AND:
                    pending.append((parent, because))
                    continue
                other = parent.right if parent.left is current else parent.left
                not_other = self._why_not(other)
                if parent not in self._place:
                    if not_other is not None:
                        pending.append((parent, (*because, *not_other)))
                elif not_other is not None and other not in self._place:
                    return (parent, *because, *not_other)
                elif other not in self._place:
                    self._pending.append((other, (parent, *because)))
        return None

    # -- choosing, and learning from what went wrong ------------------------------------------------------------------

    def _choose(self) -> Reason | None:
        """Requires one side of an or of which neither is required yet: the only one that can be, if that is so.

        Gives requirements that contradict each other, where none can be.
        """
        best: Condition | None = None
        for number in range(self._first_open, len(self._open)):
            choice = self._open[number]
            if choice.left in self._place or choice.right in self._place:
                continue
            if best is None:
                self._first_open = number
                best = choice
                if not self._blamed:
                    break
            elif self._blamed.get(choice, 0) > self._blamed.get(best, 0):
                best = choice
        if best is None:
            return None
        conflict = self._settle_choice(best)
        if conflict is None and not self._pending:
            is_simpler = best.right.form == Form.TEST and best.left.form != Form.TEST
            self._decisions.append(len(self._trail))
            self._pending.append((best.right if is_simpler else best.left, ()))
        return conflict

    def _learn(self, conflict: Sequence[Condition]) -> bool:
        """Notes what must never be required together, and goes back to where that can be mended; says if it can."""
        while self._decisions:
            level_start = self._decisions[-1]
            late = {node for node in conflict if self._place[node] >= level_start}
            if late:
                break
            self._undo(len(self._decisions) - 1)
        else:
            return False
        early = {node for node in conflict if self._place[node] < level_start}
        self._conflicts += 1
        self._blame(conflict)
        while len(late) > 1:
            self._left -= 1
            last = max(late, key=self._place.__getitem__)
            late.remove(last)
            self._blame(self._reasons[last])
            for node in self._reasons[last]:
                (late if self._place[node] >= level_start else early).add(node)
        (culprit,) = late
        first = self._decisions[0]
        others = tuple(sorted((n for n in early if self._place[n] >= first), key=self._place.__getitem__))
        nogood = (*others, culprit)
        level = self._level_of(others[-1]) if others else 0
        self._undo(level)
        for member in nogood:
            self._nogoods.setdefault(member, []).append(nogood)
        again = self._forbid(culprit, others)
        return again is None or self._learn(again)

    def _blame(self, nodes: Iterable[Condition]) -> None:
        """What had part in the latest conflict is decided first from now on."""
        for node in nodes:
            if node.form == Form.OR:
                self._blamed[node] = self._conflicts

    def _level_of(self, node: Condition) -> int:
        place = self._place[node]
        return sum(start <= place for start in self._decisions)

    def _undo(self, level: int) -> None:
        """Takes back all decisions after that many, with what followed from them."""
        self._pending.clear()
        if level >= len(self._decisions):
            return
        start = self._decisions[level]
        del self._decisions[level:]
        for node in reversed(self._trail[start:]):
            del self._place[node], self._reasons[node]
            if node.form == Form.TEST:
                stack = self._narrowed.get(node.variable)
                if stack and stack[-1][0] is node:
                    stack.pop()
        del self._trail[start:]
        self._first_open = 0
        while self._open and self._open[-1] not in self._place:
            self._open.pop()
        while self._forbidden_in_order and self._forbidden_in_order[-1][0] > level:
            del self._forbidden[self._forbidden_in_order.pop()[1]]


def _domain(variable: Variable) -> ValueSet:
    return ANYTHING if variable.domain is None else only(variable.domain)
