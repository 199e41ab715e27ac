"""keylint says of every fixture exactly what stands beside the code, and nothing else at warning or error.

Of a rule that only ever informs, nothing else of its own either: its look-alikes would show nothing otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from keylint.engine import check
from keylint.findings import Finding, Severity
from keylint.rules.registry import rule_named
from keylint.settings import Settings
from tests.fixtures_format import Case, Expected, load_cases

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings_are_those_marked(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = tmp_path / "app"
    case.copy_app(app)
    monkeypatch.chdir(app)
    settings = Settings(root=app, min_severity=Severity.INFO, target_streamlit=case.target, cache=False)
    findings = [
        replace(finding, key=key)
        for finding in check([Path()], settings).findings
        for key in finding.keys or (finding.key,)
    ]
    missed = _take_expected(case.expected, findings)
    quiet_rule = rule_named(case.code).severity == Severity.INFO
    false_alarms = [
        finding
        for finding in findings
        if finding.severity >= Severity.WARNING or (quiet_rule and finding.code == case.code)
    ]
    assert not missed and not false_alarms, _describe(case, missed, false_alarms, findings)


@pytest.mark.parametrize("code", sorted({case.code for case in CASES}))
def test_every_rule_has_findings_and_look_alikes(code: str) -> None:
    kinds = Counter(case.silent for case in CASES if case.code == code)
    assert kinds[False] >= 2, "cases that the rule reports"
    assert kinds[True] >= 2, "cases that look alike, and are right"


def _take_expected(expected: tuple[Expected, ...], findings: list[Finding]) -> list[Expected]:
    """Removes what the markers ask for from `findings`, and returns the markers that nothing answers.

    A marker with a key takes one finding, a marker without one takes all that are like it.
    """
    missed = []
    for marker in expected:
        answers = [finding for finding in findings if _answers(finding, marker)]
        if not answers:
            missed.append(marker)
        for finding in answers if marker.key is None else answers[:1]:
            findings.remove(finding)
    return missed


def _answers(finding: Finding, marker: Expected) -> bool:
    return (
        (finding.location.path, finding.location.span.line) == (marker.path, marker.line)
        and finding.code in marker.codes
        and finding.severity.label in marker.severities
        and marker.key in (None, finding.key)
    )


def _describe(case: Case, missed: list[Expected], false_alarms: list[Finding], left: list[Finding]) -> str:
    lines = [f"{case.name}: {case.title} (Streamlit {case.target})"]
    lines += [f"  missed       {marker}" for marker in missed]
    lines += [f"  false alarm  {_line(finding)}" for finding in false_alarms]
    lines += [f"  also said    {_line(finding)}" for finding in left if finding not in false_alarms]
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    place = f"{finding.location.path}:{finding.location.span.line}"
    return f"{place} {finding.code} {finding.severity.label} {finding.key}: {finding.message}"
