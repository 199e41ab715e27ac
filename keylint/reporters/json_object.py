"""One JSON object, for other programs. Its form is a contract: `version` changes when it does."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from keylint import __version__
from keylint.findings import Cause, Finding, Fix, Location, Report, Severity, StoryOutcome, StoryStep, StorySymptom
from keylint.reporters.cells import escaped
from keylint.reporters.fault_objects import fault_objects
from keylint.reporters.marked import marked
from keylint.reporters.target_objects import target_objects
from keylint.streamlit.target import requirement

if TYPE_CHECKING:
    from keylint.reporters.view import View

FORMAT_VERSION = 1


def render(report: Report, view: View) -> str:
    """The report as JSON; `summary` counts the findings that are listed, at or above the threshold."""
    shown = view.shown(report)
    baseline = report.baseline
    known = baseline.known if baseline is not None else ()
    severities = Counter(finding.severity for finding in shown)
    totals = report.totals
    document = {
        "version": FORMAT_VERSION,
        "tool": {"name": "keylint", "version": __version__},
        "findings": [_finding(finding, mark) for finding, mark in marked(report, view)],
        "unknowns": [
            {"path": unknown.path, "line": unknown.line, "reason": unknown.reason} for unknown in report.unknowns
        ],
        "faults": fault_objects(report.faults),
        "target": target_objects(report.targets),
        "summary": {
            "files": totals.files,
            "generated": len(report.generated_files),
            "backups": len(report.backup_files),
            "apps": totals.apps,
            "pages": totals.pages,
            "pages_not_analysed": totals.pages_not_analysed,
            "widgets": totals.widgets,
            "widgets_without_key": totals.widgets_without_key,
            "inputs_without_key": totals.inputs_without_key,
            "keys": totals.keys,
            "unresolved": totals.unresolved_keys,
            "errors": severities[Severity.ERROR],
            "warnings": severities[Severity.WARNING],
            "infos": severities[Severity.INFO],
            "fixable": sum(finding.fix is not None and bool(finding.fix.edits) for finding in shown),
            "known": None if baseline is None else sum(report.is_shown(finding, view.threshold) for finding in known),
            "gone": None if baseline is None else baseline.gone,
        },
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _finding(finding: Finding, mark: str) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.label,
        **_place(finding.location),
        "key": finding.key,
        "message": finding.message,
        "page": finding.page,
        "route": list(finding.route),
        "keys": list(finding.keys),
        "pages": list(finding.pages),
        "evidence": list(finding.evidence),
        "cause": _cause(finding.cause) if finding.cause else None,
        "story": [_step(step) for step in finding.story],
        "related": [
            {**_place(related.location), "message": related.message, "role": related.role.value}
            for related in finding.related
        ],
        "advice": finding.advice,
        "fix": _fix(finding.fix) if finding.fix else None,
        "no_fix": finding.no_fix,
        "fingerprint": mark,
    }


def _cause(cause: Cause) -> dict[str, object]:
    return {"path": cause.location.path, "line": cause.location.span.line, "kind": cause.kind.value}


def _step(step: StoryStep) -> dict[str, object]:
    return {
        "act": step.act.value,
        "page": step.page,
        "key": step.key,
        "label": step.label,
        "value": _read(step.value),
        "expect": _expectation(step.outcome),
        "weak": step.is_weak,
        "text": step.text,
        "path": step.location.path if step.location else None,
        "line": step.location.span.line if step.location else None,
    }


def _expectation(outcome: StoryOutcome | None) -> dict[str, object]:
    """`reads` and `shown` are null where the value is not known; the rest stands at the last step only."""
    if outcome is None:
        return {"reads": None, "shown": None}
    value, symptom = _read(outcome.value), outcome.symptom
    return {
        "reads": value if symptom is StorySymptom.READS else None,
        "shown": value if symptom is StorySymptom.SHOWN else None,
        "symptom": symptom.value,
        "known": outcome.value is not None,
        "missing": outcome.is_missing,
        "key": outcome.key,
        "path": outcome.location.path,
        "line": outcome.location.span.line,
    }


def _read(text: str | None) -> object:
    return None if text is None else json.loads(text)


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{**_place(edit.location), "replacement": edit.replacement} for edit in fix.edits]
    requires = requirement(fix.requires) if fix.requires is not None else None
    return {"title": fix.title, "safe": fix.safe, "edits": edits, "requires": requires}


def _place(location: Location) -> dict[str, object]:
    span = location.span
    return {
        "path": location.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
