"""The losses of an app: each widget whose value is dropped, where, and what says that somebody misses it.

What proves a loss is a story. KEY101, KEY103 and KEY106 are losses on the widget's own page, KEY102, KEY103 and KEY107
losses by opening another page; of several that fit one loss the most specific is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from keylint.app.keeping import keep_alives, persistence, saved_to
from keylint.app.needs import (
    Need,
    harmless,
    has_kept_siblings,
    is_assigned_by_hand,
    is_drawn_in_several_places,
    on_click,
    restores_own_key,
    saves_elsewhere,
    seeds_of,
)
from keylint.findings import Severity
from keylint.run.trace import StateRead
from keylint.stories.flips import Cause
from keylint.stories.story import Story, Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import Guard, StateWrite


_DOUBT = "something that is known only when the app runs may keep the value"


@dataclass(frozen=True, eq=False)
class Loss:
    """A value that is dropped. `scope` is "page" for a loss on the widget's own page, "session" for one by a page
    switch.

    `harmless` says why nobody misses it, `doubt` why it may be that nothing is lost; `after_stop` that only
    `st.stop()` or an exception hides the widget. `guard` is what hides it.
    """

    code: str
    widget: Widget
    severity: Severity
    scope: str
    needs: tuple[Need, ...] = ()
    seeds: tuple[tuple[PageRun, StateWrite], ...] = ()
    harmless: str | None = None
    doubt: str | None = None
    after_stop: bool = False
    guard: Guard | None = None


@lru_cache(maxsize=8)
def losses(keymap: KeyMap) -> tuple[Loss, ...]:
    """Every loss of the app, on its own page and by page switches."""
    found: list[Loss] = []
    for widget in keymap.widgets:
        if widget.kind != "value" or _is_on_click(keymap, widget):
            continue
        if widget.key in keymap.app.trusted_keys:
            continue
        here = _on_own_page(keymap, widget)
        away = _on_other_pages(keymap, widget)
        found += [loss for loss in (here, away) if loss is not None and not _is_covered(loss, here, away)]
    return tuple(_one_for_each_gate(found))


def losses_of(keymap: KeyMap, code: str) -> Iterator[Loss]:
    return (loss for loss in losses(keymap) if loss.code == code)


def scope_of(keymap: KeyMap, key: str) -> str:
    """Where the value of a key has to be kept: "page" when leaving its page costs nothing that somebody misses."""
    widgets = keymap.widgets_of(key)
    if len({widget.page for widget in widgets}) > 1:
        return "session"
    away = [loss for widget in widgets if (loss := _on_other_pages(keymap, widget)) is not None]
    return "session" if any(loss.severity > Severity.INFO for loss in away) else "page"


def widest_scope(keymap: KeyMap) -> str:
    """The scope that keeps a value wherever the app goes."""
    return "session" if len(keymap.app.pages) > 1 else "page"


def _is_on_click(keymap: KeyMap, widget: Widget) -> bool:
    """Drawn only in the run of a click: that is KEY104's. A dialog stays open after the click that opens it."""
    return all(draw.context.dialog is None and on_click(keymap, draw.condition) for draw in widget.draws)


def _is_covered(loss: Loss, here: Loss | None, away: Loss | None) -> bool:
    """Two losses of one value are said once: by hiding rather than by a page switch, by that rather than by a stop."""
    if here is None or away is None:
        return False
    if here.after_stop and away.severity >= here.severity:
        return loss is here
    return loss is away and loss.code == "KEY107" and here.severity >= loss.severity


def _on_own_page(keymap: KeyMap, widget: Widget) -> Loss | None:
    stories = _stories(keymap, widget, leaves_page=False)
    read, shown = stories.get(Symptom.READ), stories.get(Symptom.SHOWN)
    if read is not None:
        return _classified(keymap, widget, read, "page")
    if shown is None:
        return _undecided(keymap, widget)
    if not shown[0].is_skipped:
        return _classified(keymap, widget, shown, "page")
    reason = _reason(keymap, widget)
    is_loud = reason is None and _is_wanted(keymap, widget) and not shown[1]
    severity = Severity.WARNING if is_loud else Severity.INFO
    guard = _explanation(keymap, widget, shown[0])
    return Loss("KEY106", widget, severity, "page", harmless=reason, after_stop=True, guard=guard)


def _on_other_pages(keymap: KeyMap, widget: Widget) -> Loss | None:
    stories = _stories(keymap, widget, leaves_page=True)
    read, shown = stories.get(Symptom.READ), stories.get(Symptom.SHOWN)
    if any(persistence(draw) == "page" for draw in widget.draws):
        return None  # the author chose where it ends; KEY504 says when that is too early
    if read is not None:
        return _classified(keymap, widget, read, "session")
    if shown is None or len({other.page for other in keymap.widgets_of(widget.key)}) > 1:
        return None  # drawn on several pages: KEY202 and KEY204 speak of it
    return _classified(keymap, widget, shown, "session")


def _undecided(keymap: KeyMap, widget: Widget) -> Loss | None:
    """What is said of a widget of which no story was found, where not all of them could be looked for."""
    if widget.first.key is None:
        return None
    tales = keymap.stories.of(widget.first.key)
    if any(told.is_undecided or told.is_cut for told in tales):
        keymap.leave_open(widget.first.location, f"whether '{widget.key}' loses its value: too much decides together")
    if any(told.is_undecided for told in tales):
        return Loss("KEY106", widget, Severity.INFO, "page", doubt="when it is hidden could not be decided")
    return None


def _stories(keymap: KeyMap, widget: Widget, *, leaves_page: bool) -> dict[Symptom, tuple[Story, bool]]:
    """The stories of a widget by symptom, on any version that is admitted, and whether something of each is unsure."""
    found: dict[Symptom, tuple[Story, bool]] = {}
    if widget.first.key is None:
        return found
    for told in keymap.stories.of(widget.first.key):
        for symptom, story in told.of(widget.page, leaves_page=leaves_page).items():
            found.setdefault(symptom, (story, story.is_unsure or told.is_unsure))
    return found


def _classified(keymap: KeyMap, widget: Widget, told: tuple[Story, bool], scope: str) -> Loss:
    story, is_unsure = told
    seeds = tuple(seeds_of(keymap, widget))
    codes = ("KEY101", "KEY106") if scope == "page" else ("KEY102", "KEY107")
    guard = _explanation(keymap, widget, story)
    if is_unsure:
        return Loss(codes[1], widget, Severity.INFO, scope, doubt=_DOUBT, guard=guard)
    if story.symptom is Symptom.READ and isinstance(story.event, StateRead):
        severity = Severity.WARNING if story.is_weak else Severity.ERROR
        needs = (Need(story.steps[-1].page, None, story.event),)
        return Loss("KEY103" if seeds else codes[0], widget, severity, scope, needs, seeds, guard=guard)
    reason = _reason(keymap, widget)
    if reason is not None or (story.is_weak and not _is_tried(keymap, widget)):
        severity = Severity.INFO
    elif seeds:
        severity = Severity.WARNING
    else:
        severity = _severity_without_reader(keymap, widget, scope, story)
    return Loss("KEY103" if seeds else codes[1], widget, severity, scope, (), seeds, reason, guard=guard)


def _explanation(keymap: KeyMap, widget: Widget, story: Story) -> Guard | None:
    """The outermost guard of the widget that depends on what the story flips."""
    flipped = {flip.variable for flip in story.flips}
    for draw in widget.draws:
        for guard in draw.guards:
            if any(test.variable in flipped for test in keymap.app.conditions.tests(guard.condition)):
                return guard
    return None


def _reason(keymap: KeyMap, widget: Widget) -> str | None:
    """Why nobody misses the value; None when nothing says so."""
    return harmless(keymap, widget) or ("input that is saved elsewhere" if saves_elsewhere(keymap, widget) else None)


def _severity_without_reader(keymap: KeyMap, widget: Widget, scope: str, story: Story) -> Severity:
    """Evidence 2 to 5 of a value that nobody reads while it is hidden."""
    if _is_wanted(keymap, widget) or widget.first.traits.is_laborious or widget.first.holds_several:
        return Severity.WARNING
    by_widget = any(flip.cause is Cause.WIDGET for flip in story.flips)
    return Severity.WARNING if scope == "page" and by_widget else Severity.INFO


def _is_wanted(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 2 to 4: assigned by hand, kept in vain, drawn in several places, or left out among protected
    siblings."""
    return (
        is_assigned_by_hand(keymap, widget)
        or _is_tried(keymap, widget)
        or is_drawn_in_several_places(keymap, widget)
        or has_kept_siblings(keymap, widget)
    )


def _is_tried(keymap: KeyMap, widget: Widget) -> bool:
    """Evidence 3: the code tries to keep the value, and fails."""
    return (
        restores_own_key(keymap, widget)
        or bool(saved_to(keymap, widget))
        or any(True for page in keymap.app.pages for _ in keep_alives(keymap, page, widget.key))
    )


def _one_for_each_gate(found: list[Loss]) -> Iterator[Loss]:
    """A whole page behind one gate is one finding at most."""
    seen: set[object] = set()
    for loss in found:
        guard = loss.guard
        if loss.after_stop and guard is not None and loss.severity == Severity.INFO:
            gate = (loss.widget.page.name, guard.location)
            if gate in seen:
                continue
            seen.add(gate)
        yield loss
