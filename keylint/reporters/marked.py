"""The findings that are listed for other programs, each with what it is known again by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.fingerprint import fingerprints

if TYPE_CHECKING:
    from keylint.findings import Finding, Report
    from keylint.reporters.view import View


def marked(report: Report, view: View) -> tuple[tuple[Finding, str], ...]:
    """The findings at or above the threshold that no baseline knows, with their fingerprints, in the report's order."""
    known = report.baseline.known if report.baseline is not None else ()
    # Taken over all findings, so that a fingerprint depends neither on the threshold nor on the baseline; except where
    # the baseline knows some inputs of a finding, which then is about the others.
    every = [*((each, False) for each in report.findings), *((each, True) for each in known)]
    every.sort(key=lambda item: item[0].sort_key)
    marks = fingerprints(finding for finding, _ in every)
    return tuple(
        (finding, mark)
        for (finding, is_known), mark in zip(every, marks, strict=True)
        if not is_known and report.is_shown(finding, view.threshold)
    )
