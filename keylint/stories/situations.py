"""Situations: the kinds of runs of a page that differ in what they do with a cluster, each with values of all tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.clockwork import Leave
from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.conditions.questions import Answer
from keylint.conditions.values import ANYTHING, FALSE, NOTHING, TRUE, only
from keylint.run.keys import Key
from keylint.run.trace import Draw, StateRead, StateWrite
from keylint.stories.changes import Changes
from keylint.stories.flips import Cause
from keylint.stories.own_tests import own_tests
from keylint.stories.situation import Doubts, Found, Situation
from keylint.stories.steady import Steady

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event, LeaveKind
    from keylint.stories.clusters import Cluster
    from keylint.stories.effort import Effort
    from keylint.stories.flips import Flip, Flips
    from keylint.stories.openings import Openings

# Kinds of runs of a page that are told apart for one widget.
MOST_TARGETS = 8
_STRONGEST_FIRST = (
    frozenset({Cause.WIDGET, Cause.STATE, Cause.FAILURE}),
    frozenset({Cause.WIDGET, Cause.STATE, Cause.FAILURE, Cause.CLICK}),
    frozenset({Cause.WIDGET, Cause.STATE, Cause.FAILURE, Cause.CLICK, Cause.DATA}),
)

_LEAVES: dict[LeaveKind, Leave] = {
    "stop": Leave.STOP,
    "raise": Leave.EXCEPTION,
    "rerun": Leave.RERUN,
    "switch_page": Leave.SWITCH_PAGE,
}


class Situations:
    """The situations of one cluster. Those of clusters to which the same happens are found once: they are in `known`,
    which all clusters of an app share."""

    def __init__(
        self, cluster: Cluster, flips: Flips, openings: Openings, known: dict[Hashable, Found], effort: Effort
    ) -> None:
        self.cluster = cluster
        self.conditions = cluster.app.conditions
        self.flips = flips
        self.openings = openings
        self._questions = cluster.app.questions
        self._known = known
        self._effort = effort
        self._leaves = cluster.effects.leaves
        self._when = cluster.condition_of
        self.own = own_tests(cluster, self.conditions)
        self._own = frozenset(self.own)
        self._steady = Steady(cluster.effects, self.conditions)
        self.doubts = Doubts()
        self._first_runs: dict[Situation, Situation] = {}
        self.changes = Changes(cluster, flips, openings, self._own, self._steady, effort, self.doubts)

    def of_page(self, page: PageRun) -> list[Situation]:
        """The situation that the page is opened in comes first; none where no run of it is calm."""
        script = self.cluster.scripts.get(page, ())
        happens = tuple((self._when(event), type(event), _is_own(self.cluster, event)) for event in script)
        is_dialog = all(draw.context.dialog for draw in self.cluster.draws_on(page))
        question = (page, self._own, happens, is_dialog, self.changes.most_clicks)
        found = self._known.get(question)
        if found is None:
            before = self.doubts.taken()
            with self._effort.page_of(self.cluster.key.text):
                situations = tuple(self._of_page(page, script))
            found = self._known[question] = Found(script, situations, self.doubts.taken())
            self.doubts.add(before)
        self.doubts.add(found.doubts)
        own = {id(theirs): event for theirs, event in zip(found.script, script, strict=True)}
        return [self._owned(situation, own) for situation in found.situations]

    def _owned(self, situation: Situation, own: Mapping[int, Event]) -> Situation:
        """The situation with the cluster's own events. What is decided in it later is decided for the cluster alone."""
        return replace(
            situation,
            env=self.flips.copied(situation.env),
            ways=tuple((own[id(event)], condition) for event, condition in situation.ways),
            resting=self._owned(situation.resting, own) if situation.resting is not None else None,
            after=self._owned(situation.after, own) if situation.after is not None else None,
            decided=dict(situation.decided),
        )

    def _of_page(self, page: PageRun, script: tuple[Event, ...]) -> list[Situation]:
        base = self._opening(page)
        if base is None:
            return []
        drawn, here = self._drawn(page), page.universe
        leaving = self._leaving(page)
        left = self.conditions.any_of(leaving.values())
        found = [base]
        for wanted, leave in self._targets(script, drawn, leaving, left, here, base.leave):
            for situation in self._reached(page, base, wanted, script, leave):
                if not any(situation.is_like(other) for other in found):
                    found.append(situation)
        return found

    def first_run(self, situation: Situation) -> Situation:
        """The situation where nothing is in session state yet, as when a session begins; itself where the page would
        draw something else then."""
        known = self._first_runs.get(situation)
        if known is None:
            script = self.cluster.scripts.get(situation.page, ())
            tests = self.conditions.tests(*map(self._when, script))
            env = {**situation.env, **dict(_of_empty_state(test.variable for test in tests))}
            empty = self._situation(situation.page, env, script, situation.leave, situation.flips)
            known = empty if _draws(empty) == _draws(situation) else situation
            self._first_runs[situation] = known
        return known

    def opening(self, page: PageRun) -> Situation | None:
        """The situation that the page is opened in."""
        with self._effort.page_of(self.cluster.key.text):
            return self._opening(page)

    def _opening(self, page: PageRun) -> Situation | None:
        """With the widget, if any calm run draws it; where all of those end with `st.stop()`, as on pages that wait for
        a click, with one of them."""
        drawn, here, leaving = self._drawn(page), page.universe, self._leaving(page)
        left = self.conditions.any_of(leaving.values())
        both, without = self.conditions.both, self.conditions.without
        script = self.cluster.scripts.get(page, ())
        if drawn is not NEVER:
            shown = both(here, drawn)
            for runs, leave in ((without(shown, left), Leave.END), (both(shown, leaving[Leave.STOP]), Leave.STOP)):
                first = self._calm(runs)
                if first is not None:
                    return self._situation(page, first, script, leave, ())
            if not all(draw.context.dialog for draw in self.cluster.draws_on(page)):
                return None  # only the run of a click draws it
        first = self._calm(without(here, left)) or self._calm(here)
        return None if first is None else self._situation(page, first, script, Leave.END, ())

    def _drawn(self, page: PageRun) -> Condition:
        return self.conditions.any_of(draw.condition for draw in self.cluster.draws_on(page))

    def _leaving(self, page: PageRun) -> Mapping[Leave, Condition]:
        """The runs of a page that end before their time, by how they end."""
        return {
            way: self.conditions.any_of(one.condition for one in self._leaves[page] if _LEAVES[one.kind] is way)
            for way in _LEAVES.values()
        }

    def _targets(
        self,
        script: tuple[Event, ...],
        drawn: Condition,
        leaving: Mapping[Leave, Condition],
        left: Condition,
        here: Condition,
        usual: Leave,
    ) -> Iterator[tuple[Condition, Leave]]:
        """What is worth a situation of its own: runs without the widget, and what happens in them. `usual` is how the
        page ends when it is opened."""
        without = self.conditions.without
        both = self.conditions.both
        whole = without(here, left) if usual is Leave.END else both(here, leaving[usual])
        hidden = without(here, drawn)
        yield without(whole, drawn), usual
        yield both(whole, drawn), usual
        seen: dict[Condition, None] = {}
        for event in script:
            if isinstance(event, (StateRead, StateWrite)) and (condition := self._when(event)) is not ALWAYS:
                seen.setdefault(condition)
        self.doubts.is_cut |= len(seen) > MOST_TARGETS
        for condition in list(seen)[:MOST_TARGETS]:
            yield both(without(whole, drawn), condition), usual
            yield both(both(hidden, leaving[Leave.RERUN]), condition), Leave.RERUN
        yield both(hidden, both(leaving[Leave.STOP], here)), Leave.STOP
        yield both(hidden, leaving[Leave.EXCEPTION]), Leave.EXCEPTION
        yield both(hidden, leaving[Leave.RERUN]), Leave.RERUN
        for condition in list(seen)[:MOST_TARGETS]:
            yield both(both(whole, drawn), condition), usual

    def _calm(self, condition: Condition) -> Model | None:
        """Values with which the condition holds, when nothing is clicked and, if possible, nothing fails."""
        variables = dict.fromkeys(test.variable for test in self.conditions.tests(condition))
        quiet: Model = {v: FALSE for v in variables if self.flips.cause_of(v) is Cause.CLICK}
        unbroken = quiet | {v: FALSE for v in variables if self.flips.cause_of(v) is Cause.FAILURE}
        for known in (unbroken, quiet):
            if self._effort.is_spent:
                self.doubts.is_cut = True
                return None
            found = self._questions.model(self.conditions.assuming(condition, known))
            if found is Answer.UNSURE:
                self.doubts.is_undecided = True
            elif not isinstance(found, Answer):
                return {**known, **found}
        return None

    def _reached(
        self, page: PageRun, base: Situation, wanted: Condition, script: tuple[Event, ...], leave: Leave
    ) -> Iterator[Situation]:
        """A situation in which `wanted` holds, by flips from the base: strong ones, else weak ones, else by a click."""
        if wanted is NEVER:
            return
        for causes in _STRONGEST_FIRST:
            found = self.changes.to(page, base, wanted, causes)
            if found is not None:
                calm_flips = tuple(flip for flip in (*found.early, *found.late) if flip.cause is not Cause.CLICK)
                clicks = {f.variable: FALSE for f in (*found.early, *found.late) if f.cause is Cause.CLICK}
                resting = self._calmed(page, {**found.env, **clicks}, script, calm_flips) if clicks else None
                flips, after = found.early, None
                if found.between is not None:
                    flips, after = found.late, self._calmed(page, found.between, script, found.early)
                yield replace(self._situation(page, found.env, script, leave, flips, resting), after=after)
                return

    def _calmed(self, page: PageRun, env: Model, script: tuple[Event, ...], flips: tuple[Flip, ...]) -> Situation:
        calm = self._situation(page, env, script, Leave.END, flips)
        return replace(calm, leave=self._how_it_ends(calm))

    def is_on_click(self, event: Event) -> bool:
        """Whether the event happens only in the run of a click."""
        return any(
            self.flips.cause_of(test.variable) is Cause.CLICK
            and self.conditions.assuming(event.condition, {test.variable: FALSE}) is NEVER
            for test in self.conditions.tests(event.condition)
        )

    def _how_it_ends(self, situation: Situation) -> Leave:
        for event in self._leaves[situation.page]:
            if self.decide(situation, event.condition) is ALWAYS:
                return _LEAVES[event.kind]
        return Leave.END

    def _situation(
        self,
        page: PageRun,
        env: Model,
        script: tuple[Event, ...],
        leave: Leave,
        flips: tuple[Flip, ...],
        resting: Situation | None = None,
    ) -> Situation:
        """Decides what `env` leaves open, so that only tests of the cluster's own cells are left."""
        whole = {variable: values for variable, values in env.items() if variable not in self.own}
        situation = Situation(page, whole, (), leave, flips, resting)
        ways = ((event, self.decide(situation, self._when(event))) for event in script)
        return replace(situation, ways=tuple(way for way in ways if way[1] is not NEVER))

    def decide(self, situation: Situation, condition: Condition) -> Condition:
        """What is left of a condition in the situation: only tests of the cluster's own cells."""
        known = situation.decided.get(condition)
        if known is not None:
            return known
        return self.conditions.replaced(condition, -1, lambda test: self._outcome(situation, test), situation.decided)

    def _outcome(self, situation: Situation, test: Condition) -> Condition:
        """How a test comes out that is not of the cluster's cells; one that does not matter to the situation comes out
        as is usual: inputs are as they begin, nothing is clicked, nothing fails, data are there."""
        variable, env = test.variable, situation.env
        if variable in self.own:
            return test
        within = env.get(variable, ANYTHING if variable.domain is None else only(variable.domain))
        if variable not in env:
            within &= self._steady.left(situation.page, env, (variable,)).get(variable, within)
        passing, failing = within & test.values, within & test.negation.values
        if passing is NOTHING or failing is NOTHING:
            return NEVER if passing is NOTHING else ALWAYS
        is_passing = self._is_usual(situation.page, test, passing)
        env[variable] = passing if is_passing else failing
        return ALWAYS if is_passing else NEVER

    def _is_usual(self, page: PageRun, test: Condition, passing: ValueSet) -> bool:
        cause = self.flips.cause_of(test.variable)
        if cause is Cause.WIDGET:
            begins_so = self.openings.begins_so(page, test.variable, test.values)
            if begins_so is not None:
                return begins_so
        is_off = cause in (Cause.CLICK, Cause.FAILURE)
        return (passing & (FALSE if is_off else TRUE)) is not NOTHING


def _of_empty_state(variables: Iterable[Variable]) -> Iterator[tuple[Variable, ValueSet]]:
    """Those of the variables that ask what session state holds when a run begins, as they are when that is nothing."""
    for variable in variables:
        match variable.subject, variable.aspect:
            case ("key", Key()), _:
                yield variable, FALSE
            case ("state", Key(), 0), "value":
                yield variable, only((None,))


def _draws(situation: Situation) -> list[Event]:
    return [event for event, _ in situation.ways if isinstance(event, Draw)]


def _is_own(cluster: Cluster, event: Event) -> bool:
    return isinstance(event, Draw) and cluster.is_own(event)
