"""Conditions as a shared graph of ands and ors over tests of variables.

Equal formulas of equal parts are one object, and a formula and its negation are made together. Nothing is canonical:
two objects may mean the same. What they mean is for `questions` to say; here only rules that look one level deep
simplify.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS, NEVER, REACH_BITS, Condition, Form, Variable, reach_of
from keylint.conditions.values import ANYTHING, NOTHING, TRUE, ValueSet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

_CONSTANT, _TEST, _AND, _OR = Form.CONSTANT, Form.TEST, Form.AND, Form.OR
# Where counting `weight` ends.
_HEAVIEST = 1_000_000
# The tests of conditions with more parts than that are remembered, of so many of them: they are parts of others.
_LARGE, _MOST_LARGE = 400, 500
# How many assumptions are remembered, with what is left of conditions under them.
_MOST_ASSUMED = 64


class Conditions:
    """Makes conditions. One graph serves all pages of an app."""

    def __init__(self) -> None:
        self._tests: dict[tuple[Variable, ValueSet], Condition] = {}
        self._joined: dict[tuple[int, int], Condition] = {}
        self._made = 1
        self._variables: dict[tuple[Hashable, Hashable], Variable] = {}
        self._of_kind: dict[Hashable, tuple[int, int]] = {}
        self._implied: dict[Hashable, Hashable] = {}
        self.implications: list[tuple[Variable, Variable]] = []
        """Pairs of variables of which the first is true only where the second is."""
        self._identities: dict[tuple[Hashable, ...], int] = {}
        self._parts: list[tuple[Hashable, ...]] = []
        self._assumed: dict[frozenset[tuple[Variable, ValueSet]], dict[Condition, Condition]] = {}
        self._tests_of: dict[Condition, dict[int, Condition]] = {}
        self.rewritten = 0
        """How many conditions `replaced` has looked at, and all that is made of it: who asks much can bound it."""

    # -- variables -------------------------------------------------------------------------------------------------

    def identity(self, *parts: Hashable) -> int:
        """One number for equal parts, so that long derivations stay cheap to compare."""
        number = self._identities.setdefault(parts, len(self._parts))
        if number == len(self._parts):
            self._parts.append(parts)
        return number

    def parts(self, identity: int) -> tuple[Hashable, ...]:
        """What the number stands for; nothing where it is not one of an identity."""
        return self._parts[identity] if 0 <= identity < len(self._parts) else ()

    @property
    def identities(self) -> int:
        """How many identities have been given: the next one has this number."""
        return len(self._identities)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Every variable, in the order in which they were made."""
        return tuple(self._variables.values())

    def variables_after(self, number: int) -> tuple[Variable, ...]:
        """The variables with that number or a greater one."""
        return tuple(islice(self._variables.values(), number, None)) if number < len(self._variables) else ()

    def variable(self, subject: Hashable, aspect: Hashable, about: object = None, kind: Hashable = None) -> Variable:
        """The one variable of that subject and aspect. Those of one kind are quickly told from all others."""
        known = self._variables.get((subject, aspect))
        if known is None:
            reach = self._reach_of_next(kind)
            known = Variable(subject, aspect, about, kind, len(self._variables), reach)
            self._variables[subject, aspect] = known
            for one, other in self._implied.items():
                if aspect in (one, other) and (subject, one) in self._variables and (subject, other) in self._variables:
                    self.implications.append((self._variables[subject, one], self._variables[subject, other]))
        return known

    def let_imply(self, aspect: Hashable, other: Hashable) -> None:
        """Of each subject, the variable of the first aspect is true only where that of the other one is. To be said
        before there are any."""
        self._implied[aspect] = other

    def _reach_of_next(self, kind: Hashable) -> int:
        place, count = self._of_kind.get(kind, (len(self._of_kind), 0))
        self._of_kind[kind] = (place, count + 1)
        return 1 << place * REACH_BITS + count % REACH_BITS

    def know_domain(self, variable: Variable, constants: Iterable[Hashable]) -> None:
        """These are among the values that the variable can have; with what was said before, they are all."""
        if variable.domain is None:
            variable.domain = {}
        variable.domain.update(dict.fromkeys(constants))

    @property
    def made(self) -> int:
        """How many conditions have been made; the newest has that number."""
        return self._made

    def forget(self, last: int) -> None:
        """Forgets the ands and ors made after number `last`: equal ones are other objects from here on."""
        self._assumed.clear()
        newest = reversed(self._joined.values())
        doomed = 0
        for node in newest:
            if node.number <= last:
                break
            doomed += 1
        for _ in range(doomed):
            self._joined.popitem()

    # -- making ----------------------------------------------------------------------------------------------------

    def test(self, variable: Variable, values: ValueSet = TRUE) -> Condition:
        """The condition that the variable has one of these values."""
        if values is NOTHING:
            return NEVER
        if values is ANYTHING:
            return ALWAYS
        node = self._tests.get((variable, values))
        if node is None:
            node, opposite = self._pair(Form.TEST, Form.TEST, variable.reach, 1)
            node.variable = opposite.variable = variable
            node.values, opposite.values = values, values.complement
            self._tests[variable, values] = node
            self._tests[variable, opposite.values] = opposite
        return node

    def negate(self, condition: Condition) -> Condition:
        return condition.negation

    def either(self, left: Condition, right: Condition) -> Condition:
        return self.both(left.negation, right.negation).negation

    def without(self, condition: Condition, excluded: Condition) -> Condition:
        """`condition` and not `excluded`."""
        return self.both(condition, excluded.negation)

    def all_of(self, parts: Iterable[Condition]) -> Condition:
        whole = ALWAYS
        for part in parts:
            whole = self.both(whole, part)
        return whole

    def any_of(self, parts: Iterable[Condition]) -> Condition:
        whole = NEVER
        for part in parts:
            whole = self.either(whole, part)
        return whole

    def both(self, left: Condition, right: Condition) -> Condition:
        """Both conditions. Parts that repeat, contradict or cover each other are seen one level deep."""
        if left is right or right is ALWAYS:
            return left
        if left is ALWAYS:
            return right
        if left is NEVER or right is NEVER or left.negation is right:
            return NEVER
        if left.reach & right.reach:
            simpler = self._simplified(left, right)
            if simpler is not None:
                return simpler
        key = (left.number, right.number) if left.number < right.number else (right.number, left.number)
        node = self._joined.get(key)
        if node is None:
            reach = left.reach | right.reach
            # Most often one reaches all that the other does: so long a number is worth sharing.
            reach = left.reach if reach == left.reach else right.reach if reach == right.reach else reach
            node, opposite = self._pair(Form.AND, Form.OR, reach, left.weight + right.weight)
            node.left, node.right = left, right
            opposite.left, opposite.right = left.negation, right.negation
            self._joined[key] = node
        return node

    def _pair(self, form: Form, opposite_form: Form, reach: int, weight: int) -> tuple[Condition, Condition]:
        """A condition and its negation."""
        one, other = Condition(), Condition()
        one.form, other.form = form, opposite_form
        one.number, other.number = self._made + 1, self._made + 2
        self._made += 2
        one.reach = other.reach = reach
        one.weight = other.weight = min(weight, _HEAVIEST)
        one.negation, other.negation = other, one
        return one, other

    def _simplified(self, left: Condition, right: Condition) -> Condition | None:
        """A shorter form of the conjunction of two conditions that may share variables; None where none is seen."""
        if left.form is _TEST and right.form is _TEST:
            if left.variable is right.variable:
                return self.test(left.variable, left.values & right.values)
            return None
        for whole, part in ((left, right), (right, left)):
            found = None
            if whole.form is _AND:
                found = self._with_conjunction(whole, part)
            elif whole.form is _OR:
                found = self._with_disjunction(whole, part)
            if found is not None:
                return found
        if left.form is _OR and right.form is _OR:
            return self._of_disjunctions(left, right)
        return None

    def _with_conjunction(self, whole: Condition, part: Condition) -> Condition | None:
        """(a and b) and `part`."""
        for one, other in ((whole.right, whole.left), (whole.left, whole.right)):
            if one is part:
                return whole
            if one.negation is part:
                return NEVER
            if part.form is _TEST and one.form is _TEST and one.variable is part.variable:
                values = one.values & part.values
                return whole if values is one.values else self.both(other, self.test(part.variable, values))
            if part.form is _OR:
                if part.left is one or part.right is one:
                    return whole
                if part.left.negation in (one, whole):
                    return self.both(whole, part.right)
                if part.right.negation in (one, whole):
                    return self.both(whole, part.left)
        return None

    def _with_disjunction(self, whole: Condition, part: Condition) -> Condition | None:
        """(a or b) and `part`."""
        for one, other in ((whole.left, whole.right), (whole.right, whole.left)):
            if one is part:
                return part
            if one.negation is part:
                return self.both(part, other)
            if part.form is _TEST and one.form is _TEST and one.variable is part.variable:
                values = one.values & part.values
                if values is part.values:
                    return part
                if values is NOTHING:
                    return self.both(part, other)
        return None

    def _of_disjunctions(self, left: Condition, right: Condition) -> Condition | None:
        """(a or b) and (a or not b): the complementary arms of a branch give back what is around it."""
        for one, first in ((left.left, left.right), (left.right, left.left)):
            for other, second in ((right.left, right.right), (right.right, right.left)):
                if one is not other:
                    continue
                if first.negation is second:
                    return one
                if first.form is _TEST and second.form is _TEST and first.variable is second.variable:
                    return self.either(one, self.test(first.variable, first.values & second.values))
        return None

    # -- taking apart ----------------------------------------------------------------------------------------------

    def tests(self, *conditions: Condition, reach: int = -1) -> list[Condition]:
        """The tests that the conditions are made of, of a test and its negation the first, in the order of making.

        With a reach, at least those of the variables that it stands for: of large conditions these are found sooner.
        """
        found: dict[int, Condition] = {}
        seen = set(conditions)
        pending = list(seen)
        while pending:  # `cone`, written out: half of the time of a large app is spent here
            node = pending.pop()
            if not node.reach & reach:
                continue
            if node.form is _TEST:
                first = node if node.number < node.negation.number else node.negation
                found[first.number] = first
            elif node.form is not _CONSTANT:
                known = self._tests_of.get(node)
                if known is not None:
                    found.update(known)
                    continue
                left, right = node.left, node.right
                if left not in seen:
                    seen.add(left)
                    pending.append(left)
                if right not in seen:
                    seen.add(right)
                    pending.append(right)
        if reach == -1 and len(conditions) == 1 and len(seen) > _LARGE:
            self._tests_of[conditions[0]] = self._tests_of[conditions[0].negation] = found
            while len(self._tests_of) > _MOST_LARGE:
                del self._tests_of[next(iter(self._tests_of))]
        return [found[number] for number in sorted(found)]

    def assuming(self, condition: Condition, known: Mapping[Variable, ValueSet]) -> Condition:
        """The condition where these variables have these values: what that decides is left out."""

        def decided(test: Condition) -> Condition:
            values = known.get(test.variable)
            if values is None:
                return test
            common = values & test.values
            return NEVER if common is NOTHING else ALWAYS if common is values else test

        # The same is assumed of many conditions, which have most of their parts in common.
        assumed = frozenset(known.items())
        done = self._assumed.setdefault(assumed, {})
        if len(self._assumed) > _MOST_ASSUMED:
            del self._assumed[next(iter(self._assumed))]
        return self.replaced(condition, reach_of(known), decided, done)

    def renamed(self, condition: Condition, rename: Callable[[Variable], Variable]) -> Condition:
        """The same condition over other variables."""
        return self.replaced(condition, -1, lambda test: self.test(rename(test.variable), test.values))

    def replaced(
        self,
        condition: Condition,
        mask: int,
        replace: Callable[[Condition], Condition],
        known: dict[Condition, Condition] | None = None,
    ) -> Condition:
        """The condition with other conditions for its tests; parts whose reach does not overlap `mask` stay.

        `known` may be kept between calls with the same `replace`.
        """
        done = {} if known is None else known
        done_before = len(done)
        pending = [condition]
        while pending:
            node = pending[-1]
            if node in done:
                pending.pop()
                continue
            form = node.form
            if form is _CONSTANT or not node.reach & mask:
                done[node] = node
                pending.pop()
                continue
            if form is _TEST:
                done[node] = replace(node)
                pending.pop()
                continue
            sides: list[Condition] = []
            decisive = NEVER if form is _AND else ALWAYS
            for side in (node.left, node.right):
                new = done.get(side)
                if new is None:
                    if side.form is _CONSTANT or not side.reach & mask:
                        new = side
                    elif side.form is _TEST:
                        new = replace(side)
                    else:
                        pending.append(side)
                        break
                    done[side] = new
                if new is decisive:
                    done[node] = new
                    pending.pop()
                    break
                sides.append(new)
            else:
                join = self.both if form is _AND else self.either
                done[node] = join(*sides)
                pending.pop()
        self.rewritten += len(done) - done_before
        return done[condition]
