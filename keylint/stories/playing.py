"""One run of a page, or a callback, played on the clockwork: what it reads, writes and draws of a cluster."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, RunError
from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.conditions.values import NOTHING
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.trace import Draw, StateDelete, StateRead, StateWrite
from keylint.run.values import (
    Choice,
    Items,
    Known,
    Opaque,
    StateValue,
    Text,
    Truth,
    WidgetResult,
    in_order,
)
from keylint.stories.calls import Moving, option_at
from keylint.stories.clusters import is_own_value
from keylint.stories.own_tests import Asks, cell_of
from keylint.stories.tokens import Edit, Whatever, edits_in, restored

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from keylint.clockwork import IdealRun, Run, Widget
    from keylint.conditions.nodes import Condition, Variable
    from keylint.run.trace import Atom, Event
    from keylint.run.values import Value
    from keylint.stories.calls import Calls
    from keylint.stories.situation import Situation
    from keylint.stories.situations import Situations
    from keylint.stories.tokens import Token


@dataclass
class Observed:
    """What a run did: what its reads gave, by the identity of the event, what it wrote and drew, and the error that
    ended it. `puts_back`: what the widget begins with was put back while the widget is in sight."""

    reads: dict[int, tuple[StateRead, Token]] = field(default_factory=dict)
    writes: list[StateWrite] = field(default_factory=list)
    draws: list[tuple[Draw, Widget]] = field(default_factory=list)
    error: tuple[RunError, Event] | None = None
    puts_back: bool = False


class Play:
    """Plays events on one run of one of the two machines, in a situation, which says how all tests come out but those
    of the cluster's own cells: these the machine knows."""

    def __init__(self, calls: Calls, situations: Situations, situation: Situation, run: Run | IdealRun) -> None:
        self._calls = calls
        self._cluster = calls.cluster
        self._conditions = calls.conditions
        self._situations = situations
        self._situation = situation
        self._run = run
        self._start: dict[str, Token] = {}
        self._written: set[str] = set()
        self._tested: dict[Variable, Token] = {}
        self._outcomes: dict[Condition, Condition] = {}
        self._given: dict[str, Token] = {}
        self.observed = Observed()

    def begin(self) -> None:
        """The script begins: what the cells hold now is what its tests see."""
        self._start = {text: self._run.read(text) for text in self._cluster.cells}
        self._written = set()
        self._tested = {}
        self._outcomes = {}

    def _value(self, variable: Variable) -> Token:
        """What a test of a cell had to look at when the script began."""
        if variable in self._tested:
            return self._tested[variable]
        test = self._situations.own[variable]
        token = self._start[test.cell]
        match test.asks:
            case Asks.IS_THERE:
                token = token is not MISSING
            case Asks.OFFERED:  # what a cell holds at all comes from the options
                token = token is not MISSING and token is not None
            case Asks.SAME:
                self._tested[variable] = True
                token = self._held_by(test.cell) == self._held_by(test.other)
            case Asks.VALUE:
                self._tested[variable] = None
                token = self._held_by(test.cell)
        self._tested[variable] = token
        return token

    def _held_by(self, cell: str) -> Token:
        """What a script that asks for the value of a cell is given: of a widget that is not there yet, what it begins
        with."""
        token = self._start[cell]
        if token is not MISSING:
            return token
        return self._first_value(self._cluster.draws[0]) if cell == self._cluster.key.text else None

    def play(self, ways: Iterable[tuple[Event, Condition]]) -> None:
        """The events that happen, in order; ends at an error."""
        for event, condition in ways:
            if condition is not ALWAYS and not self._holds(condition):
                continue
            try:
                self._happen(event)
            except RunError as error:
                if isinstance(event, StateDelete):
                    continue  # `pop` with a default, or behind a test that is not the cluster's
                self.observed.error = (error, event)
                return

    def _holds(self, condition: Condition) -> bool:
        rest = self._situations.decide(self._situation, condition)
        if rest is not ALWAYS and rest is not NEVER:
            known = self._outcomes.get(rest)
            rest = known or self._conditions.replaced(rest, -1, self._outcome, self._outcomes)
        return rest is ALWAYS

    def _outcome(self, test: Condition) -> Condition:
        """How a test of one of the cells comes out. What they hold is told apart by every test, but where the user can
        only have chosen what passes it, or what fails."""
        value = self._value(test.variable)
        chosen = self._calls.chosen_by(value) if isinstance(value, Edit) else None
        if chosen is not None:
            if chosen <= test.values:
                return ALWAYS
            if chosen & test.values is NOTHING:
                return NEVER
        return ALWAYS if value in test.values else NEVER

    def _happen(self, event: Event) -> None:
        run = self._run
        match event:
            case Draw(key=Key() as key):
                widget = self.widget(event)
                token = run.draw(widget)
                self._given[key.text] = token
                self.observed.draws.append((event, widget))
            case StateRead(key=key):
                self.observed.reads[id(event)] = (event, run.read(key.text))
            case StateWrite() if event.key.text not in self._cluster.cells:
                own = self._cluster.key.text
                held = run.read(own)
                if held is not MISSING:
                    run.write(own, held)
            case StateWrite(key=key, form=form):
                self.observed.writes.append(event)
                if form == "inside":
                    parts = dict.fromkeys((run.read(key.text), *self._parts(event.value)))
                    run.write(key.text, self._calls.terms.of(("changed", event.order), tuple(parts)))
                elif is_own_value(event.value, key) and not isinstance(event.value, Choice):
                    if run.read(key.text) is not MISSING:
                        run.write(key.text, run.read(key.text))
                elif form != "setdefault" or run.read(key.text) is MISSING:
                    token = self.token(event.value)
                    if token is not MISSING:
                        run.write(key.text, token)
                self._written.add(key.text)
            case StateDelete(key=key):
                if run.read(key.text) is not MISSING:
                    run.delete(key.text)
                self._written.add(key.text)

    # -- values ----------------------------------------------------------------------------------------------------

    def token(self, value: Value | Moving) -> Token:
        """What a value of the run stands for in the story."""
        match value:
            case Moving():
                return self.token(value.value)
            case Known(value=constant):
                return constant
            case StateValue(key=key) if key.text in self._cluster.cells:
                return self._held_in(key)
            case WidgetResult(key=Key() as key) if key.text in self._cluster.cells:
                return self._given.get(key.text, MISSING)
            case WidgetResult(key=None) if carrying := self._calls.carried_by(value):
                return self._first_value(carrying[0])
            case Choice(alternatives=alternatives):
                if self._is_unknown_choice(value):
                    tokens = (*(self.token(inner) for _, inner in alternatives), *self._tested_by(value))
                    return self._calls.terms.of(value, tuple(dict.fromkeys(t for t in tokens if t is not MISSING)))
                for condition, inner in alternatives:
                    if self._holds(condition):
                        return self.token(inner)
                return self._calls.terms.of("none of these")
            case Items(elements=elements):
                tokens = tuple(self.token(inner) for inner in elements)
                return self._calls.terms.of(value, tokens if any(map(edits_in, tokens)) else ())
            case Opaque() | Truth() | Text() | StateValue() | WidgetResult():
                return self._calls.terms.of(getattr(value, "identity", value), self._parts(value))
            case _:
                return self._calls.terms.of(value)

    def _held_in(self, key: Key) -> Token:
        """What a cell holds; a part of an object that nothing is known of is there, too."""
        token = self._held(key.text)
        if token is not MISSING or not isinstance(key, Cell):
            return token
        whole = self._run.read(key.root.text)
        return self._calls.terms.of(key.text, (whole,) if edits_in(whole) else ())

    def _held(self, cell: str) -> Token:
        """What a cell held when it was read: what was not there then cannot be meant."""
        begun = self._start[cell] if cell in self._written else MISSING
        return self._run.read(cell) if begun is MISSING else begun

    def _is_unknown_choice(self, choice: Choice) -> bool:
        return bool(self._asked_for(choice))

    def _tested_by(self, choice: Choice) -> Iterator[Token]:
        """What the cells hold that an unknown choice goes by: `index` is where a loop finds what they hold."""
        return (self._held(cell) for cell in self._asked_for(choice))

    def _asked_for(self, choice: Choice) -> tuple[str, ...]:
        """The cells that a choice goes by in a way that only a run could answer."""
        known = self._calls.asked_for.get(id(choice))
        if known is None or known[0] is not choice:
            tests = self._conditions.tests(*(condition for condition, _ in choice.alternatives))
            atoms: list[Atom] = [test.variable.about for test in tests if self._is_unknown(test)]  # type: ignore[misc]
            keys = (o.detail for atom in atoms for o in in_order(atom.origins) if isinstance(o.detail, Key))
            cells = dict.fromkeys(key.text for key in keys if key.text in self._cluster.cells)
            known = self._calls.asked_for[id(choice)] = choice, tuple(cells)
        return known[1]

    def _is_unknown(self, test: Condition) -> bool:
        """Whether a test looks at what the cluster holds in a way that only a run could answer."""
        atom: Atom = test.variable.about  # type: ignore[assignment]
        return test.variable not in self._situations.own and any(
            isinstance(origin.detail, Key) and origin.detail.text in self._cluster.cells for origin in atom.origins
        )

    def _parts(self, value: Value) -> tuple[Token, ...]:
        """The tokens of the cluster that a value is made of."""
        parts: dict[Token, None] = {}
        for kind, text in self._calls.cells_in(value):
            if kind == "state":
                parts[self._run.read(text)] = None
            elif kind not in ("filter", "part") and text in self._given:  # what is not drawn gives nothing
                parts[self._given[text]] = None
        for draw in self._calls.carried_by(value):
            parts[self._first_value(draw)] = None
        parts.pop(MISSING, None)
        return tuple(parts)

    def _first_value(self, draw: Draw) -> Token:
        call = self._calls.call(draw)
        if not isinstance(call.first, Moving):
            return call.first
        if not call.counts:
            return restored(self.token(call.first))
        value = self._alternative(call.first.value)
        sought = self._sought(value)
        if sought is not None:
            return self._option_sought(sought)
        token = restored(self.token(value))
        return option_at(draw, token) if isinstance(token, int) else token

    def _alternative(self, value: Value) -> Value:
        """What a value is that the cluster's own cells choose."""
        while isinstance(value, Choice) and not self._is_unknown_choice(value):
            held = next((inner for condition, inner in value.alternatives if self._holds(condition)), None)
            if held is None:
                break
            value = held
        return value

    def _sought(self, position: Value) -> Hashable:
        """What is looked for where this is its position in a list: that is the option there. None where nothing of the
        cluster is."""
        if not isinstance(position, Opaque) or not isinstance(position.identity, int):
            return None
        match self._conditions.parts(position.identity):
            case (_, "index", _, looked_for) if cell_of(looked_for) in self._cluster.cells:
                return looked_for
        return None

    def _option_sought(self, looked_for: Hashable) -> Token:
        cell = cell_of(looked_for)
        assert cell is not None
        token = self._held(cell)
        if token is MISSING and isinstance(looked_for, Choice):  # `get` with another value where there is none
            return next((v.value for _, v in looked_for.alternatives if isinstance(v, Known)), Whatever("an option"))
        return Whatever("an option") if token is MISSING else token

    def widget(self, draw: Draw) -> Widget:
        """The widget that the call draws in this run."""
        call = self._calls.call(draw)
        if not call.moving and not isinstance(call.first, Moving):
            return call.widget
        moving = {name: self.token(value) for name, value in call.moving}
        parameters = tuple((name, moving.get(name, token)) for name, token in call.widget.parameters)
        return replace(call.widget, default=self._first_value(draw), parameters=parameters)
