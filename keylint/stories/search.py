"""The search for stories: from opening the app, act by act, the cheapest first."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, Leave, ideal, opened
from keylint.conditions.values import TRUE
from keylint.run.trace import Draw, StateRead, StateWrite
from keylint.run.values import in_order
from keylint.stories.calls import Calls
from keylint.stories.playing import Observed, Play
from keylint.stories.situations import Situations
from keylint.stories.story import Act, Step, Story, Symptom
from keylint.stories.tokens import Edit, edits_in, may_be_equal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from keylint.clockwork import IdealRun, IdealSession, Run, Session, Widget
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.questions import Questions
    from keylint.run.runs import CallbackRun, PageRun
    from keylint.run.trace import Event
    from keylint.stories.clusters import Cluster
    from keylint.stories.flips import Flip, Flips
    from keylint.stories.situations import Found, Situation
    from keylint.stories.tokens import Token
    from keylint.streamlit.versions import Version

MOST_ACTS = 6
MOST_STATES = 120
MOST_EDITS = 1
_RERUN_COSTS, _ACT_COSTS, _WEAK_COSTS = 11, 10, 100
_MOST_RUNS = 4
# Of pages that do the same, the user goes from one to another.
_MOST_ALIKE = 2

Kind = tuple["PageRun", Symptom, bool]


@dataclass(frozen=True, slots=True)
class _Node:
    situation: Situation
    real: Session
    ideal: IdealSession
    edits: int


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """The stories of a cluster: one of each symptom that stays on its page, and one that leaves it.

    - `is_undecided`: questions of when the widget is drawn took too long;
    - `is_cut`: there was more to look at than is looked at;
    - `alike`: for pages that do the same with the cluster, the one that stands for them.
    """

    cluster: Cluster
    stories: tuple[Story, ...]
    is_undecided: bool = False
    is_cut: bool = False
    alike: Mapping[PageRun, PageRun] = field(default_factory=dict)

    def of(self, home: PageRun, *, leaves_page: bool) -> dict[Symptom, Story]:
        """The stories that begin on a page, by symptom: those that stay there, or those that leave it."""
        told_for = self.alike.get(home, home)
        return {s.symptom: s for s in self.stories if s.home is told_for and s.leaves_page == leaves_page}


class Search:
    """The stories of one cluster on one version."""

    def __init__(
        self,
        cluster: Cluster,
        conditions: Conditions,
        questions: Questions,
        flips: Flips,
        version: Version,
        known: dict[Hashable, Found],
    ) -> None:
        self._cluster = cluster
        self._flips = flips
        self._version = version
        self._calls = Calls(cluster, conditions, version)
        self._making = Situations(cluster, conditions, questions, flips, known)
        self._of_page: dict[PageRun, list[Situation]] = {}
        self._back: dict[Situation, tuple[Flip, ...] | None] = {}
        self._found: dict[Kind, Story] = {}
        self._ignored = _feeding_reads(cluster)

    def stories(self) -> Told:
        groups = self._alike()
        alike = {page: group[0] for group in groups for page in group}
        homes = [group[0] for group in groups if self._cluster.draws_on(group[0])]
        for page in self._pages([page for group in groups for page in group[:_MOST_ALIKE]]):
            self._of_page[page] = self._making.of_page(page)
        is_cut = self._making.is_cut
        for home in homes:
            if self._of_page.get(home) and (len(self._of_page[home]) > 1 or len(self._of_page) > 1):
                is_cut = self._explore(home) or is_cut
        return Told(self._cluster, tuple(self._found.values()), self._making.is_undecided, is_cut, alike)

    def _alike(self) -> list[list[PageRun]]:
        """The pages with events of the cluster, grouped by what they do: a helper that all of them call is one."""
        groups: dict[object, list[PageRun]] = {}
        for page, script in self._cluster.scripts.items():
            does = tuple((event.location, tuple(guard.location for guard in event.guards)) for event in script)
            groups.setdefault(does, []).append(page)
        return list(groups.values())

    def _pages(self, with_events: list[PageRun]) -> list[PageRun]:
        """The pages that the user goes to: some with events of the cluster, and one of those without."""
        others = (page for page in self._cluster.app.pages if page not in self._cluster.scripts)
        return [*with_events, *itertools.islice(others, 1)]

    def _explore(self, home: PageRun) -> bool:
        """Looks for the symptoms that begin on one page; says whether it gave up."""
        heap: list[tuple[int, int, _Node, tuple[Step, ...]]] = []
        count = itertools.count()
        seen: set[_Node] = set()
        base = self._of_page[home][0]
        start = _Node(base, opened(self._version, home.name), ideal(home.name), 0)
        first = Step(Act.OPEN, home)
        for node in self._run(start, start.real.rerun(), start.ideal.rerun(), (first,)):
            heapq.heappush(heap, (0, next(count), node, (first,)))
        visited = 0
        while heap:
            cost, _, node, steps = heapq.heappop(heap)
            if node in seen:
                continue
            seen.add(node)
            visited += 1
            if visited > MOST_STATES:
                return True
            if len(steps) > MOST_ACTS or self._is_done(steps[0].page):
                continue
            for price, step, after in self._acts(node, steps):
                heapq.heappush(heap, (cost + price, next(count), after, (*steps, step)))
        return False

    def _is_done(self, home: PageRun) -> bool:
        """Whether every kind of story is told, and none is weak or unsure."""
        return all(
            (told := self._found.get((home, symptom, away))) is not None
            and not told.is_weak
            and (self._cluster.is_open or not told.is_unsure)
            for symptom in (Symptom.READ, Symptom.SHOWN)
            for away in (False, True)
        )

    # -- acts --------------------------------------------------------------------------------------------------------

    def _acts(self, node: _Node, steps: tuple[Step, ...]) -> Iterator[tuple[int, Step, _Node]]:
        page = node.situation.page
        calm = node.situation.resting or node.situation
        for widget in node.real.screen:
            if node.edits < MOST_EDITS and widget.key == self._cluster.key.text:
                token = Edit(node.edits + 1)
                step = Step(Act.EDIT, page, value=token)
                for after in self._edited(node, calm, widget, token, (*steps, step)):
                    yield _ACT_COSTS, step, after
        if node.edits == 0:
            # What the user does before there is something to lose only leads to the widget.
            yield from self._flipped(node, calm, steps, [o for o in self._of_page[page] if self._draws(o)])
            return
        step = Step(Act.RERUN, page)
        still = _Node(calm, node.real, node.ideal, node.edits)
        for after in self._run(still, node.real.rerun(), node.ideal.rerun(), (*steps, step)):
            yield _RERUN_COSTS, step, after
        yield from self._flipped(node, calm, steps, self._of_page[page])
        yield from self._called(node, calm, steps)
        for target, situations in self._of_page.items():
            if target is page:
                continue
            for number, situation in enumerate(situations):
                if situation.resting is not None or (number and situation.is_weak):
                    continue
                step = Step(Act.GO, target, situation.flips, leave=situation.leave)
                there = _Node(situation, node.real, node.ideal, node.edits)
                runs = node.real.go_to(target.name), node.ideal.go_to(target.name)
                for after in self._run(there, *runs, (*steps, step)):
                    yield _ACT_COSTS + number, step, after

    def _draws(self, situation: Situation) -> bool:
        return any(isinstance(event, Draw) and self._cluster.is_own(event) for event, _ in situation.ways)

    def _flipped(
        self, node: _Node, calm: Situation, steps: tuple[Step, ...], others: list[Situation]
    ) -> Iterator[tuple[int, Step, _Node]]:
        """Runs of the same page in which other tests hold."""
        for other in others:
            flips = self._way(calm, other)
            if flips is None or other is calm:
                continue
            step = Step(Act.FLIP, calm.page, flips, leave=other.leave)
            price = _ACT_COSTS + (_WEAK_COSTS if any(flip.is_weak for flip in flips) else 0)
            there = _Node(other, node.real, node.ideal, node.edits)
            for after in self._run(there, node.real.rerun(), node.ideal.rerun(), (*steps, step)):
                yield price, step, after

    def _called(self, node: _Node, calm: Situation, steps: tuple[Step, ...]) -> Iterator[tuple[int, Step, _Node]]:
        """Clicks and edits of other widgets, whose callbacks look at the cluster."""
        for callback in self._cluster.callbacks:
            if callback not in calm.page.callbacks:
                continue
            others = (draw for draw in callback.draws if not self._cluster.is_own(draw))
            by = next((draw for draw in others if self._flips.can_run(draw.condition, calm.env)), None)
            if by is None:
                continue
            step = Step(Act.CALL, calm.page, by=by)
            there = _Node(calm, node.real, node.ideal, node.edits)
            for after in self._run(there, node.real.rerun(), node.ideal.rerun(), (*steps, step), callback):
                yield _ACT_COSTS, step, after

    def _way(self, now: Situation, later: Situation) -> tuple[Flip, ...] | None:
        """What flips between two situations of a page: one of them is the one that it opens in."""
        base = self._of_page[now.page][0]
        if now is base or now.is_like(base):
            return later.flips if later is not base else None
        if later is base:
            if now not in self._back:
                self._back[now] = self._way_back(now, base)
            return self._back[now]
        return None

    def _way_back(self, now: Situation, base: Situation) -> tuple[Flip, ...] | None:
        found: list[Flip] = []
        for flip in now.flips:
            back = self._flips.flip(now.page, flip.variable, now.env, base.env.get(flip.variable, TRUE))
            if back is None:
                return None
            found.append(back)
        return tuple(found)

    def _edited(
        self, node: _Node, calm: Situation, widget: Widget, token: Token, steps: tuple[Step, ...]
    ) -> Iterator[_Node]:
        real, expected = node.real.edit(widget, token), node.ideal.edit(widget, token)
        situation = calm if widget.fragment is None else node.situation
        if widget.form is not None:
            real, expected = real.submit(widget.form), expected.submit(widget.form)
            situation = self._submitting(calm, widget) or calm
        after = _Node(situation, real, expected, node.edits + 1)
        runs = real.rerun(widget.fragment), expected.rerun(widget.fragment)
        yield from self._run(after, *runs, steps, self._called_by_submit(calm.page, widget))

    def _called_by_submit(self, page: PageRun, widget: Widget) -> CallbackRun | None:
        """The callback of the button that submits the widget's form."""
        if widget.form is None:
            return None
        for callback in self._cluster.callbacks:
            if callback in page.callbacks and any(draw.context.form == widget.form for draw in callback.draws):
                return callback
        return None

    def _submitting(self, calm: Situation, widget: Widget) -> Situation | None:
        """The situation in which the widget's form is submitted."""
        for situation in self._of_page[calm.page]:
            clicks = [flip.by for flip in situation.flips if situation.resting is not None]
            if any(isinstance(by, Draw) and by.context.form == widget.form for by in clicks):
                return situation
        return None

    # -- runs --------------------------------------------------------------------------------------------------------

    def _run(
        self,
        node: _Node,
        real: Run,
        expected: IdealRun,
        steps: tuple[Step, ...],
        called: CallbackRun | None = None,
    ) -> Iterator[_Node]:
        """The run that an act causes, and those that follow by themselves. `called` is the callback of a widget that
        is not the protagonist."""
        situation = node.situation
        for _ in range(_MOST_RUNS):
            seen = self._play(situation, real, called)
            wanted = self._play(situation, expected, called)
            called = None
            leave = Leave.EXCEPTION if seen.error is not None else situation.leave
            session = real.leave(leave)
            ideal_session = expected.leave(situation.leave)
            self._compare(seen, wanted, session, ideal_session, steps)
            if leave is Leave.SWITCH_PAGE:
                return
            if leave is not Leave.RERUN:
                yield _Node(situation, session, ideal_session, node.edits)
                return
            situation = situation.resting or situation
            real, expected = session.follow(), ideal_session.follow()

    def _play(self, situation: Situation, run: Run | IdealRun, called: CallbackRun | None) -> Observed:
        play = Play(self._calls, self._making, situation, run)
        for callback in run.callbacks:
            play.begin()
            script = self._cluster.callbacks.get(callback, ())  # type: ignore[call-overload]
            play.play((event, event.condition) for event in script)
        play.observed.reads.clear()
        if called is not None:
            play.begin()
            play.play((event, event.condition) for event in self._cluster.callbacks[called])
        play.begin()
        ways = situation.ways
        if run.fragment is not None:
            ways = tuple(way for way in ways if run.fragment in (way[0].context.fragment, way[0].context.dialog))
        play.play(ways)
        return play.observed

    def _compare(
        self, seen: Observed, wanted: Observed, real: Session, expected: IdealSession, steps: tuple[Step, ...]
    ) -> None:
        own = self._cluster.key.text
        drawn = any(self._cluster.is_own(draw) for draw, _ in seen.draws)
        for number, (read, token) in seen.reads.items():
            other = wanted.reads.get(number, (read, token))[1]
            if token == other or number in self._ignored or drawn:
                continue
            self._tell(Symptom.READ, steps, read, token, other)
        for number, (read, other) in wanted.reads.items():
            # Behind `if key in st.session_state`: what the user expects to see there is missing.
            if number not in seen.reads and number not in self._ignored and not drawn and read.key.text == own:
                self._tell(Symptom.READ, steps, read, MISSING, other)
        for draw, widget in seen.draws:
            if not self._cluster.is_own(draw):
                continue
            try:
                shown, other = real.shown(widget), expected.shown(widget)
            except KeyError:
                continue
            if shown != other:
                self._tell(Symptom.SHOWN, steps, draw, shown, other)
        if seen.error is not None and wanted.error is None:
            self._tell(Symptom.RAISES, steps, seen.error[1], seen.error[0].cause, None)

    def _tell(self, symptom: Symptom, steps: tuple[Step, ...], event: Event, seen: Token, wanted: Token) -> None:
        if symptom is not Symptom.RAISES and not edits_in(wanted):
            return
        is_unsure = self._cluster.is_open or may_be_equal(seen, wanted)
        story = Story(symptom, steps, event, seen, wanted, is_unsure)
        if symptom is Symptom.READ and story.leaves_page and steps[-1].page is story.home:
            return  # back on its own page: that the widget is not there is another story
        kind = (story.home, symptom, story.leaves_page)
        known = self._found.get(kind)
        if known is None or (known.is_weak, known.is_unsure) > (story.is_weak, story.is_unsure):
            self._found[kind] = story


def _feeding_reads(cluster: Cluster) -> frozenset[int]:
    """Reads that only carry a value back to the widget, or a key to itself, or throw it away (`pop`): nobody misses
    what they give."""
    found: set[int] = set()
    scripts = (*cluster.scripts.values(), *cluster.callbacks.values())
    for script in scripts:
        for read, following in itertools.pairwise(script):
            if not isinstance(read, StateRead):
                continue
            if read.form == "pop":
                found.add(id(read))
                continue
            if isinstance(following, StateWrite) and following.key.text in cluster.cells:
                origins = following.value_origins
            elif isinstance(following, Draw) and cluster.is_own(following):
                origins = frozenset(o for one in following.parameter_origins.values() for o in one)
            else:
                continue
            if any(o.kind == "state" and getattr(o.detail, "text", None) == read.key.text for o in in_order(origins)):
                found.add(id(read))
    return frozenset(found)
