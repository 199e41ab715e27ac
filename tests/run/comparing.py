"""Whether two runs of one app did the same, each with conditions of its own."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.conditions.formulas import Conditions
from keylint.conditions.nodes import ALWAYS, NEVER, Condition, Form, Variable
from keylint.conditions.questions import Answer, Questions
from keylint.findings import Location
from keylint.run.keys import Key
from keylint.run.trace import Atom, Event, Guard, Route, StateRead, Trace, Use

if TYPE_CHECKING:
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import App

# What counts objects, and so is another number when fewer are made; and what is compared by itself.
_NUMBERS = frozenset({"identity", "scope", "definition", "expression", "form", "detail", "condition", "entry", "again"})


class Comparison:
    """Compares what is said of runs; conditions by what they mean."""

    def __init__(self) -> None:
        self._conditions = Conditions()
        self._questions = Questions(self._conditions)
        self._known: dict[Condition, Condition] = {}

    def difference(self, one: App, other: App) -> str | None:
        """The first thing that tells two runs of an app apart; None where nothing does."""
        if one.page_names != other.page_names:
            return f"pages {one.page_names} and {other.page_names}"
        for mine, theirs in zip(one.pages, other.pages, strict=True):
            pairs = [(mine.trace, theirs.trace)]
            if [run.name for run in mine.callbacks] != [run.name for run in theirs.callbacks]:
                return f"other callbacks on {mine.name}"
            for run, counterpart in zip(mine.callbacks, theirs.callbacks, strict=True):
                if not self._are_of_the_same_draws(run, mine.trace, counterpart, theirs.trace):
                    return f"other draws with the callback {run.name}"
                pairs.append((run.trace, counterpart.trace))
            for trace, counterpart_trace in pairs:
                found = self._between(trace, counterpart_trace)
                if found:
                    return f"{mine.name}: {found}"
            for name in ("acts", "is_complete", "is_default", "changed_lists"):
                if plain(getattr(mine, name)) != plain(getattr(theirs, name)):
                    return f"{mine.name}: {name}"
        for name in ("unknowns", "files", "trusted_keys", "kind", "shared_reads"):
            if plain(getattr(one, name)) != plain(getattr(other, name)):
                return f"{name}: {getattr(one, name)} and {getattr(other, name)}"
        return self._between_calls(one, other)

    def _are_of_the_same_draws(self, run: CallbackRun, trace: Trace, other: CallbackRun, its_trace: Trace) -> bool:
        (_, numbers), (_, its_numbers) = self._without_repeats(trace), self._without_repeats(its_trace)
        return [numbers[draw.order] for draw in run.draws] == [its_numbers[draw.order] for draw in other.draws]

    def _without_repeats(self, trace: Trace) -> tuple[Trace, list[int]]:
        """The trace without what is read again before anything has happened, and the new number of each event: whether
        that is noted again, when the call is repeated that reads it, makes no difference."""
        numbers: list[int] = []
        kept: list[Event] = []
        lately: list[Event] = []
        for event in trace.events:
            numbers.append(len(kept))
            if not isinstance(event, (StateRead, Use)):
                lately.clear()
            elif any(
                _reads(one) == _reads(event) and self._are_equal(one.condition, event.condition) for one in lately
            ):
                continue
            else:
                lately.append(event)
            kept.append(replace(event, order=len(kept)))
        numbers.append(len(kept))
        rounds = [replace(one, first=numbers[one.first], end=numbers[one.end]) for one in trace.rounds]
        return Trace(kept, rounds), numbers

    def _between(self, trace: Trace, other_trace: Trace) -> str | None:
        (one, _), (other, _) = self._without_repeats(trace), self._without_repeats(other_trace)
        mine, theirs = [plain(event) for event in one.events], [plain(event) for event in other.events]
        for first, second in zip(mine, theirs, strict=False):
            if first != second:
                return f"{first}\nand\n{second}"
        if len(mine) != len(theirs):
            return f"{len(mine)} and {len(theirs)} events"
        for event, counterpart in zip(one.events, other.events, strict=True):
            conditions = [event.condition, *(guard.condition for guard in event.guards)]
            others = [counterpart.condition, *(guard.condition for guard in counterpart.guards)]
            if not all(map(self._are_equal, conditions, others)):
                return f"another condition of {plain(event)}"
        if plain(one.rounds) != plain(other.rounds):
            return "other rounds"
        for round_, same in zip(one.rounds, other.rounds, strict=True):
            if not self._are_equal(round_.entry, same.entry) or not self._are_equal(round_.again, same.again):
                return f"another condition of the round at {round_.location}"
        return None

    def _between_calls(self, one: App, other: App) -> str | None:
        if one.calls.keys() != other.calls.keys():
            return f"calls {one.calls.keys() ^ other.calls.keys()}"
        for place, ways in one.calls.items():
            for tried in (False, True):
                mine, theirs = (
                    self._conditions.any_of(self._common(way) for way, is_tried in some if is_tried is tried)
                    for some in (ways, other.calls[place])
                )
                if not self._mean_the_same(mine, theirs):
                    return f"another condition of the call {place}"
        return None

    def _are_equal(self, one: Condition, other: Condition) -> bool:
        return self._mean_the_same(self._common(one), self._common(other))

    def _mean_the_same(self, mine: Condition, theirs: Condition) -> bool:
        answers = (self._questions.implies(mine, theirs), self._questions.implies(theirs, mine))
        return Answer.NO not in answers

    def _common(self, condition: Condition) -> Condition:
        """The condition over variables that are named by what the author wrote."""
        if condition in (ALWAYS, NEVER):
            return condition
        known = self._known.get(condition)
        if known is None:
            if condition.form == Form.TEST:
                known = self._conditions.test(self._variable(condition.variable), condition.values)
            else:
                join = self._conditions.both if condition.form == Form.AND else self._conditions.either
                known = join(self._common(condition.left), self._common(condition.right))
            self._known[condition] = known
        return known

    def _variable(self, variable: Variable) -> Variable:
        atom = variable.about
        assert isinstance(atom, Atom)
        common = self._conditions.variable((repr(atom.location), repr(plain(variable.subject))), variable.aspect, atom)
        if variable.domain is not None:
            self._conditions.know_domain(common, variable.domain)
        return common


def _reads(event: Event) -> object:
    """What is read, and where, on whatever route: said without the code that is compared."""
    return plain(replace(event, order=0, guards=(), context=replace(event.context, route=Route(()))))


def plain(value: object) -> object:
    """What can be compared between two runs: numbers of objects are left out."""
    match value:
        case Condition() | int() if not isinstance(value, bool):
            return "…"
        case Location() | Path():
            return repr(value)
        case Key():
            return value.text
        case Guard():
            return (value.kind, repr(value.location))
        case tuple() | list():
            return [plain(one) for one in value]
        case frozenset() | set():
            return sorted(repr(plain(one)) for one in value)
        case _ if hasattr(value, "items"):
            return [(plain(key), plain(item)) for key, item in value.items()]
    if is_dataclass(value):
        parts = [
            (
                field.name,
                repr(part)
                if field.name in ("value", "order", "first", "end") and isinstance(part, int)
                else plain(part),
            )
            for field in fields(value)
            if field.repr and field.name not in _NUMBERS
            for part in (getattr(value, field.name),)
        ]
        return (type(value).__name__, parts)
    return value
