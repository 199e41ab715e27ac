"""What has to change for a page to run otherwise: as few flips as possible, each of which something brings about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.assumptions import Assumption
from keylint.conditions.nodes import NEVER
from keylint.conditions.questions import Answer
from keylint.conditions.values import ANYTHING, FALSE, NOTHING, TRUE
from keylint.run.trace import StateDelete, StateWrite
from keylint.stories.companions import takes_along
from keylint.stories.flips import Cause
from keylint.stories.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories.clusters import Cluster
    from keylint.stories.effort import Effort
    from keylint.stories.flips import Flip, Flips
    from keylint.stories.openings import Openings
    from keylint.stories.situation import Doubts, Situation
    from keylint.stories.steady import Steady

# Ways to come to a situation that are looked at, each without something that turns out to be impossible.
_MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Change:
    """What leads from a base to other values `env`: first the flips `early`, then the `late` ones, in a later run, of
    what neither hides the widget nor shows it. Before them the values are `between`."""

    env: Model
    early: tuple[Flip, ...]
    late: tuple[Flip, ...]
    between: Model | None


class Changes:
    """The changes that matter to one cluster; `doubts` are noted for whoever asks."""

    def __init__(
        self,
        cluster: Cluster,
        flips: Flips,
        openings: Openings,
        own: Collection[Variable],
        steady: Steady,
        effort: Effort,
        doubts: Doubts,
    ) -> None:
        self._cluster = cluster
        self._conditions = cluster.app.conditions
        self._questions = cluster.app.questions
        self._flips = flips
        self._openings = openings
        self._own = own
        self._steady = steady
        self._paths = Paths(cluster.effects, flips)
        self._effort = effort
        self._doubts = doubts
        # One click causes a run; what stands in a dialog runs again without the click that has opened it.
        self.most_clicks = 2 if any(draw.context.dialog for draw in cluster.draws) else 1
        self._assumptions: dict[tuple[Situation, frozenset[Cause]], Assumption] = {}
        self._left_by: dict[Situation, Model] = {}
        self._hidden_by: dict[PageRun, Mapping[Variable, None]] = {}
        self._taking: dict[int, bool] = {}

    def to(self, page: PageRun, base: Situation, wanted: Condition, causes: frozenset[Cause]) -> Change | None:
        """Values with which `wanted` holds, of which only those differ from the base's that something can flip."""
        excluded: dict[Variable, ValueSet] = {}
        other: Change | None = None
        rest = self._unflipped(base, causes).of(wanted)
        for _ in range(_MOST_TRIES):
            if self._effort.is_spent:
                self._doubts.is_cut = True
                return other
            found = self._questions.model(self._conditions.assuming(rest, excluded) if excluded else rest)
            if found is Answer.UNSURE:
                self._doubts.is_undecided = True
            if isinstance(found, Answer):
                return other
            found = self._with_fewer_changes(page, base, rest, excluded, found)
            now = {**base.env, **self._left(page, base)}
            change, bad = self._change(page, base, now, found, causes)
            if bad is None and change is not None:
                bad = self._without_return(page, base, change)
                if bad is None:
                    return change
                # By another value there may be one.
                rest = self._conditions.both(rest, self._conditions.test(bad, change.env[bad].complement))
            elif bad is not None:
                excluded[bad] = now.get(bad, found[bad].complement)
            other = other or change
        return other

    def _without_return(self, page: PageRun, base: Situation, change: Change) -> Variable | None:
        """A variable of session state that nothing flips back from there, or only what may count past."""
        by_state = [flip.variable for flip in (*change.early, *change.late) if flip.cause is Cause.STATE]
        ways = ((v, self.back(page, v, change.env, base.env[v])) for v in by_state if v in base.env)
        return next((variable for variable, way in ways if way is None or way.is_counted), None)

    def _change(
        self, page: PageRun, base: Situation, now: Model, found: Model, causes: frozenset[Cause]
    ) -> tuple[Change | None, Variable | None]:
        """What leads to the values `found`; with a variable that cannot be flipped so, or would better not be."""
        env = dict(base.env)
        for variable, values in found.items():
            common = env.get(variable, ANYTHING) & values
            env[variable] = values if common is NOTHING else common
        changed = self._changed(page, base, found)
        early = {variable: self._flip(page, variable, now, found[variable]) for variable in changed}
        late: dict[Variable, Flip | None] = {}
        between: Model | None = None
        second = [v for v in changed if self._is_on_screen(v) and (early[v] is None or v not in self._hiding(page))]
        if second and len(second) < len(changed):
            between = {**env, **{v: now.get(v, found[v].complement) for v in second}}
            late = {variable: self._flip(page, variable, between, found[variable]) for variable in second}
        flips = {**early, **late}
        bad = next((variable for variable in changed if not _is_one_of(causes, flips[variable])), None)
        clicks = [variable for variable in changed if self._flips.cause_of(variable) is Cause.CLICK]
        if bad is None and len(clicks) > self.most_clicks:
            bad = clicks[-1]
        if bad is not None:
            return None, bad
        for flip in flips.values():
            if flip is not None and (env[flip.variable] & flip.to) is not NOTHING:
                env[flip.variable] &= flip.to
        first = tuple(flip for variable, flip in early.items() if flip is not None and variable not in late)
        change = Change(env, first, tuple(flip for flip in late.values() if flip is not None), between)
        # What leads there without taking the widget's value along tells more.
        return change, next((flip.variable for flip in (*first, *change.late) if self._takes_along(flip.by)), None)

    def back(self, page: PageRun, variable: Variable, now: Model, before: ValueSet) -> Flip | None:
        """What flips a variable back; at once or, where that takes nothing else along, stage by stage."""
        flip = self._flips.flip(page, variable, now, before)
        return self._flip(page, variable, now, before) if flip is None or flip.is_counted else flip

    def _with_fewer_changes(
        self, page: PageRun, base: Situation, rest: Condition, excluded: dict[Variable, ValueSet], found: Model
    ) -> Model:
        """The model, without changes that the condition can do without."""
        kept = dict(excluded)
        changed = self._changed(page, base, found)
        while len(changed) > 1:
            dropped = changed.pop()
            stays = base.env.get(dropped, found[dropped].complement)
            model = self._questions.model(self._conditions.assuming(rest, {**kept, dropped: stays}))
            if isinstance(model, Answer):
                continue
            left = self._changed(page, base, model)
            if len(left) <= len(changed):
                kept[dropped] = stays
                found, changed = model, [variable for variable in left if variable not in kept]
        return found

    def _changed(self, page: PageRun, base: Situation, found: Model) -> list[Variable]:
        """What has to be brought about, with what the user chooses first."""
        changed = (variable for variable, values in found.items() if self._is_changed(page, base, variable, values))
        return sorted(changed, key=lambda variable: self._flips.cause_of(variable) is not Cause.WIDGET)

    def _flip(self, page: PageRun, variable: Variable, now: Model, later: ValueSet) -> Flip | None:
        return self._paths.flip(page, variable, now, later, self._takes_along)

    def _takes_along(self, event: Event | None) -> bool:
        if not isinstance(event, (StateWrite, StateDelete)):
            return False
        if id(event) not in self._taking:
            self._taking[id(event)] = takes_along(self._cluster, self._conditions, event)
        return self._taking[id(event)]

    def _hiding(self, page: PageRun) -> Mapping[Variable, None]:
        """What is asked before the widget is drawn, in the order of the tests."""
        if page not in self._hidden_by:
            tests = self._conditions.tests(self._drawn(page))
            self._hidden_by[page] = dict.fromkeys(test.variable for test in tests)
        return self._hidden_by[page]

    def _is_changed(self, page: PageRun, base: Situation, variable: Variable, values: ValueSet) -> bool:
        """Whether the user or the app has to do something for a test, which is not the cluster's own."""
        before = self._left(page, base).get(variable, base.env.get(variable))
        if variable in self._own or (before is not None and (before & values) is not NOTHING):
            return False
        if before is not None or self._is_off(variable, values):
            return True
        is_chosen = self._flips.cause_of(variable) is Cause.WIDGET
        return is_chosen and self._openings.begins_so(page, variable, values) is False

    def _left(self, page: PageRun, base: Situation) -> Model:
        """What the run of the base has set when it is over, of what is asked before the widget is drawn: it stays set,
        unless the widget would not be there then."""
        if base not in self._left_by:
            left = self._steady.left(page, base.env, self._hiding(page))
            is_shown = self._conditions.assuming(self._drawn(page), {**base.env, **left}) is not NEVER
            self._left_by[base] = left if is_shown else {}
        return self._left_by[base]

    def _is_on_screen(self, variable: Variable) -> bool:
        """Whether what flips the variable has to be drawn for that."""
        return self._flips.cause_of(variable) in (Cause.CLICK, Cause.WIDGET)

    def _unflipped(self, base: Situation, causes: frozenset[Cause]) -> Assumption:
        """What cannot be flipped stays as it is in the base."""
        known = self._assumptions.get((base, causes))
        if known is None:
            stays = {v: values for v, values in base.env.items() if self._flips.cause_of(v) not in causes}
            known = self._assumptions[base, causes] = Assumption(self._conditions, stays)
        return known

    def _drawn(self, page: PageRun) -> Condition:
        return self._conditions.any_of(draw.condition for draw in self._cluster.draws_on(page))

    def _is_off(self, variable: Variable, values: ValueSet) -> bool:
        """Whether a variable of which the base says nothing is as a rule something else: for what is clicked, what
        fails, and data that are not there."""
        cause = self._flips.cause_of(variable)
        if cause is Cause.DATA:
            return (values & TRUE) is NOTHING and (values & FALSE) is not NOTHING
        return cause in (Cause.CLICK, Cause.FAILURE) and (values & FALSE) is NOTHING


def _is_one_of(causes: frozenset[Cause], flip: Flip | None) -> bool:
    return flip is not None and flip.cause in causes
