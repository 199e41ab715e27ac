"""The search for stories: from opening the app, act by act, the cheapest first."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, Leave, ideal, opened
from keylint.conditions.questions import Answer
from keylint.conditions.values import TRUE
from keylint.run.trace import Draw, StateDelete, StateWrite
from keylint.stories.calls import Calls
from keylint.stories.companions import companions_of
from keylint.stories.story import Act, Step, Story, Symptom
from keylint.stories.tokens import Edit, edits_in, may_be_equal
from keylint.stories.transitions import Node, Runs

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from keylint.clockwork import Widget
    from keylint.clockwork.widgets import Fragment
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.stories.clusters import Cluster
    from keylint.stories.flips import Flip
    from keylint.stories.situation import Situation
    from keylint.stories.situations import Situations
    from keylint.stories.tokens import Token
    from keylint.stories.transitions import Called, Telling
    from keylint.streamlit.versions import Version

MOST_ACTS = 6
MOST_STATES = 120
# Events that are looked at for the symptoms that begin on one page, as many whether or not another page has led to the
# same runs; and where too little is known of the cluster for any story to be sure.
MOST_EVENTS, MOST_EVENTS_UNSURE = 60_000, 16_000
MOST_EDITS = 1
_RERUN_COSTS, _ACT_COSTS, _WEAK_COSTS = 11, 10, 100
# Of pages that do the same, the user goes from one to another.
_MOST_ALIKE = 2

Kind = tuple["PageRun", Symptom, bool]


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

    def __init__(self, making: Situations, version: Version) -> None:
        self._making = making
        self._cluster = cluster = making.cluster
        self._flips = making.flips
        self._version = version
        self._calls = Calls(cluster, making.conditions, version)
        self._runs = Runs(self._calls, making)
        self._of_page: dict[PageRun, list[Situation]] = {}
        self._back: dict[Situation, tuple[Flip, ...] | None] = {}
        self._found: dict[Kind, Story] = {}
        self._called_with: dict[tuple[PageRun, tuple[int, ...]], Called] = {}
        self._stands_beside: dict[tuple[PageRun, int], bool] = {}
        self._cost = 0
        self._most_events = MOST_EVENTS_UNSURE if cluster.is_open else MOST_EVENTS

    def stories(self) -> Told:
        groups = self._alike()
        alike = {page: group[0] for group in groups for page in group}
        homes = [group[0] for group in groups if self._cluster.draws_on(group[0])]
        for page in self._pages([page for group in groups for page in group[:_MOST_ALIKE]]):
            self._of_page[page] = self._making.of_page(page)
        is_cut = self._making.doubts.is_cut
        for home in homes:
            if self._of_page.get(home) and (len(self._of_page[home]) > 1 or len(self._of_page) > 1):
                is_cut = self._explore(home) or is_cut
        return Told(self._cluster, tuple(self._found.values()), self._making.doubts.is_undecided, is_cut, alike)

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
        heap: list[tuple[int, int, Node, tuple[Step, ...]]] = []
        count = itertools.count()
        seen: set[Hashable] = set()
        first = Step(Act.OPEN, home, env=self._of_page[home][0].env)
        self._cost = 0
        for node in self._opened(home, first):
            heapq.heappush(heap, (0, next(count), node, (first,)))
        visited = 0
        while heap:
            cost, _, node, steps = heapq.heappop(heap)
            if node.identity in seen:
                continue
            seen.add(node.identity)
            visited += 1
            if visited > MOST_STATES or self._cost > self._most_events:
                return True
            if len(steps) > MOST_ACTS or self._is_done(steps[0].page):
                continue
            for price, step, after in self._acts(node, steps):
                heapq.heappush(heap, (cost + price, next(count), after, (*steps, step)))
        return False

    def _opened(self, home: PageRun, first: Step) -> Iterator[Node]:
        """The page when the widget is drawn, for the first time; where it is not drawn when the page is opened, after a
        run without it."""
        base = self._of_page[home][0]
        nodes = [self._runs.node(self._making.first_run(base), opened(self._version, home.name), ideal(home.name), 0)]
        if self._making.openings.needed(home, base.env, *(draw.condition for draw in self._cluster.draws_on(home))):
            closed = next((one for one in self._of_page[home] if self._is_closed(one)), None)
            if closed is not None:
                start = replace(nodes[0], situation=self._making.first_run(closed))
                nodes = [replace(node, situation=base) for node in self._run(start, (first,))]
        for node in nodes:
            for after in self._run(node, (first,)):
                yield replace(after, situation=base)

    def _is_closed(self, situation: Situation) -> bool:
        """Whether it is how a page may be opened, without the widget."""
        return (
            not self._draws(situation)
            and situation.leave is self._of_page[situation.page][0].leave
            and situation.resting is None
            and not situation.is_weak
        )

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

    def _acts(self, node: Node, steps: tuple[Step, ...]) -> Iterator[tuple[int, Step, Node]]:
        page = node.situation.page
        calm = node.situation.resting or node.situation
        for widget in node.real.screen:
            if node.edits < MOST_EDITS and widget.key == self._cluster.key.text:
                token = Edit(node.edits + 1, _shown(node, widget))
                step = Step(Act.EDIT, page, value=token, env=calm.env)
                for after in self._edited(node, calm, widget, token, (*steps, step)):
                    yield _ACT_COSTS, step, after
        if node.edits == 0:
            # What the user does before there is something to lose only leads to the widget.
            yield from self._flipped(node, calm, steps, [o for o in self._of_page[page] if self._draws(o)])
            return
        step = Step(Act.RERUN, page)
        still = replace(node, situation=calm)
        for after in self._run(still, (*steps, step)):
            yield _RERUN_COSTS, step, after
        yield from self._flipped(node, calm, steps, self._of_page[page])
        yield from self._called(node, calm, steps)
        for target, situations in self._of_page.items():
            if target is page:
                continue
            for number, situation in enumerate(situations):
                is_first = situation.resting is None and situation.after is None
                if not is_first or (number and situation.is_weak):
                    continue
                is_cut, env = self._is_cut(situation), situations[0].env
                step = Step(Act.GO, target, situation.flips, leave=situation.leave, is_cut=is_cut, env=env)
                there = replace(node, situation=situation)
                for after in self._run(there, (*steps, step), to=target):
                    yield _ACT_COSTS + number, step, after

    def _is_cut(self, situation: Situation) -> bool:
        """Whether its runs are without the widget because they end before their time."""
        is_usual = situation.leave is self._of_page[situation.page][0].leave
        return not is_usual and not self._draws(situation)

    def _draws(self, situation: Situation) -> bool:
        return any(isinstance(event, Draw) and self._cluster.is_own(event) for event, _ in situation.ways)

    def _flipped(
        self, node: Node, calm: Situation, steps: tuple[Step, ...], others: list[Situation]
    ) -> Iterator[tuple[int, Step, Node]]:
        """Runs of the same page in which other tests hold."""
        for other in others:
            flips = self._way(calm, other)
            if flips is None or other is calm:
                continue
            is_cut = self._is_cut(other)
            act = Act.FLIP if flips else Act.RERUN  # what the first run has set makes the next one another
            step = Step(act, calm.page, flips, leave=other.leave, is_cut=is_cut, env=calm.env, then=other.env)
            is_weak = other.leave is Leave.EXCEPTION or any(flip.is_weak for flip in flips)
            price = _ACT_COSTS + (_WEAK_COSTS if is_weak else 0)
            there = replace(node, situation=other)
            for after in self._run(there, (*steps, step), called=self._called_for(calm.page, flips)):
                yield price, step, after

    def _called_for(self, page: PageRun, flips: tuple[Flip, ...]) -> Called:
        """What flips something, a callback or a run of the page: what else it does to the cluster happens as well."""
        by = {id(flip.by): flip.by for flip in flips if isinstance(flip.by, (StateWrite, StateDelete))}
        question = page, tuple(by)
        if question not in self._called_with:
            callbacks = self._cluster.callbacks if by else ()
            called = next((one for one in callbacks if any(id(event) in by for event in one.trace.events)), None)
            together = companions_of(self._cluster, self._making.conditions, page, by.values())
            self._called_with[question] = called or together
        return self._called_with[question]

    def _called(self, node: Node, calm: Situation, steps: tuple[Step, ...]) -> Iterator[tuple[int, Step, Node]]:
        """Clicks and edits of other widgets, whose callbacks look at the cluster."""
        for callback in self._cluster.callbacks:
            if callback not in calm.page.callbacks or self._flips.is_ended_by(callback, calm.env):
                continue
            others = (draw for draw in callback.draws if not self._cluster.is_own(draw))
            left = (draw for draw in others if not self._is_gone(draw, node))
            by = next((draw for draw in left if self._flips.can_run(draw.condition, calm.env)), None)
            if by is None or self._is_in_closed_dialog(by, node):
                continue
            step = Step(Act.CALL, calm.page, by=by, env=calm.env)
            there = replace(node, situation=calm)
            for after in self._run(there, (*steps, step), called=callback):
                yield _ACT_COSTS, step, after

    def _is_gone(self, draw: Draw, node: Node) -> bool:
        """Whether a widget is not on the screen because it only stands there together with the protagonist."""
        if any(widget.key == self._cluster.key.text for widget in node.real.screen):
            return False
        page = node.situation.page
        if (page, id(draw)) not in self._stands_beside:
            conditions = self._making.conditions
            drawn = conditions.any_of(own.condition for own in self._cluster.draws_on(page))
            alone = self._cluster.app.questions.possible(conditions.without(draw.condition, drawn))
            self._stands_beside[page, id(draw)] = alone is Answer.NO
        return self._stands_beside[page, id(draw)]

    def _is_in_closed_dialog(self, draw: Draw, node: Node) -> bool:
        """Whether a widget stands in the dialog of the protagonist, which is not on the screen."""
        dialog = draw.context.dialog
        if dialog is None or not any(own.context.dialog == dialog for own in self._cluster.draws):
            return False
        return not any(widget.key == self._cluster.key.text for widget in node.real.screen)

    def _way(self, now: Situation, later: Situation) -> tuple[Flip, ...] | None:
        """What flips between two situations of a page: one of them is the one that it opens in."""
        if later.after is not None:
            return later.flips if now.is_like(later.after) else None
        base = self._of_page[now.page][0]
        if now is base or now.is_like(base):
            return later.flips if later is not base else None
        if later is base:
            if now not in self._back:
                self._back[now] = self._way_back(now, base)
            return self._back[now]
        return None

    def _way_back(self, now: Situation, base: Situation) -> tuple[Flip, ...] | None:
        if now.after is not None:
            return None
        found: list[Flip] = []
        for flip in now.flips:
            back = self._making.changes.back(now.page, flip.variable, now.env, base.env.get(flip.variable, TRUE))
            if back is None:
                return None
            found.append(back)
        return tuple(found)

    def _edited(
        self, node: Node, calm: Situation, widget: Widget, token: Token, steps: tuple[Step, ...]
    ) -> Iterator[Node]:
        real, expected = node.real.edit(widget, token), node.ideal.edit(widget, token)
        situation = calm if widget.fragment is None else node.situation
        if widget.form is not None:
            real, expected = real.submit(widget.form), expected.submit(widget.form)
            situation = self._submitting(calm, widget) or calm
        edited = self._runs.node(situation, real, expected, node.edits + 1)
        called = self._called_by_submit(calm.page, widget)
        yield from self._run(edited, steps, fragment=widget.fragment, called=called)

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
        node: Node,
        steps: tuple[Step, ...],
        *,
        to: PageRun | None = None,
        fragment: Fragment | None = None,
        called: Called = None,
    ) -> Iterator[Node]:
        """The run that an act causes after the node: of the page, of another, or of a fragment. `called` is what
        happens before it."""
        ran = self._runs.after(node, to, fragment, called)
        self._cost += ran.cost
        for telling in ran.told:
            self._tell(telling, steps)
        if ran.node is not None:
            yield ran.node

    def _may_be_chosen(self, seen: Token, wanted: Token) -> bool:
        """Whether what is seen is an option that the user can have chosen: another one than was there before."""
        options = self._calls.options
        return isinstance(wanted, Edit) and seen in options and wanted.instead_of in options - {seen}

    def _turns_on_itself(self, steps: tuple[Step, ...]) -> bool:
        """Whether what flips is written with what comes from the widget itself: then its value decides, too."""
        flips = (flip for step in steps for flip in step.flips)
        return any(isinstance(flip.by, StateWrite) and flip.by.key.text in self._cluster.cells for flip in flips)

    def _tell(self, telling: Telling, steps: tuple[Step, ...]) -> None:
        symptom, event, seen, wanted = telling.symptom, telling.event, telling.seen, telling.wanted
        if symptom is not Symptom.RAISES and not edits_in(wanted):
            return
        may_be_chosen = self._may_be_chosen(seen, wanted)
        if may_be_chosen and len(self._calls.options) == 2:
            return  # there was nothing else to choose
        is_unsure = self._cluster.is_open or may_be_equal(seen, wanted) or may_be_chosen or self._turns_on_itself(steps)
        story = Story(symptom, steps, event, seen, wanted, is_unsure, telling.is_default)
        if symptom is Symptom.READ and story.leaves_page and steps[-1].page is story.home:
            return  # back on its own page: that the widget is not there is another story
        kind = (story.home, symptom, story.leaves_page)
        known = self._found.get(kind)
        if known is None or (known.is_weak, known.is_unsure) > (story.is_weak, story.is_unsure):
            self._found[kind] = story


def _shown(node: Node, widget: Widget) -> Token:
    """What a widget displays before it is edited; MISSING where the browser has not got it, as of two with one key."""
    try:
        return node.real.shown(widget)
    except KeyError:
        return MISSING
