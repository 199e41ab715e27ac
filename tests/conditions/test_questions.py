import gc
import itertools
import os
import random
import subprocess
import sys
import time

import pytest

from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, NEVER, Condition, Form, cone
from keylint.conditions.questions import Answer, Questions
from keylint.conditions.values import only
from tests.conditions.graphs import pigeons, sample

SEEDS = range(80)


def _said(outcome: bool) -> Answer:
    return Answer.YES if outcome else Answer.NO


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_agree_with_trying_everything(seed):
    made = sample(seed)
    chance = random.Random(seed)
    questions = Questions(made.graph)
    for _ in range(10):
        (one, first), (other, second) = chance.choice(made.meanings), chance.choice(made.meanings)
        pairs = list(zip(first, second, strict=True))
        assert questions.possible(one) is _said(any(first))
        assert questions.overlap(one, other) is _said(any(a and b for a, b in pairs))
        assert questions.implies(one, other) is _said(all(b or not a for a, b in pairs))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_keeps_what_may_not_differ(seed):
    made = sample(seed)
    chance = random.Random(seed)
    questions = Questions(made.graph)
    for _ in range(6):
        (now, first), (later, second) = chance.choice(made.meanings), chance.choice(made.meanings)
        free = set(chance.sample(made.variables, chance.randint(0, len(made.variables))))
        kept = [tuple(repr(run[v]) for v in made.variables if v not in free) for run in made.runs]
        starts, ends = set(itertools.compress(kept, first)), set(itertools.compress(kept, second))
        assert questions.change(now, later, free.__contains__) is _said(bool(starts & ends))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_witness_meets_the_condition(seed):
    made = sample(seed)
    questions = Questions(made.graph)
    for condition, outcomes in made.meanings:
        witness = questions.witness(condition)
        assert (witness is not None) == any(outcomes)
        if witness is not None:
            agreeing = [all(run[variable] in values for variable, values in witness.items()) for run in made.runs]
            assert any(agreeing)
            assert all(itertools.compress(outcomes, agreeing))


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_questions_changes_no_answer(seed):
    made = sample(seed)
    conditions = [condition for condition, _ in made.meanings]
    shuffled = random.Random(seed).sample(conditions, len(conditions))
    first, second = Questions(made.graph), Questions(made.graph)
    expected = {condition: (first.possible(condition), first.witness(condition)) for condition in conditions}
    assert {condition: (second.possible(condition), second.witness(condition)) for condition in shuffled} == expected


_PRINTS_WITNESSES = """
from keylint.conditions.questions import Questions
from tests.conditions.graphs import sample
for seed in range(12):
    made = sample(seed)
    questions = Questions(made.graph, budget=6)
    for condition, _ in made.meanings:
        witness = questions.witness(condition) or {}
        print(questions.possible(condition), [(variable.subject, values) for variable, values in witness.items()])
"""


def test_hashing_of_strings_changes_no_answer():
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINTS_WITNESSES],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "YES" in printed.pop()


def test_what_is_too_hard_is_unsure_and_never_wrong():
    graph = Conditions()
    assert Questions(graph, budget=500).possible(pigeons(graph, holes=9, birds=10)) is Answer.UNSURE
    for holes in range(1, 6):
        assert Questions(graph).possible(pigeons(graph, holes, holes + 1)) is Answer.NO
        assert Questions(graph).possible(pigeons(graph, holes, holes)) is Answer.YES
        for budget in (1, 10, 100, 1000):
            answer = Questions(graph, budget).possible(pigeons(graph, holes, holes + 1))
            assert answer in (Answer.NO, Answer.UNSURE)


def test_a_path_of_many_branches_is_mended_not_searched():
    graph = Conditions()
    questions = Questions(graph)
    tests = [graph.test(graph.variable(number, "value")) for number in range(3_001)]
    path = ALWAYS
    start = time.process_time()
    for number, test in enumerate(tests[:-1]):
        assert questions.overlap(path, test.negation) is Answer.YES
        if number % 2 == 0:
            path = graph.both(path, graph.either(test, tests[number + 1]))
    assert time.process_time() - start < 5


def test_choices_between_many_values_are_decided():
    graph = Conditions()
    questions = Questions(graph)
    path, first = ALWAYS, NEVER
    for number in range(30):
        choice = graph.variable(number, "value")
        arms = (
            graph.both(graph.test(choice, only([arm])), graph.test(graph.variable((number, arm), "value")))
            for arm in range(24)
        )
        condition = graph.any_of(arms)
        first = condition if number == 0 else first
        path = graph.both(path, condition)
        assert questions.possible(path) is Answer.YES
        assert questions.implies(path, first) is Answer.YES


def _random_formula(graph: Conditions, chance: random.Random, clauses: int):
    tests = [graph.test(graph.variable(("p", number), "value")) for number in range(25)]
    whole = ALWAYS
    for _ in range(clauses):
        parts = [chance.choice((test, test.negation)) for test in chance.sample(tests, 3)]
        whole = graph.both(whole, graph.either(parts[0], graph.either(parts[1], parts[2])))
    return whole


@pytest.mark.parametrize("seed", range(25))
def test_answers_agree_with_a_solver(seed):
    solvers = pytest.importorskip("pysat.solvers")
    graph = Conditions()
    whole = _random_formula(graph, random.Random(seed), clauses=90 + seed)
    number_of = {}

    def literal(node):
        first = node if node.number < node.negation.number else node.negation
        number = number_of.setdefault(first, len(number_of) + 1)
        return number if node is first else -number

    with solvers.Solver(name="g3") as solver:
        solver.add_clause([literal(whole)])
        for node in cone(whole):
            if node.form == Form.AND:
                solver.add_clause([-literal(node), literal(node.left)])
                solver.add_clause([-literal(node), literal(node.right)])
            elif node.form == Form.OR:
                solver.add_clause([-literal(node), literal(node.left), literal(node.right)])
        assert Questions(graph, budget=200_000).possible(whole) is _said(solver.solve())


def test_what_questions_made_is_forgotten_and_answers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.conditions.questions._MOST_MADE", 50)
    conditions = Conditions()
    questions = Questions(conditions)
    flags = [conditions.test(conditions.variable(number, "value")) for number in range(40)]
    whole = conditions.any_of(conditions.both(one, other) for one, other in itertools.pairwise(flags))
    questions.keep()
    kept = conditions.made
    for _ in range(3):
        for one, other in itertools.pairwise(flags):
            both = conditions.both(one, other)
            assert questions.implies(both, whole) is Answer.YES
            assert questions.implies(conditions.either(one, other), whole) is Answer.NO
    assert conditions.both(flags[0], flags[1]).number <= kept
    assert conditions.made > kept + 100


@pytest.mark.parametrize("seed", SEEDS)
def test_a_quick_look_excludes_only_what_cannot_be(seed):
    made = sample(seed)
    chance = random.Random(seed)
    questions = Questions(made.graph)
    for _ in range(20):
        (one, first), (other, second) = chance.choice(made.meanings), chance.choice(made.meanings)
        if questions.excludes(one, other):
            assert not any(a and b for a, b in zip(first, second, strict=True))


def test_a_quick_look_is_quick_and_sees_what_is_simple_on_a_long_way():
    graph = Conditions()
    questions = Questions(graph)
    tests = [graph.test(graph.variable(number, "value")) for number in range(400)]
    way = graph.both(tests[0], graph.either(tests[1], tests[2]))
    for number in range(3, 397):  # what leaves it, again and again, for reasons that share a variable
        left = graph.all_of((tests[number], tests[number + 1], tests[0], graph.either(tests[number + 2], tests[1])))
        way = graph.without(way, left)
    heavy = graph.both(tests[0].negation, graph.any_of(graph.both(one, tests[5]) for one in tests[6:]))
    begun = time.process_time()
    for _ in range(20):
        fresh = Questions(graph)
        assert fresh.excludes(way, tests[0].negation)
        assert fresh.excludes(way, heavy)
        assert not fresh.excludes(way, tests[1])
        assert not fresh.excludes(way, graph.either(heavy, tests[3]))
    assert time.process_time() - begun < 2
    assert not questions.excludes(way, tests[399])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tests_of_a_condition_are_those_of_its_parts(seed):
    made = sample(seed)
    for condition, _ in made.meanings:
        expected = {
            min(node, node.negation, key=lambda one: one.number) for node in cone(condition) if node.form is Form.TEST
        }
        assert made.graph.tests(condition) == sorted(expected, key=lambda one: one.number)
        assert made.graph.tests(condition) == made.graph.tests(condition.negation)


def test_the_tests_of_a_large_condition_are_found_again_in_a_larger_one():
    graph = Conditions()
    tests = [graph.test(graph.variable(number, "value")) for number in range(1200)]
    large = graph.any_of(graph.both(one, other) for one, other in itertools.pairwise(tests[:1000]))
    assert graph.tests(large) == tests[:1000]
    larger = graph.both(large.negation, graph.either(tests[1100], tests[1]))
    assert graph.tests(larger) == [*tests[:1000], tests[1100]]
    assert graph.tests(larger, tests[1150]) == [*tests[:1000], tests[1100], tests[1150]]


def test_what_questions_make_is_given_back_without_the_collector(monkeypatch):
    monkeypatch.setattr("keylint.conditions.questions._MOST_MADE", 200)
    graph = Conditions()
    questions = Questions(graph)
    tests = [graph.test(graph.variable(number, "value")) for number in range(60)]
    questions.keep()
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(each, Condition) for each in gc.get_objects())
        for one, other in itertools.combinations(tests, 2):
            questions.possible(graph.both(one, graph.either(other, one.negation)))
        made = sum(isinstance(each, Condition) for each in gc.get_objects()) - before
    finally:
        gc.enable()
    assert graph.made > 4000
    assert made < 1000


@pytest.mark.parametrize("first", ["some", "value"])
def test_what_implies_another_test_does_not_hold_without_it(first):
    graph = Conditions()
    graph.let_imply("some", "value")
    graph.variable("rows", first)
    some, true = (graph.test(graph.variable("rows", aspect)) for aspect in ("some", "value"))
    other, flag = graph.test(graph.variable("others", "value")), graph.test(graph.variable("flag", "value"))
    contradiction = graph.without(some, true)
    questions = Questions(graph)
    assert questions.implies(some, true) is Answer.YES
    assert questions.implies(true, some) is Answer.NO
    assert questions.overlap(some, other.negation) is Answer.YES
    assert questions.model(contradiction) is Answer.NO
    assert questions.witness(contradiction) is None
    assert questions.change(flag, contradiction, lambda _: True) is Answer.NO
    assert questions.change(contradiction, flag, lambda _: True) is Answer.NO
    either = graph.either(contradiction, graph.both(flag, true.negation))
    model, witness = questions.model(either), questions.witness(either)
    assert not isinstance(model, Answer)
    assert witness is not None
    for values in (model, witness):
        assert values[flag.variable] <= flag.values
        assert not values.get(some.variable, some.values.complement) <= some.values


def test_many_implications_are_kept_at_once():
    graph = Conditions()
    graph.let_imply("some", "value")
    names = range(40)
    some, true = ([graph.test(graph.variable(name, aspect)) for name in names] for aspect in ("some", "value"))
    questions = Questions(graph)
    every = graph.all_of(graph.either(one.negation, two) for one, two in zip(true, some[1:], strict=False))
    assert questions.implies(graph.both(every, true[0]), graph.all_of(true[1:])) is Answer.YES
    assert questions.possible(graph.all_of([every, some[0], some[-1]])) is Answer.YES
    assert questions.possible(graph.all_of([every, some[0], true[-1].negation])) is Answer.NO
