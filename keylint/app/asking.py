"""The questions that rules ask of conditions, answered with a plain yes or no; what stays open is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import Form, cone
from keylint.conditions.questions import Answer
from keylint.conditions.values import only, told_apart
from keylint.run.atoms import Atoms, condition_of, restrict, variable_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.questions import Questions
    from keylint.run.trace import Atom

# What begins the subject of a test whether two values are equal.
_EQUALITIES = ("==", "equal")
# Each doubles what it stands in.
_MOST_CHOICES = 10


class Asking:
    """Makes conditions and asks about them. `open` counts the questions that took too long to answer.

    A question that stays open counts as "it can be": nothing is said to be impossible, and no finding above info rests
    on it, because who asks compares `open` before and after.
    """

    def __init__(self, conditions: Conditions, questions: Questions) -> None:
        self._conditions = conditions
        self._questions = questions
        self.open = 0
        self._made_of = Atoms(conditions)
        self._atoms: dict[tuple[Condition, ...], list[Atom]] = {}
        questions.keep()
        self.both = conditions.both
        self.either = conditions.either
        self.negate = conditions.negate
        self.without = conditions.without
        self.any_of = conditions.any_of

    def _is_yes(self, answer: Answer, *, when_open: bool) -> bool:
        if answer is Answer.UNSURE:
            self.open += 1
            return when_open
        return answer is Answer.YES

    def possible(self, condition: Condition) -> bool:
        """Whether some run meets the condition."""
        return self._is_yes(self._questions.possible(condition), when_open=True)

    def implies(self, condition: Condition, consequence: Condition) -> bool:
        return self._is_yes(self._questions.implies(condition, consequence), when_open=False)

    def overlap(self, one: Condition, other: Condition) -> bool:
        """Whether both can hold at once."""
        return self.possible(self.both(one, other))

    def change(self, now: Condition, later: Condition, may_differ: Callable[[Atom], bool], reach: int = -1) -> bool:
        """Whether `now` can hold in one run and `later` in another, of which only such tests differ; none of them is
        outside of the reach."""

        def differs(variable: Variable) -> bool:
            return may_differ(variable.about)  # type: ignore[arg-type]  # every variable of a run is about an atom

        return self._is_yes(self._questions.change(now, later, differs, reach), when_open=True)

    def compared(self, atom: Atom) -> tuple[Hashable, ...]:
        """The identities of the two values of which the atom asks whether they are equal; () where it asks that of
        none."""
        subject = atom.subject
        made = self._conditions.parts(subject) if isinstance(subject, int) else subject
        return made[1:] if isinstance(made, tuple) and len(made) == 3 and made[0] in _EQUALITIES else ()

    def atom(self, atom: Atom) -> Condition:
        """The condition that the atom holds."""
        return condition_of(self._conditions, atom)

    def atoms(self, *conditions: Condition) -> list[Atom]:
        """The atoms that the conditions are made of."""
        known = self._atoms.get(conditions)
        if known is None:
            known = self._atoms[conditions] = self._made_of.of(*conditions)
        return known

    def atoms_within(self, reach: int, *conditions: Condition) -> list[Atom]:
        """The same of the variables that the reach stands for at least, found sooner."""
        return self._made_of.of(*conditions, reach=reach)

    def asks(self, reach: int, wanted: Callable[[Atom], bool], *conditions: Condition) -> bool:
        """Whether the conditions test anything that is wanted; it is within the reach."""
        nodes = cone(*conditions, reach=reach)
        return any(node.form is Form.TEST and wanted(node.variable.about) for node in nodes)  # type: ignore[arg-type]

    def variables_after(self, number: int) -> tuple[Variable, ...]:
        """The variables with that number or a greater one; each is about an atom."""
        return self._conditions.variables_after(number)

    @property
    def all_atoms(self) -> list[Atom]:
        """One atom of everything that is ever tested."""
        return [variable.about for variable in self._conditions.variables]  # type: ignore[misc]

    def restrict(self, condition: Condition, atom: Atom, value: bool) -> Condition:
        """The condition in the runs in which the atom has that value."""
        return restrict(self._conditions, condition, ((atom, value),))

    def where(self, condition: Condition, answers: Iterable[tuple[Atom, bool]]) -> Condition:
        """The condition in the runs in which each of the atoms has that value."""
        return restrict(self._conditions, condition, answers)

    def given(self, condition: Condition, constants: Mapping[Atom, Hashable]) -> Condition:
        """The condition in the runs in which what each of the atoms asks about is that constant."""
        known = {variable_of(self._conditions, atom): only((constant,)) for atom, constant in constants.items()}
        return self._conditions.assuming(condition, known)

    def some(self, condition: Condition, atoms: Iterable[Atom]) -> Condition:
        """The condition for some outcome of the tests: what is left of it when they are anybody's choice."""
        seen = set[object]()
        for atom in atoms:
            variable = variable_of(self._conditions, atom)
            tests = [test for test in self._conditions.tests(condition) if test.variable is variable]
            if variable in seen or not tests:
                continue
            seen.add(variable)
            if len(seen) > _MOST_CHOICES:
                self.open += 1
                return condition
            condition = self.any_of(
                self._conditions.assuming(condition, {variable: values})
                for values in told_apart((test.values for test in tests), variable.domain)
            )
        return condition
