"""What fails because of what the user enters or chooses, where the app catches it: the gate is the `try`."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from tests.stories.gates import found

GATE = """
import ast
import datetime
import json

{before}
try:
    {body}
    show = True
except {caught}:
    show = False
"""


def severities(before: str, body: str, caught: str) -> list[tuple[str, Severity]]:
    gate = GATE.format(before=before, body=body, caught=caught)
    return [(finding.code, finding.severity) for finding in found(gate, "show")]


TEXT = 'raw = st.text_input("Raw", "x")'
PICK = 'pick = st.radio("Pick", ["a", "7"])'


@pytest.mark.parametrize(
    ("before", "body", "caught"),
    [
        (TEXT, "n = int(raw)", "ValueError"),
        (TEXT, "n = float(raw.strip())", "(TypeError, ValueError)"),
        (TEXT, "n = json.loads(raw)", "json.JSONDecodeError"),
        (TEXT, "n = ast.literal_eval(raw)", "(SyntaxError, ValueError)"),
        (TEXT, "day = datetime.date.fromisoformat(raw)", "ValueError as error"),
        (TEXT, 'day = datetime.datetime.strptime(raw, "%d.%m.%Y")', "Exception"),
        ("def parse(raw):\n    return int(raw)\n" + TEXT, "n = parse(raw)", "ValueError"),
        (PICK, "n = int(pick)", "ValueError"),
        (PICK, 'n = {"a": 1}[pick]', "KeyError"),
        (TEXT, 'n = {"a": 1, "b": 2}[raw]', "LookupError"),
        ('shown = st.checkbox("Show")', "assert shown", "AssertionError"),
        ("def check(pick):\n    assert pick == 'a', 'only a'\n" + PICK, "check(pick)", "AssertionError"),
    ],
)
def test_a_failure_that_the_user_causes_hides(before: str, body: str, caught: str) -> None:
    assert severities(before, body, caught) == [("KEY101", Severity.ERROR)]


@pytest.mark.parametrize(
    ("before", "body", "caught"),
    [
        (TEXT, "n = int(raw)", "KeyError"),
        (TEXT, "n = str(raw)", "ValueError"),
        ('raw = open("count.txt").read()', "n = int(raw)", "ValueError"),
        ('raw = st.slider("Raw", 1, 5)', "n = int(raw)", "ValueError"),
        ('raw = st.selectbox("Raw", ["1", "2"])', "n = int(raw)", "ValueError"),
        (PICK, 'n = {"a": 1, "7": 2}[pick]', "KeyError"),
        (PICK, 'n = {"a": 1}.get(pick)', "KeyError"),
        (PICK, 'assert pick in ("a", "7")', "AssertionError"),
        ("limit = 3", "assert limit > 2", "AssertionError"),
    ],
)
def test_what_no_entry_makes_fail_hides_nothing(before: str, body: str, caught: str) -> None:
    assert severities(before, body, caught) == []


def test_an_assert_that_nobody_catches_says_what_always_holds() -> None:
    assert found('m = st.radio("M", ["a", "b"])\nassert m != "b"', "True") == []


def test_the_story_names_a_text_that_fails() -> None:
    [finding] = found(GATE.format(before=TEXT, body="n = int(raw)", caught="ValueError"), "show")
    assert "Type \"7\" into 'Raw'." in [step.text for step in finding.story]
