"""Conditions where some variables have known values: the same answers as rewriting each by itself."""

from __future__ import annotations

import itertools

from keylint.conditions.assumptions import Assumption
from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.conditions.values import FALSE, TRUE


def test_what_is_left_is_what_assuming_leaves() -> None:
    graph = Conditions()
    one, two, three = (graph.variable(name, "value") for name in ("one", "two", "three"))
    whole = graph.either(graph.both(graph.test(one), graph.test(two)), graph.test(three))
    for first, second in itertools.product((TRUE, FALSE), repeat=2):
        known = {one: first, three: second}
        assumption = Assumption(graph, known)
        for part in (whole, whole.negation, graph.test(two)):
            assert assumption.of(part) is graph.assuming(part, known)
            assert assumption.of(part) is assumption.of(part)
    assert Assumption(graph, {three: TRUE}).of(whole) is ALWAYS
    assert Assumption(graph, {three: TRUE}).of(whole.negation) is NEVER


def test_what_changes_later_in_the_mapping_does_not_count() -> None:
    graph = Conditions()
    one = graph.variable("one", "value")
    known = {one: TRUE}
    assumption = Assumption(graph, known)
    known[one] = FALSE
    assert assumption.of(graph.test(one)) is ALWAYS
