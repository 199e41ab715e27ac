"""From an app that was run to its outcome: what all rules say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keymap import KeyMap
from keylint.outcomes import AppOutcome, DrawnWidget
from keylint.remedies.obstacles import obstacle
from keylint.remedies.requirements import heeding_target
from keylint.rules.grouping import grouped
from keylint.rules.precedence import without_replaced
from keylint.rules.registry import all_rules
from keylint.rules.unsure import findings_of, unknowns_of
from keylint.streamlit.data import INPUT_KINDS, WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from keylint.findings import Fault, Finding, Location, Unknown
    from keylint.run.runs import App
    from keylint.settings import FixHelper
    from keylint.streamlit.data import CommandKind


def judged(
    app: App,
    fix_strategy: str = "auto",
    fix_helper: FixHelper | None = None,
    run_all_keyed: Callable[[], App] | None = None,
) -> AppOutcome:
    """The outcome of an app, with the findings of every rule. `run_all_keyed` runs it as if every input had a key, for
    who wants inputs without one judged by evidence."""
    keymap = KeyMap(app, fix_strategy, fix_helper, run_all_keyed)
    # What replaces what is decided among all rules, so that leaving one out does not make another one speak.
    faults: list[Fault] = []
    asked = list(findings_of(all_rules(), keymap, faults))
    found = heeding_target(grouped(without_replaced(finding for finding, _ in asked)), app.target)
    return _outcome(keymap, found, unknowns_of(keymap, asked), faults)


def unjudged(app: App) -> AppOutcome:
    """The outcome of an app whose findings nobody wants, or of one that keylint failed on."""
    return _outcome(KeyMap(app), (), ())


def _outcome(
    keymap: KeyMap, findings: Iterable[Finding], undecided: Iterable[Unknown], faults: Iterable[Fault] = ()
) -> AppOutcome:
    app = keymap.app
    return AppOutcome(
        entrypoint=app.entrypoint,
        kind=app.kind,
        page_names=app.page_names,
        pages_without_run=app.pages_without_run,
        pages_not_analysed=app.pages_not_analysed,
        pages_not_found=app.pages_not_found,
        target=app.target,
        files=app.files,
        unknowns=(*app.unknowns, *undecided),
        widgets=_drawn(keymap),
        places_without_key=_places_without_key(keymap, WIDGET_KINDS),
        inputs_without_key=_places_without_key(keymap, INPUT_KINDS),
        findings=tuple(findings),
        faults=(*app.faults, *faults),
    )


def _places_without_key(keymap: KeyMap, kinds: Collection[CommandKind]) -> tuple[Location, ...]:
    """The calls of widgets of these kinds of which no run gives a key."""
    draws = [draw for page in keymap.app.pages for draw in keymap.value_draws(page) if draw.kind in kinds]
    keyed = {draw.location for draw in draws if draw.key is not None}
    return tuple(dict.fromkeys(draw.location for draw in draws if draw.location not in keyed))


def _drawn(keymap: KeyMap) -> tuple[DrawnWidget, ...]:
    obstacles: dict[str, str | None] = {}
    drawn: dict[DrawnWidget, None] = {}
    for page in keymap.app.pages:
        for draw in keymap.keyed_draws(page):
            if draw.key is None:
                continue
            text = draw.key.text
            if text not in obstacles:
                obstacles[text] = obstacle(keymap, text)
            key = None if draw.key.is_unknown else text
            drawn[DrawnWidget(draw.location, draw.site.path, draw.command, key, obstacles[text])] = None
    return tuple(drawn)
