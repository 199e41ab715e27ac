from __future__ import annotations

import json
from typing import Any

import pytest

from keylint.findings import Location, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("pages/1_🎈.py", Span(9, 5, 10, 53))


def issues(*findings: Any) -> Any:
    return json.loads(render(report(*findings), "gitlab", View(threshold=Severity.INFO), lambda path: []))


def test_an_issue() -> None:
    (issue,) = issues(finding(HERE, advice="keep it"))
    mark = json.loads(render(report(finding(HERE)), "json", View(), lambda path: []))["findings"][0]["fingerprint"]
    assert issue == {
        "description": "'name' is lost\nhelp: keep it",
        "check_name": "KEY101",
        "fingerprint": mark,
        "severity": "major",
        "location": {"path": "pages/1_🎈.py", "lines": {"begin": 9, "end": 10}},
    }


@pytest.mark.parametrize(
    ("severity", "name"), [(Severity.ERROR, "major"), (Severity.WARNING, "minor"), (Severity.INFO, "info")]
)
def test_the_severities_of_gitlab(severity: Severity, name: str) -> None:
    assert issues(finding(HERE, severity=severity))[0]["severity"] == name


def test_equal_findings_have_different_fingerprints() -> None:
    # GitLab drops all but one of those that agree.
    first, second = issues(finding(HERE), finding(Location("pages/1_🎈.py", Span(20, 5, 20, 53))))
    assert first["fingerprint"] != second["fingerprint"]


def test_nothing_to_say_is_an_empty_array() -> None:
    assert render(report(), "gitlab", View(), lambda path: []) == "[]\n"
