"""The algebra of conditions, against truth tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from keylint import conditions as module
from keylint.conditions.formulas import ALWAYS, NEVER, Condition, Conditions

if TYPE_CHECKING:
    import pytest

ATOMS = ("p", "q", "r", "s")
ROWS = tuple(dict(zip(ATOMS, values, strict=True)) for values in product((False, True), repeat=len(ATOMS)))


@dataclass(frozen=True)
class Formula:
    """An operation on formulas, or an atom or constant without any."""

    sign: str
    parts: tuple[Formula, ...] = ()

    def build(self, conditions: Conditions) -> Condition:
        built = [part.build(conditions) for part in self.parts]
        match self.sign:
            case "not":
                return conditions.negate(built[0])
            case "and":
                return conditions.both(*built)
            case "or":
                return conditions.either(*built)
            case "without":
                return conditions.without(*built)
            case "always":
                return ALWAYS
            case "never":
                return NEVER
        return conditions.atom(self.sign)

    def value(self, row: dict[str, bool]) -> bool:
        values = [part.value(row) for part in self.parts]
        match self.sign:
            case "not":
                return not values[0]
            case "and":
                return all(values)
            case "or":
                return any(values)
            case "without":
                return values[0] and not values[1]
            case "always" | "never":
                return self.sign == "always"
        return row[self.sign]

    @property
    def table(self) -> list[bool]:
        return [self.value(row) for row in ROWS]


leaves = st.sampled_from((*ATOMS, "always", "never")).map(Formula)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner).map(lambda parts: Formula("not", parts)),
        st.builds(Formula, st.sampled_from(("and", "or", "without")), st.tuples(inner, inner)),
    ),
    max_leaves=12,
)


def evaluate(conditions: Conditions, condition: Condition, row: dict[str, bool]) -> bool:
    for name, value in row.items():
        condition = conditions.restrict(condition, name, value)
    assert condition in (ALWAYS, NEVER)
    return condition == ALWAYS


def table(conditions: Conditions, condition: Condition) -> list[bool]:
    return [evaluate(conditions, condition, row) for row in ROWS]


@given(formulas)
def test_a_condition_has_the_truth_table_of_its_formula(formula: Formula) -> None:
    conditions = Conditions()
    assert table(conditions, formula.build(conditions)) == formula.table


@given(formulas, formulas)
def test_equal_tables_are_equal_numbers(one: Formula, other: Formula) -> None:
    conditions = Conditions()
    assert (one.build(conditions) == other.build(conditions)) == (one.table == other.table)


@given(formulas, formulas)
def test_complementary_arms_cancel(body: Formula, test: Formula) -> None:
    conditions = Conditions()
    before, holds = body.build(conditions), test.build(conditions)
    arms = conditions.both(before, holds), conditions.both(before, conditions.negate(holds))
    assert conditions.either(*arms) == before
    assert conditions.both(*arms) == NEVER


@given(formulas, formulas)
def test_implication(one: Formula, other: Formula) -> None:
    conditions = Conditions()
    expected = all(not a or b for a, b in zip(one.table, other.table, strict=True))
    assert conditions.implies(one.build(conditions), other.build(conditions)) == expected


@given(formulas, st.sampled_from(ATOMS), st.booleans())
def test_restriction_fixes_one_atom(formula: Formula, atom: str, value: bool) -> None:
    conditions = Conditions()
    restricted = conditions.restrict(formula.build(conditions), atom, value)
    assert table(conditions, restricted) == [formula.value({**row, atom: value}) for row in ROWS]
    assert atom not in conditions.atoms(restricted)


@given(formulas, st.sets(st.sampled_from(ATOMS)))
def test_some_values_of_atoms(formula: Formula, free: set[str]) -> None:
    conditions = Conditions()
    for atom in ATOMS:
        conditions.atom(atom)
    expected = [
        any(formula.value({**row, **other}) for other in ({atom: full[atom] for atom in free} for full in ROWS))
        for row in ROWS
    ]
    assert table(conditions, conditions.some(formula.build(conditions), free)) == expected


@given(formulas)
def test_atoms_are_those_that_matter(formula: Formula) -> None:
    conditions = Conditions()
    for atom in ATOMS:
        conditions.atom(atom)
    matters = [
        atom
        for atom in ATOMS
        if any(formula.value({**r, atom: True}) != formula.value({**r, atom: False}) for r in ROWS)
    ]
    assert list(conditions.atoms(formula.build(conditions))) == matters


@given(formulas)
def test_an_example_meets_the_condition(formula: Formula) -> None:
    conditions = Conditions()
    condition = formula.build(conditions)
    if condition != NEVER:
        for atom, value in conditions.example(condition):
            condition = conditions.restrict(condition, atom, value)
        assert condition == ALWAYS


def test_an_unknown_atom_restricts_nothing() -> None:
    conditions = Conditions()
    condition = conditions.atom("p")
    assert conditions.restrict(condition, "q", True) == condition


def test_long_chains_of_exclusive_arms_stay_small() -> None:
    conditions = Conditions()
    rest, taken = ALWAYS, NEVER
    for number in range(300):
        taken = conditions.either(taken, conditions.both(rest, conditions.atom(number)))
        rest = conditions.both(rest, conditions.negate(conditions.atom(number)))
    assert conditions.either(taken, rest) == ALWAYS


def test_a_diagram_that_grows_too_large_errs_towards_being_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NODES", 8)
    conditions = Conditions()
    atoms = [conditions.atom(number) for number in range(10)]
    assert conditions.both(atoms[0], atoms[1]) == atoms[0]
    assert conditions.either(atoms[0], atoms[1]) == ALWAYS
    assert conditions.both(atoms[0], NEVER) == NEVER
    assert conditions.either(atoms[0], NEVER) == atoms[0]


def test_a_question_has_room_where_the_run_has_used_up_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.conditions.MOST_NODES", 4)
    conditions = Conditions()
    one, other = conditions.atom("one"), conditions.atom("other")
    conditions.negate(other)
    assert conditions.either(one, other) == ALWAYS

    conditions.make_room(10)

    assert conditions.either(one, other) != ALWAYS
    assert not conditions.is_exact
