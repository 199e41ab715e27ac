"""Repairs of a helper that other apps draw with, too: none may be harmed."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.repairs import GiveKey, Refusal, Repair, SetText, Shadow, ShadowInForm
from keylint.streamlit.commands import first_version_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Finding
    from keylint.outcomes import AppOutcome, DrawnWidget
    from keylint.repairs import Step


def heeding_others(findings: Iterable[Finding], others: list[AppOutcome]) -> list[Finding]:
    """The findings of one app; a repair that touches what `others` draw is given up, or no longer safe."""
    return [replace(finding, repair=_heeding(finding.repair, others)) for finding in findings]


def _heeding(repair: Repair | Refusal | None, others: list[AppOutcome]) -> Repair | Refusal | None:
    if not isinstance(repair, Repair):
        return repair
    places = {place for step in repair.steps if (place := _call_of(step)) is not None}
    for other in others:
        if not places.isdisjoint(other.inputs_without_key):
            return Refusal(f"the app {other.entrypoint} shows it too, and may use the name of the key")
        drawn = [widget for widget in other.widgets if widget.location in places]
        for widget in drawn:
            reason = _objection(other, widget, repair)
            if reason is not None:
                return Refusal(f"the app {other.entrypoint} shows it too: {reason}")
        if drawn:
            repair = replace(repair, safe=False)
    return repair


def _call_of(step: Step) -> object:
    match step:
        case SetText() | Shadow() | GiveKey():
            return step.call
        case ShadowInForm():
            return step.widget.call
    return None


def _objection(app: AppOutcome, widget: DrawnWidget, repair: Repair) -> str | None:
    for each in repair.steps:
        step = each.widget if isinstance(each, ShadowInForm) else each
        if isinstance(step, SetText) and step.call == widget.location and step.parameter == "persist_state":
            since = first_version_with(widget.command, "persist_state")
            if since is None or not app.target.versions.all_from(since):
                return f"of its Streamlit, {app.target.admits}"
        if isinstance(step, Shadow) and step.call == widget.location and not _finds_helper(app, step):
            return "it does not look for modules in the same folder, where the helper would be"
    return widget.obstacle


def _finds_helper(app: AppOutcome, step: Shadow) -> bool:
    """Whether the app can import from where the helper is: in the folder of the other app, or beside the widget, where
    that app has no other file, or the file lies elsewhere."""
    folder = posixpath.dirname(step.home.entrypoint)
    is_beside = step.home.is_alone or not step.call.path.startswith(f"{folder}/" if folder else "")
    return is_beside or posixpath.dirname(app.entrypoint) == folder
