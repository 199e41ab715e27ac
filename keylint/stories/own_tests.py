"""The tests that a page makes of the cells of a cluster: the two machines know how they come out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from keylint.run.cells import Cell
from keylint.run.keys import Hole, Key
from keylint.run.trace import Draw, StateWrite
from keylint.run.values import Choice, Known, identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.run.trace import Event
    from keylint.run.values import Value
    from keylint.stories.clusters import Cluster


class Asks(Enum):
    """What a test asks of a cell: whether it IS_THERE, which VALUE it has, whether that is OFFERED as an option, or the
    SAME as that of another cell."""

    IS_THERE = auto()
    VALUE = auto()
    OFFERED = auto()
    SAME = auto()


@dataclass(frozen=True, slots=True)
class OwnTest:
    """`cell` is the text of the cell's key, `other` that of the one that it is compared with."""

    asks: Asks
    cell: str
    other: str = ""


def own_tests(cluster: Cluster, conditions: Conditions) -> dict[Variable, OwnTest]:
    """The tests of the cluster's own cells, of what they hold when the run begins, by the variable that is tested."""
    found: dict[Variable, OwnTest] = {}
    offers = _Offers(cluster, conditions)
    for script in (*cluster.scripts.values(), *cluster.callbacks.values()):
        for test in conditions.tests(*(condition for event in script for condition in _conditions_in(event))):
            subject = test.variable.subject
            match subject:
                case ("key", Key(text=text)) if text in cluster.cells:
                    found[test.variable] = OwnTest(Asks.IS_THERE, text)
                case ("state", Key(text=text), 0) if text in cluster.cells:
                    found[test.variable] = OwnTest(Asks.VALUE, text)
                case ("equal", ("state", Key() as one, 0), ("state", Key() as other, 0)) if _are_told(
                    cluster, one, other
                ):
                    found[test.variable] = OwnTest(Asks.SAME, one.text, other.text)
                case int() if (cell := _drawn(cluster, conditions, test.variable)) is not None:
                    found[test.variable] = OwnTest(Asks.VALUE, cell)
                case int() if (cell := offers.asked(subject)) is not None:
                    found[test.variable] = OwnTest(Asks.OFFERED, cell)
    return found


def _are_told(cluster: Cluster, one: Key, other: Key) -> bool:
    """Whether the story tells what both cells hold. Of an item that holds what another cell does it does not: any item
    may. Beside the widget it is the one that is meant."""
    if not {one.text, other.text} <= cluster.cells:
        return False
    return _is_any_item(one) == _is_any_item(other) or cluster.key in (one, other)


def _is_any_item(key: Key) -> bool:
    return isinstance(key, Cell) and any(isinstance(step, Hole) for step in key.path)


def _drawn(cluster: Cluster, conditions: Conditions, variable: Variable) -> str | None:
    """The cell of a widget that no code can set, where the test is of what it holds."""
    match conditions.parts(variable.subject) if isinstance(variable.subject, int) else ():
        case ("widget", Key(text=text), *_) if text in cluster.cells and variable.aspect == "value":
            return text
    return None


class _Offers:
    """What is looked for among the options of the cluster's widgets: `if saved in options: index = …`."""

    def __init__(self, cluster: Cluster, conditions: Conditions) -> None:
        self._cluster = cluster
        self._conditions = conditions
        draws = (event for script in cluster.scripts.values() for event in script if isinstance(event, Draw))
        self._options = {
            identity_of(value) for draw in draws for name, value in draw.parameters.items() if name in _LISTS
        }

    def asked(self, subject: int) -> str | None:
        """The cell of which a comparison asks whether its value is offered."""
        match self._conditions.parts(subject):
            case ("in", looked_for, options) if options in self._options:
                cell = cell_of(looked_for)
                return cell if cell in self._cluster.cells else None
        return None


def cell_of(looked_for: object) -> str | None:
    """The cell whose value that is, or the value that is there instead: `get` gives another one where there is none."""
    if isinstance(looked_for, Choice):
        others = [inner for _, inner in looked_for.alternatives if not isinstance(inner, Known)]
        return cell_of(identity_of(others[0])) if len(others) == 1 else None
    match looked_for:
        case ("state", Key(text=text), 0):
            return text
    return None


_LISTS = frozenset({"options"})


def _conditions_in(event: Event) -> Iterator[Condition]:
    """The condition of the event, and those that choose between the values that it writes or gives a widget."""
    yield event.condition
    pending: list[Value] = []
    if isinstance(event, StateWrite):
        pending = [event.value]
    elif isinstance(event, Draw):
        pending = list(event.parameters.values())
    while pending:
        value = pending.pop()
        if isinstance(value, Choice):
            for condition, inner in value.alternatives:
                yield condition
                pending.append(inner)
