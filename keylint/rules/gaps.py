"""Where a keep-alive fails its widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.app.clicks import failures_in, where_none
from keylint.app.keeping import KeepAlive, keep_alives, kept_while_hidden
from keylint.app.reads import reads_on_other_pages
from keylint.conditions.nodes import NEVER, Condition
from keylint.findings import Location, Related, Role, Severity, Span
from keylint.run.trace import Draw, Leave, StateWrite, Use
from keylint.run.values import StateValue, in_order
from keylint.verdicts.inputs import Inputs
from keylint.verdicts.unmissed import Unmissed, unmissed

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.run.runs import PageRun
    from keylint.run.trace import Context

_MOST_PAGES = 3
# What is entered once, and kept alive for others to read.
_PASSING = frozenset({Unmissed.LOGIN, Unmissed.DIALOG})


@dataclass(frozen=True, eq=False)
class Gap:
    """`cause` ends the sentence "the key is kept alive here, …"; `repair` says how to close the gap."""

    keep_alive: KeepAlive
    cause: str
    repair: str
    severity: Severity
    related: tuple[Related, ...] = ()


def gap_of(keymap: KeyMap, widget: Widget) -> Gap | None:
    """The worst gap of the keep-alives that mean the widget; None when there are none, or when nothing is missing."""
    kept = {page: found for page in keymap.app.pages if (found := list(keep_alives(keymap, page, widget.key)))}
    writes = [keep_alive.write for found in kept.values() for keep_alive in found]
    if not any(_is_pure(write) for write in writes) or any(_of_unknown_keys(write) for write in writes):
        return None
    own = kept.get(widget.page)
    if own is not None and any(_raises(keymap, widget, keep_alive) for keep_alive in own):
        return None
    if own is not None and widget.hiding.is_hidden and not kept_while_hidden(keymap, widget):
        gap = _on_own_page(keymap, widget, own)
        return replace(gap, severity=Severity.INFO) if unmissed(keymap.about(Inputs), widget) in _PASSING else gap
    if len(keymap.app.pages) == 1:
        return None
    return _between_pages(keymap, widget, kept) or _beside_fragment(keymap, widget, own)


def _is_pure(write: StateWrite) -> bool:
    """Whether the key gets its own value and nothing else: one with a fallback, or put right, is a first value."""
    return write.form == "all" or isinstance(write.value, StateValue)


def _of_unknown_keys(write: StateWrite) -> bool:
    """Which keys the list holds is known only when the app runs: what seems missing may be in it."""
    origins = [origin for hole in write.key.holes for origin in in_order(hole.origins)]
    return bool(write.key.holes) and write.form != "all" and not all(origin.kind == "key" for origin in origins)


def _raises(keymap: KeyMap, widget: Widget, keep_alive: KeepAlive) -> bool:
    """Whether the assignment comes after the widget in one run: an exception, which is KEY401's."""
    both = keymap.conditions.both(keep_alive.condition, widget.hiding.drawn)
    return keep_alive.write.order > widget.first.order and keymap.possible(both)


def _on_own_page(keymap: KeyMap, widget: Widget, own: list[KeepAlive]) -> Gap:
    conditions = keymap.conditions
    hidden = conditions.without(widget.hiding.plain, _covered(keymap, own))
    if keymap.possible(hidden):
        return Gap(
            own[0],
            "but not in every run that hides its widget",
            "move it to the top of the page, above every branch and every return",
            _by_what_flips(keymap, hidden),
            _guard(widget),
        )
    before = _covered(keymap, [keep_alive for keep_alive in own if keep_alive.write.order < widget.first.order])
    return Gap(
        own[0],
        "but not in the run that shows its widget again: the browser then shows the widget's default",
        "move it to the top of the page, so that it runs before the widget too",
        Severity.INFO  # read while hidden it is there, and nobody misses it in the field itself
        if unmissed(keymap.about(Inputs), widget) is not None
        else _by_what_flips(keymap, conditions.without(widget.hiding.drawn, before)),
        _guard(widget),
    )


def _guard(widget: Widget) -> tuple[Related, ...]:
    guard = widget.hiding.guard
    return (
        (Related(guard.location, "this decides whether the widget is shown", Role.CAUSE),) if guard is not None else ()
    )


def _covered(keymap: KeyMap, found: list[KeepAlive]) -> Condition:
    covered = NEVER
    for keep_alive in found:
        covered = keymap.conditions.either(covered, keep_alive.condition)
    return covered


def _between_pages(keymap: KeyMap, widget: Widget, kept: dict[PageRun, list[KeepAlive]]) -> Gap | None:
    """A page without the keep-alive, or with runs without it."""
    open_runs = {page: _open(keymap, page, kept.get(page, [])) for page in keymap.app.pages}
    lacking = [page for page, runs in open_runs.items() if keymap.possible(runs)]
    if not lacking:
        return None
    severity = max(
        (_by_what_flips(keymap, open_runs[page]) if page in kept else Severity.ERROR for page in lacking),
        default=Severity.ERROR,
    )
    if (
        set(kept) == {widget.page}
        and widget.hiding.is_hidden
        and not any(True for _ in reads_on_other_pages(keymap, widget))
    ):
        severity = Severity.INFO  # it is there for the page's own sake, and does that
    if widget.page in lacking and widget.page not in kept:
        cause, repair = "but not on the page that shows its widget, which loses it before", "run it there too"
    else:
        names = ", ".join(page.name for page in lacking[:_MOST_PAGES])
        cause = (
            f"but not on every page: not on {names}" if lacking[0] not in kept else f"but not in every run of {names}"
        )
        repair = "run it on top of every page, above every return"
    place = kept.get(widget.page) or next(iter(kept.values()))
    if lacking[0] in kept:
        place = kept[lacking[0]]
    related = tuple(
        Related(_beginning(page), f"nothing keeps '{widget.key}' on this page") for page in lacking if page not in kept
    )
    return Gap(place[0], cause, repair, severity, related[:_MOST_PAGES])


def _open(keymap: KeyMap, page: PageRun, found: list[KeepAlive]) -> Condition:
    """The runs of the page that end normally without the keep-alive; what fails or starts again drops nothing."""
    conditions = keymap.conditions
    covered = _covered(keymap, found)
    for event in page.trace.events:
        if isinstance(event, Leave):
            covered = conditions.either(covered, event.condition)
    runs = conditions.without(page.universe, covered)
    return where_none(keymap, runs, failures_in(keymap, runs))


def _by_what_flips(keymap: KeyMap, runs: Condition) -> Severity:
    """A gap that the user opens at any time is proven; one that waits for a state or for data may never open."""
    kinds = {keymap.kind_of(atom) for atom in keymap.hider.atoms(runs)}
    if not kinds or kinds & {"widget", "trigger"}:
        return Severity.ERROR
    return Severity.WARNING if "state" in kinds else Severity.INFO


def _beginning(page: PageRun) -> Location:
    """The first thing that happens on a page, or its first line."""
    path = page.name.partition("::")[0]
    places = [
        event.location for event in page.trace.events if event.location.path == path and not event.context.in_frame
    ]
    return min(places, default=Location(path, Span(1, 1, 1, 1)))


def _beside_fragment(keymap: KeyMap, widget: Widget, own: list[KeepAlive] | None) -> Gap | None:
    """A rerun of a fragment alone does not run the keep-alive, and a change of page right after it loses the key."""
    draws = [
        event for event in widget.page.trace.events if isinstance(event, Draw) and event.context.fragment is not None
    ]
    outside = [keep_alive for keep_alive in own or () if keep_alive.write.context.fragment is None]
    if not draws or not outside:
        return None
    is_read = any(True for _ in reads_on_other_pages(keymap, widget))
    return Gap(
        outside[0],
        "but not when a fragment of the page reruns by itself: a change of page after that loses it",
        "do without the fragment",
        Severity.ERROR if is_read else Severity.WARNING,
        (Related(draws[0].site, f"this reruns the fragment {draws[0].context.fragment}() alone"),),
    )


def place_of(page: PageRun, write: StateWrite) -> Location:
    """Where a page keeps the key: the call of a helper that draws and shows nothing, else the assignment."""
    location = write.location
    steps = write.context.route.steps
    for depth in range(len(steps), 0, -1):
        if any(
            isinstance(event, (Draw, Use, Leave)) and _within(event.context, steps[:depth]) and _shows(event)
            for event in page.trace.events
        ):
            break
        location = steps[depth - 1][0]
    return location


def _within(context: Context, steps: tuple[tuple[Location, str], ...]) -> bool:
    return context.route.steps[: len(steps)] == steps


def _shows(event: Draw | Use | Leave) -> bool:
    return not isinstance(event, Use) or event.sink == "display"
