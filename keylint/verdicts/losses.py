"""The losses of an app: each widget whose value is dropped, where, and how loud that is told.

What proves a loss is a story. KEY101, KEY103 and KEY106 are losses on the widget's own page, KEY102, KEY103 and KEY107
losses by opening another page; of several that fit one loss the most specific is taken. KEY108 is either, of what no
code can set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import persistence
from keylint.app.seeds import seeds_of
from keylint.conditions.nodes import NEVER, reach_of
from keylint.findings import Severity
from keylint.stories.story import Symptom
from keylint.verdicts.evidence import Evidence, evidence_of
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.put_once import put_once
from keylint.verdicts.table import Case, severity_of
from keylint.verdicts.unmissed import Unmissed, unmissed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import Guard, StateWrite
    from keylint.stories.story import Story

_BY_HAND = frozenset({Evidence.ASSIGNED, Evidence.TRIED})
# What is selected in a chart or a table is a value like any other.
_UNSETTABLE = frozenset({"file", "editor"})
# Input that goes elsewhere: a loss of the user's own is soon made good.
_TAKEN_AT_ONCE = frozenset({Unmissed.FORM, Unmissed.ONE_SHOT, Unmissed.SAVED})
_HOLDING = frozenset({"value", "selection"}) | _UNSETTABLE


@dataclass(frozen=True, eq=False)
class Loss:
    """A value that is dropped, on its own page, or when the user `leaves_page`.

    `story` proves it; None where that could not be decided. `seeds` are what the value turns back to, `guard` is what
    hides the widget. `unmissed` says why nobody misses the value. `put` is where the app gives the widget a value that
    it does not give it again.
    """

    code: str
    widget: Widget
    severity: Severity
    leaves_page: bool
    story: Story | None
    evidence: tuple[Evidence, ...] = ()
    unmissed: Unmissed | None = None
    seeds: tuple[tuple[PageRun, StateWrite], ...] = ()
    guard: Guard | None = None
    put: StateWrite | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether it may be that nothing is lost."""
        return self.story is None or self.story.is_unsure

    @property
    def is_skipped(self) -> bool:
        """Whether only `st.stop()` or an exception hides the widget."""
        return self.story is not None and self.story.is_skipped


class Losses:
    """The losses of one app; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._inputs = keymap.about(Inputs)

    @cached_property
    def all(self) -> tuple[Loss, ...]:
        """Every loss of the app, on its own page and by page switches."""
        return self.among(self._keymap.widgets)

    def among(self, widgets: Iterable[Widget]) -> tuple[Loss, ...]:
        """The losses of some widgets."""
        found: list[Loss] = []
        for widget in widgets:
            if widget.kind not in _HOLDING or widget.first.is_silent or self._is_on_click(widget):
                continue
            if widget.key in self._keymap.app.trusted_keys:
                continue
            here, away = self._on_own_page(widget), self._on_other_pages(widget)
            found += [loss for loss in (here, away) if loss is not None and not _is_covered(loss, here, away)]
        return tuple(_one_for_each_gate(found))

    def of(self, code: str) -> Iterator[Loss]:
        return (loss for loss in self.all if loss.code == code)

    def scope_of(self, key: str) -> str:
        """Where the value of a key has to be kept: "page" when leaving its page costs nothing that somebody misses."""
        widgets = self._keymap.widgets_of(key)
        if len({widget.page for widget in widgets}) > 1:
            return "session"
        away = [loss for widget in widgets if (loss := self._on_other_pages(widget)) is not None]
        return "session" if any(loss.severity > Severity.INFO for loss in away) else "page"

    def reads_of(self, widget: Widget) -> tuple[Story, ...]:
        """The sure stories of a read that finds the value gone: on the widget's own page, and after it was left."""
        told = (self._story(widget, leaves_page=leaves) for leaves in (False, True))
        return tuple(s for s in told if s is not None and s.symptom is Symptom.READ and not s.is_unsure)

    def _is_on_click(self, widget: Widget) -> bool:
        """Drawn only in the run of a click: that is KEY104's. A dialog stays open after the click that opens it."""
        return all(draw.context.dialog is None and on_click(self._keymap, draw.condition) for draw in widget.draws)

    def _on_own_page(self, widget: Widget) -> Loss | None:
        story = self._story(widget, leaves_page=False)
        if story is None:
            return self._undecided(widget)
        return self._loss(widget, story, "KEY101", "KEY106")

    def _on_other_pages(self, widget: Widget) -> Loss | None:
        if any(persistence(draw) == "page" for draw in widget.draws):
            return None  # the author chose where it ends; KEY504 says when that is too early
        story = self._story(widget, leaves_page=True)
        if story is None:
            return None
        is_shared = len({other.page for other in self._keymap.widgets_of(widget.key)}) > 1
        if is_shared and story.symptom is not Symptom.READ:
            return None  # drawn on several pages: KEY202 and KEY204 speak of it
        return self._loss(widget, story, "KEY102", "KEY107")

    def _story(self, widget: Widget, *, leaves_page: bool) -> Story | None:
        """The story that counts, on any version that is admitted: a read rather than what is shown, if it is sure."""
        if widget.first.key is None:
            return None
        found: dict[Symptom, Story] = {}
        for told in self._keymap.stories.of(widget.first.key):
            for symptom, story in told.of(widget.page, leaves_page=leaves_page).items():
                found.setdefault(symptom, story)
        stories = [found[symptom] for symptom in (Symptom.READ, Symptom.SHOWN) if symptom in found]
        return next((story for story in stories if not story.is_unsure), next(iter(stories), None))

    def _undecided(self, widget: Widget) -> Loss | None:
        """What is said of a widget of which no story was found, where not all of them could be looked for."""
        if widget.first.key is None:
            return None
        tales = self._keymap.stories.of(widget.first.key)
        if any(told.is_undecided or told.is_cut for told in tales):
            question = f"whether {widget.name} loses its value: too much decides together"
            self._keymap.leave_open(widget.first.location, question)
        if any(told.is_undecided for told in tales):
            self._keymap.hider.undecided.add((widget.page, widget.first))
            code = "KEY108" if widget.kind in _UNSETTABLE else "KEY106"
            return Loss(code, widget, Severity.INFO, leaves_page=False, story=None)
        return None

    def _loss(self, widget: Widget, story: Story, needed: str, forgotten: str) -> Loss:
        """The loss that a story tells; `needed` and `forgotten` are the rules for a value that is read, and for one
        that is not."""
        evidence = evidence_of(self._inputs, widget, story)
        reason = unmissed(self._inputs, widget)
        if reason is Unmissed.PANELS and not _BY_HAND.isdisjoint(evidence):
            reason = None  # what shows one thing or another may be a setting, and somebody cares for it
        put = put_once(self._keymap, widget, story)
        if put is not None and reason in _TAKEN_AT_ONCE:
            reason = None  # what is taken then is not what the app has put there
        case = Case(
            frozenset(evidence),
            is_unsure=story.is_unsure,
            is_weak=story.is_weak,
            is_skipped=story.is_skipped,
            is_unmissed=reason is not None,
            is_far_fetched=story.is_far_fetched,
            has_fallback=reason is Unmissed.SAVED and Evidence.NEEDED in evidence and not story.is_crash,
        )
        seeds = tuple(seeds_of(self._keymap, widget))
        if widget.kind in _UNSETTABLE:
            code = "KEY108"
        elif (seeds or put is not None) and not story.is_unsure and not story.is_skipped:
            code = "KEY103"
        else:
            code = needed if Evidence.NEEDED in evidence and not story.is_unsure else forgotten
        guard = self._explanation(widget, story)
        leaves = story.leaves_page
        return Loss(code, widget, severity_of(case), leaves, story, evidence, reason, seeds, guard, put)

    def _explanation(self, widget: Widget, story: Story) -> Guard | None:
        """The outermost guard of the widget that the story closes first; where none is known to close, the outermost
        that depends on what flips."""
        conditions = self._keymap.app.conditions
        flipped = {flip.variable for flip in story.flips}
        reach = reach_of(flipped)
        guards = [
            guard
            for draw in widget.draws
            for guard in draw.guards
            if any(test.variable in flipped for test in conditions.tests(guard.condition, reach=reach))
        ]
        runs = [{**step.env, **{flip.variable: flip.to for flip in step.flips}} for step in story.steps if step.flips]
        closed = (g for run in runs for g in guards if conditions.assuming(g.condition, run) is NEVER)
        return next(closed, next(iter(guards), None))


def widest_scope(keymap: KeyMap) -> str:
    """The scope that keeps a value wherever the app goes."""
    return "session" if len(keymap.app.pages) > 1 else "page"


def _is_covered(loss: Loss, here: Loss | None, away: Loss | None) -> bool:
    """Two losses of one value are said once: by hiding rather than by a page switch, by that rather than by a stop."""
    if here is None or away is None:
        return False
    if here.is_skipped and away.severity >= here.severity:
        return loss is here
    return loss is away and loss.code == "KEY107" and here.severity >= loss.severity


def _one_for_each_gate(found: list[Loss]) -> Iterator[Loss]:
    """A whole page behind one gate is one finding at most."""
    seen: set[object] = set()
    for loss in found:
        guard = loss.guard
        if loss.is_skipped and guard is not None and loss.severity == Severity.INFO:
            gate = (loss.widget.page.name, guard.location)
            if gate in seen:
                continue
            seen.add(gate)
        yield loss
