"""The parts of conditions: variables, and the shared nodes that test and join them.

A formula and its negation are made together, by `formulas.Conditions`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from keylint.conditions.values import ValueSet

# Variables of one kind share the bits of `reach` beyond this many: then an overlap may be none. Those of another kind
# have others: of very many variables it is still seen which conditions are without a click.
REACH_BITS = 1024


class Form(IntEnum):
    CONSTANT = 0
    TEST = 1
    AND = 2
    OR = 3


# Compared by identity: conditions are made and taken apart by the million.
_CONSTANT, _TEST, _AND, _OR = Form.CONSTANT, Form.TEST, Form.AND, Form.OR


class Variable:
    """Something that has one value in a run; made, and made once, by `Conditions.variable`.

    `about` is what the maker knows of it; conditions do not look at it. `number` counts the variables of a graph,
    `reach` is that of its tests.
    """

    __slots__ = ("about", "aspect", "domain", "kind", "number", "reach", "subject")

    def __init__(
        self, subject: Hashable, aspect: Hashable, about: object, kind: Hashable, number: int, reach: int
    ) -> None:
        self.subject = subject
        self.aspect = aspect
        self.about = about
        self.kind = kind
        self.number = number
        self.reach = reach
        self.domain: dict[Hashable, None] | None = None


class Condition:
    """A node of the graph. Compared by identity: ask `Conditions` and `questions` for meaning.

    `variable` and `values` belong to a test, `left` and `right` to an and or an or. `number` counts the nodes of a
    graph in the order in which they were made. `reach` is a bit mask that overlaps with that of every condition that
    shares a variable with this one. `weight` counts its tests, as often as they are written.
    """

    __slots__ = ("form", "left", "negation", "number", "reach", "right", "values", "variable", "weight")

    form: Form
    negation: Condition
    variable: Variable
    values: ValueSet
    left: Condition
    right: Condition
    number: int
    reach: int
    weight: int

    def __repr__(self) -> str:
        if self.form is _CONSTANT:
            return "ALWAYS" if self is ALWAYS else "NEVER"
        return f"<{self.form.name} {self.number}>"


def _constant(number: int) -> Condition:
    node = Condition()
    node.form, node.number, node.reach, node.weight = Form.CONSTANT, number, 0, 0
    return node


NEVER, ALWAYS = _constant(0), _constant(1)
NEVER.negation, ALWAYS.negation = ALWAYS, NEVER


def reach_of(variables: Iterable[Variable]) -> int:
    """The reach of a condition over these variables."""
    reach = 0
    for variable in variables:
        reach |= variable.reach
    return reach


def cone(*conditions: Condition, reach: int = -1) -> Iterator[Condition]:
    """Every condition that these are made of, themselves included, each once: of those whose reach overlaps the given
    one."""
    seen: set[Condition] = set()
    pending = list(reversed(conditions))
    while pending:
        node = pending.pop()
        if node in seen or not node.reach & reach:
            continue
        seen.add(node)
        yield node
        if node.form is not _CONSTANT and node.form is not _TEST:
            pending += (node.right, node.left)


def conjuncts(condition: Condition, reach: int = -1) -> Iterator[Condition]:
    """The parts of which all must hold: what an and of ands is made of; the condition itself where it is no and.

    Only those whose reach overlaps the given one.
    """
    pending = [condition]
    while pending:
        node = pending.pop()
        if not node.reach & reach:
            continue
        if node.form is _AND:
            pending += (node.right, node.left)
        else:
            yield node
