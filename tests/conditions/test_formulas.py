import itertools

import pytest

from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, NEVER, REACH_BITS, Form, cone
from keylint.conditions.questions import Answer, Questions
from keylint.conditions.values import only
from tests.conditions.graphs import holds, sample

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_conditions_mean_what_they_were_made_of(seed):
    made = sample(seed)
    for condition, outcomes in made.meanings:
        assert [holds(condition, run) for run in made.runs] == outcomes
        assert [holds(condition.negation, run) for run in made.runs] == [not outcome for outcome in outcomes]


@pytest.mark.parametrize("seed", SEEDS)
def test_assuming_keeps_the_outcome_where_the_assumption_holds(seed):
    made = sample(seed)
    variable, known = made.variables[0], only(["a"])
    for condition, outcomes in made.meanings:
        left = made.graph.assuming(condition, {variable: known})
        for run, outcome in zip(made.runs, outcomes, strict=True):
            assert run[variable] != "a" or holds(left, run) == outcome


@pytest.mark.parametrize("seed", SEEDS)
def test_renamed_conditions_mean_the_same_of_other_variables(seed):
    made = sample(seed)
    others = {variable: made.graph.variable(("other", variable.subject), "value") for variable in made.variables}
    for condition, outcomes in made.meanings:
        renamed = made.graph.renamed(condition, others.__getitem__)
        assert {test.variable for test in made.graph.tests(renamed)} <= set(others.values())
        moved = [{others[variable]: value for variable, value in run.items()} for run in made.runs]
        assert [holds(renamed, run) for run in moved] == outcomes


def test_equal_formulas_are_one_object():
    graph = Conditions()
    a, b = graph.test(graph.variable("a", "value")), graph.test(graph.variable("b", "value"))
    assert graph.both(a, b) is graph.both(b, a)
    assert graph.either(a, b).negation is graph.both(a.negation, b.negation)
    assert graph.both(a, a.negation) is NEVER
    assert graph.either(a, a.negation) is ALWAYS


def test_a_deep_formula_needs_no_recursion():
    graph = Conditions()
    whole, depth = ALWAYS, 10_000
    for number in range(depth):
        test = graph.test(graph.variable(number, "value"))
        whole = graph.both(test, whole) if number % 2 else graph.either(test.negation, whole)
    variables = [test.variable for test in graph.tests(whole)]
    assert len(variables) == depth - 1  # of "not the first, or always" nothing is left
    assert graph.renamed(whole, lambda variable: variable) is whole
    assert graph.assuming(whole, {variables[-1]: only(["a"]).complement}) is not NEVER
    assert Questions(graph, budget=10 * depth).possible(whole) is Answer.YES
    assert Questions(graph, budget=10 * depth).possible(whole.negation) is Answer.YES


def test_very_many_variables_of_one_kind_hide_no_others():
    graph = Conditions()
    data = [graph.variable(number, "value", kind="data") for number in range(2 * REACH_BITS)]
    clicks = [graph.variable(("click", number), "value", kind="trigger") for number in range(20)]
    of_data = graph.all_of(graph.either(graph.test(a), graph.test(b)) for a, b in itertools.pairwise(data))
    of_click = graph.either(graph.test(data[0]).negation, graph.test(clicks[7]))
    assert [*cone(of_data, reach=clicks[7].reach)] == []
    whole = graph.both(of_data, of_click)
    looked_at = [node for node in cone(whole, reach=clicks[7].reach) if node.form is Form.TEST]
    assert [test.variable for test in looked_at] == [clicks[7]]
    assert {test.variable for test in graph.tests(whole, reach=clicks[7].reach)} == {clicks[7]}
