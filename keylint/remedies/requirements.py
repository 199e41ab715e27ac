"""Repairs that only newer releases of Streamlit run: how safe they are, and what the project has to require."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.repairs import Repair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Finding
    from keylint.repairs import Refusal
    from keylint.streamlit.target import Target


def heeding_target(findings: Iterable[Finding], target: Target) -> list[Finding]:
    """The findings of an app. A repair that needs a release is not safe where the release is assumed, and forgets the
    need where the project requires that release already."""
    return [replace(finding, repair=_heeding(finding.repair, target)) for finding in findings]


def _heeding(repair: Repair | Refusal | None, target: Target) -> Repair | Refusal | None:
    if not isinstance(repair, Repair) or repair.since is None:
        return repair
    since = None if target.requires(repair.since) else repair.since
    return replace(repair, safe=repair.safe and not target.is_assumed, since=since)
