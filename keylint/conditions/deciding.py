"""Whether some values of the variables meet some conditions: what must hold is followed, then one choice after another.

A search from the top of the graph: of an and both sides are required, of an or one, of a test its variable is narrowed;
what becomes impossible makes impossible what needs it. Where that ends in a contradiction, what led to it is learnt,
and never assumed together again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, Condition, Form, Variable
from keylint.conditions.values import ANYTHING, NOTHING, ValueSet, only

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

# Values that meet a condition, by variable: each variable may have any value of its set; others may have any value.
Model = dict[Variable, ValueSet]
# Conditions that hold, and that together lead to something.
Reason = tuple[Condition, ...]


# Compared by identity: a search does that millions of times.
_CONSTANT, _TEST, _AND, _OR = Form.CONSTANT, Form.TEST, Form.AND, Form.OR
_ANY_SIZE = 1 << 60


class BudgetExceededError(Exception):
    """The search was given up."""


class Met:
    """The conditions that values meet, whatever the variables have of which nothing is said."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[Condition, bool] = {ALWAYS: True, NEVER: False}

    def __contains__(self, condition: object) -> bool:
        assert isinstance(condition, Condition)
        known = self._known
        pending = [condition]
        while pending:
            node = pending[-1]
            if node in known:
                pending.pop()
            elif node.form is _TEST:
                values = self._model.get(node.variable)
                known[node] = values is not None and values <= node.values
            else:
                decisive = node.form is _OR
                left = known.get(node.left)
                if left is None:
                    pending.append(node.left)
                elif left is decisive:
                    known[node] = left
                elif (right := known.get(node.right)) is None:
                    pending.append(node.right)
                else:
                    known[node] = right
        return known[condition]


class Search:
    """One question. It is given up, with BudgetExceededError, when it takes more steps than `budget`, or consists of
    more conditions than `largest`.

    What holds is in `_place`; a condition whose negation holds cannot be. Of an or with both sides open the side in
    `preferred` is tried first.
    """

    def __init__(self, budget: int, preferred: Container[Condition] = (), largest: int = _ANY_SIZE) -> None:
        self._left = budget
        self._largest = largest
        self._preferred: Container[Condition] = preferred
        self._trail: list[Condition] = []
        self._followed = 0
        self._place: dict[Condition, int] = {}
        self._level: dict[Condition, int] = {}
        self._reasons: dict[Condition, Reason] = {}
        self._decisions: list[int] = []
        self._needed_by: dict[Condition, list[Condition]] = {}
        self._tests: dict[Variable, list[Condition]] = {}
        self._narrowed: dict[Variable, list[tuple[Condition, ValueSet]]] = {}
        self._open: list[Condition] = []
        self._first_open = 0
        self._first_open_at: list[int] = []
        self._blamed: dict[Condition, None] = {}
        self._watched: dict[Condition, list[list[Condition]]] = {}

    def effort(self, budget: int) -> int:
        """What the question has cost so far, given its budget: the conditions that it consists of, and its steps."""
        return len(self._needed_by) + budget - self._left

    def model(self, parts: Sequence[Condition]) -> Model | None:
        """Values that meet all of the conditions; None where there are none."""
        if _clash(parts):
            return None
        self._lay_out(parts)
        for part in parts:
            if part is not ALWAYS and (part is NEVER or self._hold(part, ()) is not None):
                return None
        if self._heed_domains() is not None:
            return None
        while True:
            conflict = self._propagate()
            if conflict is not None:
                if not self._learn(conflict):
                    return None
            elif not self._choose():
                return {variable: stack[-1][1] for variable, stack in self._narrowed.items() if stack}

    def _lay_out(self, parts: Sequence[Condition]) -> None:
        """Notes for every condition of the question by which others it is needed."""
        needed_by, tests = self._needed_by, self._tests
        pending = list(dict.fromkeys(parts))
        needed_by.update((part, []) for part in pending)
        while pending:
            node = pending.pop()
            if node.form is _TEST:
                tests.setdefault(node.variable, []).append(node)
            elif node.form is not _CONSTANT:
                for side in (node.left, node.right):
                    known = needed_by.get(side)
                    if known is None:
                        needed_by[side] = [node]
                        pending.append(side)
                    else:
                        known.append(node)
                if len(needed_by) > self._largest:
                    raise BudgetExceededError

    def _heed_domains(self) -> Reason | None:
        """Excludes the tests that no value of their variable passes."""
        for variable, tests in self._tests.items():
            if variable.domain is None:
                continue
            domain = only(variable.domain)
            for test in tests:
                if domain & test.values is NOTHING:
                    conflict = self._hold(test.negation, ())
                    if conflict is not None:
                        return conflict
        return None

    # -- following what must hold ----------------------------------------------------------------------------------

    def _hold(self, node: Condition, reason: Reason) -> Reason | None:
        """Notes that the condition must hold because of others; gives what contradicts that."""
        if node in self._place:
            return None
        if node.negation in self._place:
            return (node.negation, *reason)
        self._place[node] = len(self._trail)
        self._level[node] = len(self._decisions)
        self._reasons[node] = reason
        self._trail.append(node)
        return None

    def _propagate(self) -> Reason | None:
        """Draws all conclusions; gives conditions that contradict each other, if any.

        Most of all time is spent here: what `_hold` does is written out.
        """
        trail, place, needed_by, watched = self._trail, self._place, self._needed_by, self._watched
        levels, reasons, level = self._level, self._reasons, len(self._decisions)
        while self._followed < len(trail):
            node = trail[self._followed]
            self._followed += 1
            self._left -= 1
            if self._left < 0:
                raise BudgetExceededError
            conflict: Reason | None = None
            if node.form is _TEST:
                conflict = self._narrow(node)
            elif node in needed_by:
                if node.form is _AND:
                    for side in (node.left, node.right):
                        if side not in place:
                            if side.negation in place:
                                return (side.negation, node)
                            place[side] = len(trail)
                            levels[side] = level
                            reasons[side] = (node,)
                            trail.append(side)
                else:
                    self._open.append(node)
                    conflict = self._settle(node)
            if conflict is None and node in watched:
                conflict = self._heed_nogoods(node)
            if conflict is not None:
                return conflict
            for whole in needed_by.get(node.negation, ()):
                if whole.form is _AND:
                    excluded = whole.negation
                    if excluded not in place:
                        if whole in place:
                            return (whole, node)
                        place[excluded] = len(trail)
                        levels[excluded] = level
                        reasons[excluded] = (node,)
                        trail.append(excluded)
                else:
                    conflict = self._settle(whole)
                    if conflict is not None:
                        return conflict
        return None

    def _settle(self, choice: Condition) -> Reason | None:
        """Requires the one side of an or where the other cannot be; excludes the or where neither can be."""
        place = self._place
        not_left, not_right = choice.left.negation, choice.right.negation
        if not_left in place:
            if choice in place:
                return self._hold(choice.right, (choice, not_left))
            if not_right in place:
                return self._hold(choice.negation, (not_left, not_right))
        elif not_right in place and choice in place:
            return self._hold(choice.left, (choice, not_right))
        return None

    def _narrow(self, test: Condition) -> Reason | None:
        variable = test.variable
        stack = self._narrowed.get(variable)
        if stack is None:
            stack = self._narrowed[variable] = []
        before = stack[-1][1] if stack else ANYTHING if variable.domain is None else only(variable.domain)
        after = before & test.values
        if after is before and stack:
            return None
        if after is NOTHING:
            return (test, *(other for other, _ in stack))
        stack.append((test, after))
        for other in self._tests.get(variable, ()):
            for one in (other, other.negation):
                if one.values & after is NOTHING and one.negation not in self._place:
                    conflict = self._hold(one.negation, self._why_not(one, stack))
                    if conflict is not None:
                        return conflict
        return None

    def _why_not(self, test: Condition, stack: list[tuple[Condition, ValueSet]]) -> Reason:
        last = stack[-1][0]
        variable = test.variable
        rest = last.values & test.values
        if rest is NOTHING or (variable.domain is not None and rest & only(variable.domain) is NOTHING):
            return (last,)
        return tuple(other for other, _ in stack)

    def _heed_nogoods(self, node: Condition) -> Reason | None:
        """Of what must not hold together, excludes the last one that does not hold yet."""
        watching = self._watched[node]
        kept: list[list[Condition]] = []
        conflict: Reason | None = None
        for index, nogood in enumerate(watching):
            if nogood[0] is node:
                nogood[0], nogood[1] = nogood[1], nogood[0]
            if nogood[0].negation in self._place:
                kept.append(nogood)
                continue
            for other in range(2, len(nogood)):
                if nogood[other] not in self._place:
                    nogood[1], nogood[other] = nogood[other], nogood[1]
                    self._watched.setdefault(nogood[1], []).append(nogood)
                    break
            else:
                kept.append(nogood)
                conflict = self._hold(nogood[0].negation, tuple(nogood[1:]))
                if conflict is not None:
                    kept += watching[index + 1 :]
                    break
        self._watched[node] = kept
        return conflict

    # -- choosing, and learning from what went wrong ------------------------------------------------------------------

    def _choose(self) -> bool:
        """Requires one side of an or of which no side holds yet; says whether there was one."""
        place = self._place
        choice = None
        for blamed in reversed(self._blamed):
            if blamed in place and blamed.left not in place and blamed.right not in place:
                choice = blamed
                break
        if choice is None:
            for number in range(self._first_open, len(self._open)):
                one = self._open[number]
                if one.left not in place and one.right not in place:
                    self._first_open = number
                    choice = one
                    break
            else:
                self._first_open = len(self._open)
                return False
        self._left -= 1
        self._decisions.append(len(self._trail))
        self._first_open_at.append(self._first_open)
        self._hold(self._better_side(choice), ())
        return True

    def _better_side(self, choice: Condition) -> Condition:
        left, right = choice.left, choice.right
        for side in (left, right):
            if side in self._preferred:
                return side
        return right if right.form is _TEST and left.form is not _TEST else left

    def _learn(self, conflict: Reason) -> bool:
        """Notes what must never hold together, and goes back to where that can be mended; says if it can."""
        level, place = self._level, self._place
        current = max((level[node] for node in conflict), default=0)
        if current == 0:
            return False
        late: dict[Condition, None] = {}
        early: dict[Condition, None] = {}
        pending = conflict
        seen: set[Condition] = set()
        while True:
            for node in pending:
                if node in seen:
                    continue
                seen.add(node)
                if node.form is _OR and node in self._needed_by:
                    self._blamed.pop(node, None)
                    self._blamed[node] = None
                if level[node] == current:
                    late[node] = None
                elif level[node]:
                    early[node] = None
            last = max(late, key=place.__getitem__)
            if len(late) == 1:
                break
            del late[last]
            self._left -= 1
            pending = self._reasons[last]
        others = [node for node in early if not self._follows_from(node, early, last)]
        others.sort(key=lambda node: -place[node])
        back_to = level[others[0]] if others else 0
        self._undo(back_to)
        if others:
            nogood = [last, *others]
            for member in nogood[:2]:
                self._watched.setdefault(member, []).append(nogood)
        again = self._hold(last.negation, tuple(others))
        return again is None or self._learn(again)

    def _follows_from(self, node: Condition, nogood: Container[Condition], culprit: Condition) -> bool:
        reason = self._reasons[node]
        return bool(reason) and all(other in nogood or other is culprit or not self._level[other] for other in reason)

    def _undo(self, level: int) -> None:
        """Takes back all decisions after that many, with what followed from them."""
        if level >= len(self._decisions):
            return
        start = self._decisions[level]
        self._first_open = self._first_open_at[level]
        del self._decisions[level:], self._first_open_at[level:]
        for node in reversed(self._trail[start:]):
            del self._place[node], self._reasons[node], self._level[node]
            if node.form is _TEST:
                stack = self._narrowed.get(node.variable)
                if stack and stack[-1][0] is node:
                    stack.pop()
        del self._trail[start:]
        self._followed = min(self._followed, start)
        while self._open and self._open[-1] not in self._place:
            self._open.pop()


def _clash(parts: Sequence[Condition]) -> bool:
    """Whether what must hold in any case is seen to contradict itself: half of what cannot be needs no search."""
    seen: set[Condition] = set()
    narrowed: Model = {}
    pending = list(parts)
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        if node.negation in seen:
            return True
        seen.add(node)
        if node.form is _AND:
            pending += (node.left, node.right)
        elif node.form is _TEST:
            before = narrowed.get(node.variable, ANYTHING)
            after = narrowed[node.variable] = before & node.values
            if after is NOTHING:
                return True
    return False
