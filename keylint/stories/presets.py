"""Stories of a default that changes and is not shown: another widget's callback gives a cell another value, the cell is
what a widget is given first, and the widget, which is still on the screen, does not show it.

Anybody expects a widget to show what it is given until they have set it themselves; also afterwards, where what they
set went to the cell, so that the widget and the cell are one thing to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.clockwork import Leave, ideal, opened
from keylint.conditions.values import told_apart
from keylint.run.keys import Key
from keylint.run.trace import StateWrite
from keylint.run.values import Choice, in_order
from keylint.stories.calls import Calls
from keylint.stories.playing import Play
from keylint.stories.story import Act, Step, Story, Symptom
from keylint.stories.tokens import Edit, may_be_equal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from keylint.clockwork import IdealRun, IdealSession, Run, Session, Widget
    from keylint.conditions.nodes import Condition, Variable
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Event
    from keylint.stories.situation import Situation
    from keylint.stories.situations import Situations
    from keylint.streamlit.versions import Version

    Way = tuple[Event, Condition]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A session, what is expected of it, and the acts that led to it."""

    real: Session
    expected: IdealSession
    steps: tuple[Step, ...]


class Presets:
    """The stories of one cluster on one version. None where something may touch the cluster that is not understood."""

    def __init__(self, making: Situations, version: Version) -> None:
        self._making = making
        self._cluster = making.cluster
        self._conditions = making.conditions
        self._version = version
        self._calls = Calls(making.cluster, making.conditions, version)

    def stories(self) -> tuple[Story, ...]:
        """One story of each page and each callback that changes the default."""
        if self._cluster.is_open or not self._cluster.callbacks:
            return ()
        found = [story for page in self._cluster.app.pages for story in self._of_page(page)]
        return tuple(found) if not self._making.doubts.is_undecided else ()

    def _of_page(self, page: PageRun) -> Iterator[Story]:
        callbacks = [callback for callback in self._from_elsewhere(page) if not self._decides_drawing(page, callback)]
        situation = self._making.opening(page) if callbacks and self._cluster.draws_on(page) else None
        if situation is None:
            return
        start = opened(self._version, page.name), ideal(page.name, follows_defaults=True)
        first = self._played(situation, start[0].rerun(), start[1].rerun(), (Step(Act.OPEN, page),))
        for callback in callbacks:
            for moment in (first, self._edited(situation, first)):
                story = self._story(situation, moment, callback) if moment is not None else None
                if story is not None:
                    yield story
                    break

    def _from_elsewhere(self, page: PageRun) -> list[CallbackRun]:
        """The callbacks of a page, not the widget's own, that write one of the cells."""
        return [
            callback
            for callback, script in self._cluster.callbacks.items()
            if callback in page.callbacks
            and any(not self._cluster.is_own(draw) for draw in callback.draws)
            and any(isinstance(event, StateWrite) for event in script)
        ]

    def _decides_drawing(self, page: PageRun, callback: CallbackRun) -> bool:
        """Whether the callback, or who calls it, also decides whether the widget is drawn: it may then begin anew."""
        asked = {
            origin.detail.text
            for draw in self._cluster.draws_on(page)
            for test in self._conditions.tests(draw.condition)
            for origin in in_order(getattr(test.variable.about, "origins", frozenset()))
            if isinstance(origin.detail, Key)
        }
        written = {event.key.text for event in callback.trace.events if isinstance(event, StateWrite)}
        callers = {draw.key.text for draw in callback.draws if draw.key is not None}
        return bool(asked & (written | callers))

    def _edited(self, situation: Situation, moment: _Moment) -> _Moment | None:
        """After an edit of the widget itself, where its default has followed that edit."""
        widget = self._own(moment.real)
        if widget is None or widget.form is not None:
            return None
        token = Edit(1)
        real, expected = moment.real.edit(widget, token), moment.expected.edit(widget, token)
        step = Step(Act.EDIT, situation.page, value=token)
        after = self._played(situation, real.rerun(), expected.rerun(), (*moment.steps, step))
        drawn = self._own(after.real)
        if drawn is None or drawn.default != token or after.real.shown(drawn) != token:
            return None
        untouched = after.expected.untouched | {widget.key}
        return replace(after, expected=replace(after.expected, untouched=untouched))

    def _own(self, session: Session) -> Widget | None:
        return next((widget for widget in session.screen if widget.key == self._cluster.key.text), None)

    def _story(self, situation: Situation, moment: _Moment, callback: CallbackRun) -> Story | None:
        """What becomes of the widget when the callback is called by another one."""
        by = self._caller(situation, moment.real, callback)
        if by is None:
            return None
        for answered in self._answers(situation, callback, by[0]):
            story = self._called(situation, answered, moment, callback, *by)
            if story is not None:
                return story
        return None

    def _called(
        self,
        situation: Situation,
        answered: Situation,
        moment: _Moment,
        callback: CallbackRun,
        draw: Draw,
        widget: Widget | None,
    ) -> Story | None:
        real, expected = moment.real, moment.expected
        if widget is not None:
            token = Edit(2)
            real, expected = real.edit(widget, token), expected.edit(widget, token)
        steps = (*moment.steps, Step(Act.CALL, situation.page, by=draw))
        called = None if widget is not None else callback
        after = self._played(situation, real.rerun(), expected.rerun(), steps, called, answered)
        own = self._own(after.real)
        if own is None:
            return None
        try:
            seen, wanted = after.real.shown(own), after.expected.shown(own)
        except KeyError:
            return None
        if seen == wanted or may_be_equal(seen, wanted):
            return None
        return Story(Symptom.SHOWN, steps, self._cluster.draws_on(situation.page)[0], seen, wanted)

    def _caller(
        self, situation: Situation, session: Session, callback: CallbackRun
    ) -> tuple[Draw, Widget | None] | None:
        """A widget that calls the callback: one of the cluster that is on the screen, or one beside the cluster."""
        for draw in callback.draws:
            if self._cluster.is_own(draw):
                continue
            if draw.key is not None and draw.key.text in self._cluster.cells:
                widget = next((one for one in session.screen if one.key == draw.key.text), None)
                if widget is not None and widget.form is None and not widget.is_trigger:
                    return draw, widget
            elif self._making.flips.can_run(draw.condition, situation.env):
                return draw, None
        return None

    def _played(
        self,
        situation: Situation,
        real: Run,
        expected: IdealRun,
        steps: tuple[Step, ...],
        called: CallbackRun | None = None,
        answered: Situation | None = None,
    ) -> _Moment:
        for run in (real, expected):
            for callback in (*run.callbacks, *([called] if called is not None else [])):
                self._play(answered or situation, run, self._script(callback))
            self._play(situation, run, situation.ways)
        return _Moment(real.leave(Leave.END), expected.leave(Leave.END), steps)

    def _script(self, callback: Hashable) -> Iterator[Way]:
        script = self._cluster.callbacks.get(callback, ())  # type: ignore[call-overload]
        return ((event, event.condition) for event in script)

    def _play(self, situation: Situation, run: Run | IdealRun, ways: Iterable[Way]) -> None:
        play = Play(self._calls, self._making, situation, run)
        play.begin()
        play.play(ways)

    def _answers(self, situation: Situation, callback: CallbackRun, by: Draw) -> Iterator[Situation]:
        """The situation with each value of the widget `by` that its callback tells apart."""
        yield situation
        tests: dict[Variable, list[Condition]] = {}
        for event in self._cluster.callbacks[callback]:
            for test in self._conditions.tests(event.condition, *_chosen_by(event)):
                if _is_about(test.variable, by):
                    tests.setdefault(test.variable, []).append(test)
        for variable, about in tests.items():
            for values in told_apart((test.values for test in about), variable.domain):
                yield replace(situation, env={**situation.env, variable: values}, decided={})


def _is_about(variable: Variable, draw: Draw) -> bool:
    """Whether what is tested is the value of a keyed widget."""
    return draw.key is not None and any(
        isinstance(origin.detail, Key) and origin.detail.text == draw.key.text
        for origin in in_order(getattr(variable.about, "origins", frozenset()))
    )


def _chosen_by(event: Event) -> list[Condition]:
    """What decides which value is written."""
    value = event.value if isinstance(event, StateWrite) else None
    return [condition for condition, _ in value.alternatives] if isinstance(value, Choice) else []
