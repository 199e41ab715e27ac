"""A finding as a result of SARIF: its places, its story as a code flow, and its fix."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.reporters.remedy import by, told
from keylint.reporters.sarif_places import artifact, message, place, place_in, region
from keylint.streamlit.target import requirement

if TYPE_CHECKING:
    from keylint.findings import Finding, Fix, StoryStep

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FINGERPRINT = "fingerprint/v1"
"""What the fingerprint is called; another number when it is made in another way."""


def result(finding: Finding, mark: str, rule_index: int) -> dict[str, object]:
    """The result. `mark` is the fingerprint, `rule_index` the place of the rule among those of the log."""
    made: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": message(told(finding)),
        "locations": [place(finding.location)],
        "partialFingerprints": {FINGERPRINT: mark},
        "properties": {
            "key": finding.key,
            "page": finding.page,
            "keys": list(finding.keys),
            "pages": list(finding.pages),
            "evidence": list(finding.evidence),
        },
    }
    if finding.related:
        made["relatedLocations"] = [
            {"id": number, **place(related.location, related.message)}
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.story:
        made["codeFlows"] = [{"threadFlows": [{"locations": [_step(step) for step in finding.story]}]}]
    if finding.fix is not None and finding.fix.edits:
        made["fixes"] = [_fix(finding.fix)]
    return made


def _step(step: StoryStep) -> dict[str, object]:
    """A step of the story. One that is about no place of the source stands at the page that it ends on."""
    where = step.outcome.location if step.outcome is not None else step.location
    location = place(where, step.text) if where is not None else place_in(step.page.partition("::")[0], 1, step.text)
    return {"location": location, "importance": "important" if step.outcome is None else "essential"}


def _fix(fix: Fix) -> dict[str, object]:
    needs = f"; it needs {requirement(fix.requires)}" if fix.requires is not None else ""
    by_file = groupby(sorted(fix.edits, key=lambda edit: edit.location), key=lambda edit: edit.location.path)
    return {
        "description": message(f"{fix.title}; {by(fix)}{needs}"),
        "artifactChanges": [
            {
                "artifactLocation": artifact(path),
                "replacements": [
                    {"deletedRegion": region(edit.location.span), "insertedContent": {"text": edit.replacement}}
                    for edit in edits
                ],
            }
            for path, edits in by_file
        ],
    }
