"""The tests of a run as variables of its conditions, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.values import ANYTHING, FALSE, TRUE, only
from keylint.run.trace import Atom

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Predicate

# The truth of a value and its equality to constants are one variable: they depend on each other.
_OF_VALUE: frozenset[Predicate] = frozenset({"true", "equals"})


def connect_tests(conditions: Conditions) -> None:
    """Says how tests of one value depend on each other: what has an item counts as true. To be called first."""
    conditions.let_imply(("some", None), "value")


def variable_of(conditions: Conditions, atom: Atom) -> Variable:
    """What an atom is a test of."""
    aspect = "value" if atom.predicate in _OF_VALUE else (atom.predicate, atom.constant)
    return conditions.variable(atom.subject, aspect, atom, atom.kind)


def values_of(atom: Atom) -> ValueSet:
    """The values for which it holds."""
    return only((atom.constant,)) if atom.predicate == "equals" else TRUE


def condition_of(conditions: Conditions, atom: Atom) -> Condition:
    """The condition that the atom holds."""
    variable = variable_of(conditions, atom)
    if atom.options is not None:
        conditions.know_domain(variable, atom.options)
    return conditions.test(variable, values_of(atom))


class Atoms:
    """The atoms of the conditions of one graph. An atom is made once: a large app asks for the same ones very often."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._of_test: dict[Condition, dict[Atom, None]] = {}
        self._made: dict[tuple[Variable, Hashable], Atom] = {}

    def of(self, *parts: Condition, reach: int = -1) -> list[Atom]:
        """The atoms that the conditions are made of, in the order of their making; with a reach, at least those of the
        variables that it stands for."""
        found: dict[Atom, None] = {}
        for test in self._conditions.tests(*parts, reach=reach):
            known = self._of_test.get(test)
            if known is None:
                known = self._of_test[test] = dict.fromkeys(self._atoms(test))
            found.update(known)
        return list(found)

    def _atoms(self, test: Condition) -> Iterator[Atom]:
        """The atoms that a test of one variable is made of: its truth, or equality to each constant that it names."""
        atom = test.variable.about
        assert isinstance(atom, Atom)
        if test.variable.aspect != "value" or test.values in (TRUE, FALSE):
            yield atom if atom.predicate != "equals" else atom.asking("true")
            return
        for constant in sorted(test.values.exceptions, key=lambda value: (type(value).__name__, repr(value))):
            made = self._made.get((test.variable, constant))
            if made is None or type(made.constant) is not type(constant):
                made = self._made[test.variable, constant] = atom.asking("equals", constant)
            yield made


def atoms_of(conditions: Conditions, *parts: Condition) -> list[Atom]:
    """The atoms that the conditions are made of; for who asks more often there is `Atoms`."""
    return Atoms(conditions).of(*parts)


def restrict(conditions: Conditions, condition: Condition, answers: Iterable[tuple[Atom, bool]]) -> Condition:
    """The condition in the runs in which each of the atoms has that value."""
    known: dict[Variable, ValueSet] = {}
    for atom, value in answers:
        variable, values = variable_of(conditions, atom), values_of(atom)
        known[variable] = known.get(variable, ANYTHING) & (values if value else values.complement)
    return conditions.assuming(condition, known)


def asking_for_items(atoms: Collection[Atom]) -> set[Atom]:
    """Those of a condition's atoms by which a loop has a round: that there is an item, and that what it goes through
    is not empty."""
    gone_through = {atom.subject for atom in atoms if atom.predicate == "some"}
    return {atom for atom in atoms if atom.subject in gone_through and atom.predicate in ("some", "true")}
