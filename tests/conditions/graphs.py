"""Random conditions with what they mean, written out for every combination of values."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, Condition, Form, Variable
from keylint.conditions.values import only

if TYPE_CHECKING:
    from collections.abc import Hashable

# Enough to stand for all values of a variable whose values nobody knows.
OPEN = ("", "a", "b", "c", "something else", 0, None)
Run = dict[Variable, "Hashable"]


@dataclass(frozen=True)
class Sample:
    """Conditions, each with its outcome in each of `runs`."""

    graph: Conditions
    variables: list[Variable]
    runs: list[Run]
    meanings: list[tuple[Condition, list[bool]]]


def holds(condition: Condition, run: Run) -> bool:
    if condition.form == Form.CONSTANT:
        return condition is ALWAYS
    if condition.form == Form.TEST:
        return run[condition.variable] in condition.values
    sides = (holds(condition.left, run), holds(condition.right, run))
    return all(sides) if condition.form == Form.AND else any(sides)


def sample(seed: int) -> Sample:
    chance = random.Random(seed)
    graph = Conditions()
    variables = [graph.variable(f"v{number}", "value") for number in range(chance.randint(1, 3))]
    domains: list[tuple[Hashable, ...]] = []
    for variable in variables:
        if chance.random() < 0.6:
            domains.append(tuple(chance.sample(["", "a", "b", "c", 0], chance.randint(2, 5))))
            graph.know_domain(variable, domains[-1])
        else:
            domains.append(OPEN)
    runs = [dict(zip(variables, outcome, strict=True)) for outcome in itertools.product(*domains)]

    def some_test() -> Condition:
        constants = only(chance.sample(["a", "b", "c", "", 0], chance.randint(1, 2)))
        variable = chance.choice(variables)
        return chance.choice(
            [graph.test(variable), *(graph.test(variable, s) for s in (constants, constants.complement))]
        )

    meanings = [(test, [holds(test, run) for run in runs]) for test in (some_test() for _ in range(6))]
    for _ in range(chance.randint(4, 20)):
        (one, first), (other, second) = chance.choice(meanings), chance.choice(meanings)
        kind = chance.randrange(3)
        if kind == 0:
            meanings.append((graph.both(one, other), [a and b for a, b in zip(first, second, strict=True)]))
        elif kind == 1:
            meanings.append((graph.either(one, other), [a or b for a, b in zip(first, second, strict=True)]))
        else:
            meanings.append((graph.negate(one), [not a for a in first]))
    return Sample(graph, variables, runs, meanings)


def pigeons(graph: Conditions, holes: int, birds: int) -> Condition:
    """Every bird sits in a hole, and no two share one."""
    sits = [
        [graph.test(graph.variable(("sits", bird, hole), "value")) for hole in range(holes)] for bird in range(birds)
    ]
    whole = graph.all_of(graph.any_of(row) for row in sits)
    for hole in range(holes):
        for one, other in itertools.combinations(range(birds), 2):
            whole = graph.both(whole, graph.both(sits[one][hole], sits[other][hole]).negation)
    return whole
