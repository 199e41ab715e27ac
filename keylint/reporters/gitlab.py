"""The code quality report of GitLab: an array of objects with what a merge request shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keylint.findings import Finding, Report, Severity
from keylint.reporters.cells import escaped
from keylint.reporters.marked import marked
from keylint.reporters.remedy import told

if TYPE_CHECKING:
    from keylint.reporters.view import View

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, view: View) -> str:
    """The report as JSON, an object for each finding."""
    issues = [_issue(finding, mark) for finding, mark in marked(report, view)]
    return escaped(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _issue(finding: Finding, mark: str) -> dict[str, object]:
    span = finding.location.span
    return {
        "description": told(finding),
        "check_name": finding.code,
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.location.path, "lines": {"begin": span.line, "end": span.end_line}},
    }
