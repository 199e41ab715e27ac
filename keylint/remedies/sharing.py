"""Repairs of a helper that other apps draw with, too: none may be harmed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.remedies.obstacles import obstacle
from keylint.repairs import Refusal, Repair, SetText, Shadow, ShadowInForm
from keylint.streamlit.commands import first_version_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding
    from keylint.repairs import Step
    from keylint.run.trace import Draw


def heeding_others(findings: Iterable[Finding], others: list[KeyMap]) -> list[Finding]:
    """The findings of one app; a repair that touches what `others` draw is given up, or no longer safe."""
    return [replace(finding, repair=_heeding(finding.repair, others)) for finding in findings]


def _heeding(repair: Repair | Refusal | None, others: list[KeyMap]) -> Repair | Refusal | None:
    if not isinstance(repair, Repair):
        return repair
    places = {place for step in repair.steps if (place := _call_of(step)) is not None}
    for other in others:
        draws = [draw for page in other.app.pages for draw in other.keyed_draws(page) if draw.location in places]
        for draw in draws:
            reason = _objection(other, draw, repair)
            if reason is not None:
                return Refusal(f"the app {other.app.entrypoint} draws it too: {reason}")
        if draws:
            repair = replace(repair, safe=False)
    return repair


def _call_of(step: Step) -> object:
    match step:
        case SetText() | Shadow():
            return step.call
        case ShadowInForm():
            return step.widget.call
    return None


def _objection(keymap: KeyMap, draw: Draw, repair: Repair) -> str | None:
    for step in repair.steps:
        if isinstance(step, SetText) and step.call == draw.location and step.parameter == "persist_state":
            since = first_version_with(draw.command, "persist_state")
            if since is None or not keymap.versions.all_from(since):
                return f"it admits {keymap.versions.label}"
    return obstacle(keymap, draw.key.text) if draw.key is not None else None
