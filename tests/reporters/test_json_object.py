from __future__ import annotations

import json
from typing import Any

from keylint import __version__
from keylint.findings import (
    Cause,
    CauseKind,
    Edit,
    Fix,
    Location,
    Related,
    Role,
    Severity,
    Span,
    StoryAct,
    StoryOutcome,
    StoryStep,
    StorySymptom,
    Unknown,
)
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("pages/1_🎈.py", Span(9, 5, 9, 53))
THERE = Location("app.py", Span(2, 1, 3, 4))
FOUND = finding(
    HERE,
    key="row_*",
    page="pages/1_🎈.py",
    route=("pages/1_🎈.py", "field()"),
    related=(Related(THERE, "read here", Role.READ),),
    keys=("row_0", "row_1"),
    pages=("pages/1_🎈.py",),
    evidence=("needed",),
    cause=Cause(THERE, CauseKind.LEAVE),
    story=(
        StoryStep(StoryAct.EDIT, "app.py", "Set it.", key="row_0", label="Row", value="3", location=THERE),
        StoryStep(
            StoryAct.GO, "app.py", "Go.", is_weak=True, outcome=StoryOutcome(StorySymptom.SHOWN, "row_0", THERE, "null")
        ),
    ),
    fix=Fix("add it", True, (Edit(THERE, "x\n"),), (1, 59, 0)),
)


def printed(*findings: Any, view: View = View(), **changes: Any) -> Any:  # noqa: B008
    return json.loads(render(report(*findings, **changes), "json", view, lambda path: []))


def test_the_whole_form() -> None:
    place = {"path": "app.py", "line": 2, "column": 1, "end_line": 3, "end_column": 4}
    document = printed(FOUND, unknowns=(Unknown("app.py", 3, "exec"),), generated_files=("a.py", "b.py"))
    mark = document["findings"][0].pop("fingerprint")
    assert isinstance(mark, str)
    assert document == {
        "version": 1,
        "tool": {"name": "keylint", "version": __version__},
        "findings": [
            {
                "code": "KEY101",
                "name": "read-while-hidden",
                "severity": "error",
                "path": "pages/1_🎈.py",
                "line": 9,
                "column": 5,
                "end_line": 9,
                "end_column": 53,
                "key": "row_*",
                "message": "'name' is lost",
                "page": "pages/1_🎈.py",
                "route": ["pages/1_🎈.py", "field()"],
                "keys": ["row_0", "row_1"],
                "pages": ["pages/1_🎈.py"],
                "evidence": ["needed"],
                "cause": {"path": "app.py", "line": 2, "kind": "leave"},
                "story": [
                    {
                        "act": "edit",
                        "page": "app.py",
                        "key": "row_0",
                        "label": "Row",
                        "value": 3,
                        "expect": {"reads": None, "shown": None},
                        "weak": False,
                        "text": "Set it.",
                        "path": "app.py",
                        "line": 2,
                    },
                    {
                        "act": "go",
                        "page": "app.py",
                        "key": None,
                        "label": None,
                        "value": None,
                        "expect": {
                            "symptom": "shown",
                            "reads": None,
                            "shown": None,
                            "known": True,
                            "missing": False,
                            "key": "row_0",
                            "path": "app.py",
                            "line": 2,
                        },
                        "weak": True,
                        "text": "Go.",
                        "path": None,
                        "line": None,
                    },
                ],
                "related": [{**place, "message": "read here", "role": "read"}],
                "advice": None,
                "fix": {
                    "title": "add it",
                    "safe": True,
                    "edits": [{**place, "replacement": "x\n"}],
                    "requires": "streamlit>=1.59",
                },
                "no_fix": None,
            }
        ],
        "unknowns": [{"path": "app.py", "line": 3, "reason": "exec"}],
        "faults": [],
        "target": [{"app": "app.py", "versions": "1.62", "certainty": "known", "source": "requirements.txt"}],
        "summary": {
            "files": 5,
            "generated": 2,
            "backups": 0,
            "apps": 1,
            "pages": 3,
            "pages_not_analysed": 0,
            "widgets": 14,
            "widgets_without_key": 0,
            "inputs_without_key": 0,
            "keys": 12,
            "unresolved": 0,
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "fixable": 1,
            "known": None,
            "gone": None,
        },
    }


def test_what_is_missing_is_null() -> None:
    [found] = printed(finding(HERE, key=None))["findings"]
    assert (found["key"], found["page"], found["fix"], found["route"], found["related"]) == (None, None, None, [], [])


def test_text_is_not_escaped() -> None:
    assert "1_🎈" in render(report(FOUND), "json", View(), lambda path: [])


def test_the_threshold_leaves_findings_out_but_changes_no_fingerprint() -> None:
    info = finding(HERE, severity=Severity.INFO)
    both = printed(info, FOUND, view=View(threshold=Severity.INFO))
    one = printed(info, FOUND)
    assert one["summary"]["infos"] == 0
    assert both["summary"]["infos"] == 1
    assert [found["fingerprint"] for found in one["findings"]] == [both["findings"][1]["fingerprint"]]


def test_equal_findings_have_distinct_fingerprints() -> None:
    marks = [found["fingerprint"] for found in printed(FOUND, FOUND, FOUND)["findings"]]
    assert len(set(marks)) == 3
