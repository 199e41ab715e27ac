"""The algebra of conditions: which runs reach a statement, as binary decision diagrams over few atoms.

A `Condition` is a number that only its `Conditions` can read; equal conditions have equal numbers, so complementary
arms cancel by construction and no path is ever counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

Condition = int
NEVER: Condition = 0
ALWAYS: Condition = 1

# A diagram this large describes no program that a person can read; from there on the weaker operand is kept.
MOST_NODES = 200_000
# Answers are kept as long as there are not more than this; they are only there to save time.
MOST_ANSWERS = 1_000_000


class Conditions:
    """Makes and compares conditions. Atoms are any hashable values.

    The newest atom is tested first: a branch inside others then adds one node on top, and takes one away where it ends.
    """

    def __init__(self) -> None:
        self._atoms: list[Hashable] = []
        self._index: dict[Hashable, int] = {}
        self._nodes: list[tuple[int, Condition, Condition]] = [(-1, NEVER, NEVER), (-1, ALWAYS, ALWAYS)]
        self._unique: dict[tuple[int, Condition, Condition], Condition] = {}
        self._memory: dict[tuple[Condition, Condition, Condition], Condition] = {}
        self._sizes: dict[tuple[Condition, int], int] = {}
        self._identities: dict[tuple[Hashable, ...], int] = {}
        self._limit = MOST_NODES

    @property
    def is_exact(self) -> bool:
        """Whether every operation still gives what it should: not once the diagrams have grown too large."""
        return len(self._nodes) <= MOST_NODES

    def make_room(self, nodes: int) -> None:
        """Lets the operations that follow be done in full, until the diagrams have grown by so many nodes.

        For a question about a finished run: it is small, however much the run itself has used up.
        """
        self._limit = max(MOST_NODES, len(self._nodes) + nodes)

    def forget_answers(self) -> None:
        """Gives back the memory that only saved time; every condition stays what it is."""
        self._memory.clear()
        self._sizes.clear()

    def identity(self, *parts: Hashable) -> int:
        """One number for equal parts, so that long derivations stay cheap to compare."""
        return self._identities.setdefault(parts, len(self._identities))

    def atom(self, subject: Hashable) -> Condition:
        """The condition that `subject` holds."""
        index = self._index.get(subject)
        if index is None:
            index = self._index[subject] = len(self._atoms)
            self._atoms.append(subject)
        return self._node(index, NEVER, ALWAYS)

    def negate(self, condition: Condition) -> Condition:
        return self._choose(condition, NEVER, ALWAYS)

    def both(self, left: Condition, right: Condition) -> Condition:
        if len(self._nodes) > self._limit and left not in (NEVER, ALWAYS) and right not in (NEVER, ALWAYS):
            return left
        return self._choose(left, right, NEVER)

    def either(self, left: Condition, right: Condition) -> Condition:
        if len(self._nodes) > self._limit and left not in (NEVER, ALWAYS) and right not in (NEVER, ALWAYS):
            return ALWAYS
        return self._choose(left, ALWAYS, right)

    def without(self, condition: Condition, excluded: Condition) -> Condition:
        """`condition` and not `excluded`."""
        return self.both(condition, self.negate(excluded))

    def implies(self, condition: Condition, consequence: Condition) -> bool:
        return self._choose(condition, consequence, ALWAYS) == ALWAYS

    def given(self, condition: Condition, known: Condition) -> Condition:
        """A shorter condition that is the same wherever `known` holds; it may be anything elsewhere.

        Coudert and Madre's restriction: what `known` already decides is left out.
        """
        if known in (NEVER, ALWAYS) or condition in (NEVER, ALWAYS):
            return condition
        question = (condition, known, -1)
        answer = self._memory.get(question)
        if answer is None:
            answer = self._memory[question] = self._given(condition, known)
        return answer

    def _given(self, condition: Condition, known: Condition) -> Condition:
        top = max(self._nodes[condition][0], self._nodes[known][0])
        known_low, known_high = self._cofactor(known, top, False), self._cofactor(known, top, True)
        low, high = self._cofactor(condition, top, False), self._cofactor(condition, top, True)
        if known_low == NEVER:
            return self.given(high, known_high)
        if known_high == NEVER:
            return self.given(low, known_low)
        if low == high:
            return self.given(condition, self.either(known_low, known_high))
        return self._node(top, self.given(low, known_low), self.given(high, known_high))

    def overlap(self, left: Condition, right: Condition) -> bool:
        """Whether both conditions can hold at once; asks without building their conjunction."""
        return self._overlap(left, right, set())

    def _overlap(self, left: Condition, right: Condition, disjoint: set[tuple[Condition, Condition]]) -> bool:
        if NEVER in (left, right) or (left, right) in disjoint:
            return False
        if left in (ALWAYS, right) or right == ALWAYS:
            return True
        top = max(self._nodes[left][0], self._nodes[right][0])
        for value in (False, True):
            if self._overlap(self._cofactor(left, top, value), self._cofactor(right, top, value), disjoint):
                return True
        disjoint.add((left, right))
        return False

    def restrict(self, condition: Condition, atom: Hashable, value: bool) -> Condition:
        """`condition` in the runs in which `atom` has that value."""
        index = self._index.get(atom)
        return condition if index is None else self._restrict(condition, index, value, {})

    def some(self, condition: Condition, atoms: Iterable[Hashable]) -> Condition:
        """The condition for some values of `atoms`: what is left of it when they are anybody's choice."""
        return self._some(condition, frozenset(self._index[atom] for atom in atoms), {})

    def _some(self, condition: Condition, free: frozenset[int], seen: dict[Condition, Condition]) -> Condition:
        if condition in (NEVER, ALWAYS) or not free:
            return condition
        if condition not in seen:
            top, low, high = self._nodes[condition]
            low, high = self._some(low, free, seen), self._some(high, free, seen)
            seen[condition] = self.either(low, high) if top in free else self._node(top, low, high)
        return seen[condition]

    def atoms(self, *conditions: Condition) -> tuple[Hashable, ...]:
        """The atoms that any of the conditions depends on, in their order."""
        seen: set[Condition] = set()
        found: set[int] = set()
        pending = list(conditions)
        while pending:
            current = pending.pop()
            if current in seen or current in (NEVER, ALWAYS):
                continue
            seen.add(current)
            index, low, high = self._nodes[current]
            found.add(index)
            pending += (low, high)
        return tuple(self._atoms[index] for index in sorted(found))

    @property
    def all_atoms(self) -> tuple[Hashable, ...]:
        """Every atom that was ever made."""
        return tuple(self._atoms)

    def depends_on_more_than(self, condition: Condition, most: int) -> bool:
        """Whether a condition depends on more atoms than `most`."""
        question = (condition, most)
        known = self._sizes.get(question)
        if known is None:
            known = self._sizes[question] = self._count(condition, most)
        return known > most

    def _count(self, condition: Condition, most: int) -> int:
        seen: set[Condition] = set()
        found: set[int] = set()
        pending = [condition]
        while pending and len(found) <= most:
            current = pending.pop()
            if current not in seen and current not in (NEVER, ALWAYS):
                seen.add(current)
                index, low, high = self._nodes[current]
                found.add(index)
                pending += (low, high)
        return len(found)

    def example(self, condition: Condition) -> Iterator[tuple[Hashable, bool]]:
        """One way to meet a condition that is not NEVER: atoms with the value each must have, the fewest true ones
        first."""
        while condition != ALWAYS:
            index, low, high = self._nodes[condition]
            value = low == NEVER
            yield self._atoms[index], value
            condition = high if value else low

    def _node(self, index: int, low: Condition, high: Condition) -> Condition:
        if low == high:
            return low
        found = self._unique.get((index, low, high))
        if found is None:
            found = self._unique[(index, low, high)] = len(self._nodes)
            self._nodes.append((index, low, high))
        return found

    def _choose(self, test: Condition, then: Condition, otherwise: Condition) -> Condition:
        """If-then-else, from which every other operation follows."""
        if test == ALWAYS or then == otherwise:
            return then
        if test == NEVER:
            return otherwise
        if then == ALWAYS and otherwise == NEVER:
            return test
        question = (test, then, otherwise)
        known = self._memory.get(question)
        if known is not None:
            return known
        # Written out, because everything that the symbolic run does comes down to this.
        nodes = self._nodes
        test_top, test_low, test_high = nodes[test]
        then_top, then_low, then_high = nodes[then]
        otherwise_top, otherwise_low, otherwise_high = nodes[otherwise]
        top = max(test_top, then_top, otherwise_top)
        if test_top != top:
            test_low = test_high = test
        if then_top != top:
            then_low = then_high = then
        if otherwise_top != top:
            otherwise_low = otherwise_high = otherwise
        low = self._choose(test_low, then_low, otherwise_low)
        high = self._choose(test_high, then_high, otherwise_high)
        if len(self._memory) > MOST_ANSWERS:
            self._memory.clear()
        answer = self._memory[question] = self._node(top, low, high)
        return answer

    def _cofactor(self, condition: Condition, index: int, value: bool) -> Condition:
        top, low, high = self._nodes[condition]
        if top != index:
            return condition
        return high if value else low

    def _restrict(self, condition: Condition, index: int, value: bool, seen: dict[Condition, Condition]) -> Condition:
        if condition in (NEVER, ALWAYS) or self._nodes[condition][0] < index:
            return condition
        if condition not in seen:
            top, low, high = self._nodes[condition]
            if top == index:
                seen[condition] = high if value else low
            else:
                seen[condition] = self._node(
                    top, self._restrict(low, index, value, seen), self._restrict(high, index, value, seen)
                )
        return seen[condition]
