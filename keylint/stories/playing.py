"""One run of a page, or a callback, played on the clockwork: what it reads, writes and draws of a cluster."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, RunError
from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.keys import Key
from keylint.run.trace import Draw, StateDelete, StateRead, StateWrite
from keylint.run.values import (
    Choice,
    Known,
    Opaque,
    StateValue,
    Text,
    Truth,
    WidgetResult,
)
from keylint.stories.calls import Moving
from keylint.stories.clusters import is_own_value
from keylint.stories.tokens import restored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.clockwork import IdealRun, Run, Widget
    from keylint.conditions.nodes import Condition, Variable
    from keylint.run.trace import Atom, Event
    from keylint.run.values import Value
    from keylint.stories.calls import Calls
    from keylint.stories.situations import Situation, Situations
    from keylint.stories.tokens import Token


@dataclass
class Observed:
    """What a run did: what its reads gave, by the identity of the event, what it drew, and the error that ended it."""

    reads: dict[int, tuple[StateRead, Token]] = field(default_factory=dict)
    draws: list[tuple[Draw, Widget]] = field(default_factory=list)
    error: tuple[RunError, Event] | None = None


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
        self._held: dict[Variable, Token] = {}
        self._outcomes: dict[Condition, Condition] = {}
        self._given: dict[str, Token] = {}
        self.observed = Observed()

    def begin(self) -> None:
        """The script begins: what the cells hold now is what its tests see."""
        self._start = {text: self._run.read(text) for text in self._cluster.cells}
        self._written = set()
        self._held = {}
        self._outcomes = {}

    def _value(self, variable: Variable) -> Token:
        """What a cell had when the script began, or for the test whether it is there, if it was."""
        if variable in self._held:
            return self._held[variable]
        kind, key = variable.subject[0], variable.subject[1]  # type: ignore[index]
        token = self._start[key.text]
        if kind == "key":
            token = token is not MISSING
        elif token is MISSING:
            # Who asks for the value of a widget that is not there yet gets what the widget begins with.
            self._held[variable] = None
            token = self._first_value(self._cluster.draws[0])
        self._held[variable] = token
        return token

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
        """How a test of one of the cells comes out. What they hold is told apart by every test."""
        return ALWAYS if self._value(test.variable) in test.values else NEVER

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
                if form == "inside":
                    run.write(key.text, self._calls.term(("changed", event.order), (run.read(key.text),)))
                elif is_own_value(event.value, key) and not isinstance(event.value, Choice):
                    if run.read(key.text) is not MISSING:
                        run.write(key.text, run.read(key.text))
                elif form != "setdefault" or run.read(key.text) is MISSING:
                    token = self.token(event.value)
                    if token is not MISSING:
                        run.write(key.text, token)
                self._written.add(key.text)
            case StateDelete(key=key):
                for text in [key.text] if key.text in self._cluster.cells else sorted(self._cluster.cells):
                    if run.read(text) is not MISSING:
                        run.delete(text)
                    self._written.add(text)

    # -- values ----------------------------------------------------------------------------------------------------

    def token(self, value: Value | Moving) -> Token:
        """What a value of the run stands for in the story."""
        match value:
            case Moving():
                return self.token(value.value)
            case Known(value=constant):
                return constant
            case StateValue(key=key) if key.text in self._cluster.cells:
                begun = self._start[key.text] if key.text in self._written else MISSING
                return self._run.read(key.text) if begun is MISSING else begun  # what was not there cannot be meant
            case WidgetResult(key=Key() as key) if key.text in self._cluster.cells:
                return self._given.get(key.text, MISSING)
            case Choice(alternatives=alternatives):
                if any(self._is_unknown(test) for test in self._conditions.tests(*(one for one, _ in alternatives))):
                    tokens = (self.token(inner) for _, inner in alternatives)
                    return self._calls.term(value, tuple(dict.fromkeys(t for t in tokens if t is not MISSING)))
                for condition, inner in alternatives:
                    if self._holds(condition):
                        return self.token(inner)
                return self._calls.term("none of these")
            case Opaque() | Truth() | Text() | StateValue() | WidgetResult():
                return self._calls.term(getattr(value, "identity", value), self._parts(value))
            case _:
                return self._calls.term(value)

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
            elif kind not in ("filter", "part"):
                parts[self._given.get(text, self._run.read(text))] = None
        parts.pop(MISSING, None)
        return tuple(parts)

    def _first_value(self, draw: Draw) -> Token:
        given = self._calls.call(draw).first
        return restored(self.token(given)) if isinstance(given, Moving) else given

    def widget(self, draw: Draw) -> Widget:
        """The widget that the call draws in this run."""
        call = self._calls.call(draw)
        if not call.moving and not isinstance(call.first, Moving):
            return call.widget
        moving = {name: self.token(value) for name, value in call.moving}
        parameters = tuple((name, moving.get(name, token)) for name, token in call.widget.parameters)
        return replace(call.widget, default=self._first_value(draw), parameters=parameters)
