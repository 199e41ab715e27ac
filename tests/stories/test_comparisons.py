"""What a comparison of session state is made to come out as, by what the app puts there."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

ss = st.session_state
ss.setdefault("step", 0)
ss.setdefault("rows", [])
ss.setdefault("most", 3)
limits = [1, 2]
lines = open("lines.txt").readlines()
if TEST:
    st.text_input("Name", key="name")
if st.button("On"):
    ON
if st.button("Back"):
    BACK
st.write("Hello", ss.get("name"))
"""


def severities(test: str, on: str, back: str) -> list[tuple[str, Severity]]:
    outcome = judged(run(APP.replace("TEST", test).replace("ON", on).replace("BACK", back)))
    assert not outcome.faults
    return [(one.code, one.severity) for one in outcome.findings if one.keys == ("name",)]


@pytest.mark.parametrize(
    ("test", "on", "back"),
    [
        ("ss.step < 2", "ss.step = 2", "ss.step = 0"),
        ("ss.step < 2", "ss.step += 1", "ss.step -= 1"),
        ("not ss.step >= 2", "ss.step = 1 + ss.step", "ss.step = 0"),
        ("2 > ss.step", "ss.step += 1", "ss.step -= 1"),
        ("ss.step <= 1", "ss.step += 1", "ss.step -= 1"),
        ("len(limits) > ss.step", "ss.step += 1", "ss.step -= 1"),
        ("ss.step * 2 + 1 < 4", "ss.step = 2", "ss.step = 1"),
        ("ss.step < len(lines)", "ss.step += 1", "ss.step -= 1"),
        ("ss.step in (0, 1)", "ss.step = 2", "ss.step = 0"),
        ("ss.step < ss.most", "ss.step = 3; ss.most = 3", "ss.step = 2; ss.most = 3"),
        ("ss.step != ss.most", "ss.step = ss.most", "ss.step = 1"),
        ("len(ss.rows) > 0", "ss.rows = []", "ss.rows.append(1)"),
        ("len(ss.rows)", "ss.rows = []", "ss.rows.append(1)"),
        ("len(ss.rows) == 0", "ss.rows.append(1)", "ss.rows = []"),
        ("len(ss.rows) < 3", "ss.rows.append(1)", "ss.rows = []"),
        ("'a' not in ss.rows", "ss.rows.append('a')", "ss.rows = []"),
        ("ss.rows", "ss.rows = []", "ss.rows = [1]"),
        ("ss.rows", "ss.rows.clear()", "ss.rows.append(1)"),
        ("ss.rows", "ss.rows.pop()", "ss.rows.append(1)"),
        ("len(ss.rows) >= 1", "del ss.rows[0]", "ss.rows.append(1)"),
        ("len(ss.rows) > 1", "ss.rows.remove(1)", "ss.rows.append(1)"),
    ],
)
def test_a_bound_that_the_app_crosses_both_ways_hides(test: str, on: str, back: str) -> None:
    assert severities(test, on, back) == [("KEY101", Severity.ERROR)]


@pytest.mark.parametrize(
    ("test", "on", "back"),
    [
        ("ss.step < 2", "ss.step = 1", "ss.step = 0"),
        ("ss.step < 2", "ss.step -= 1", "ss.step = 0"),
        ("ss.step > -1", "ss.step += 1", "ss.step = 0"),
        ("ss.step in (0, 1)", "ss.step = 1", "ss.step = 0"),
        ("len(ss.rows) >= 0", "ss.rows.append(1)", "ss.rows.append(2)"),
    ],
)
def test_a_bound_that_the_app_never_crosses_hides_nothing(test: str, on: str, back: str) -> None:
    assert severities(test, on, back) == []


CLICKS = """
import streamlit as st

ss = st.session_state
ss.setdefault("step", 0)
ss.setdefault("rows", [])
if st.button("On"):
    ON
if st.button("Back"):
    BACK
if TEST:
    st.text_input("Name", key="name")
"""


def clicks(test: str, on: str, back: str) -> list[str]:
    """What is clicked in the story of the input, and the words for how often."""
    source = CLICKS.replace("TEST", test).replace("ON", on).replace("BACK", back)
    [finding] = (one for one in judged(run(source)).findings if one.keys == ("name",))
    return [step.text.partition(":")[0] for step in finding.story if step.act.value == "click"]


@pytest.mark.parametrize(
    ("test", "on", "back", "told"),
    [
        ("ss.step < 2", "ss.step += 1", "ss.step = 0", ["Click 'On'.", "Click 'On'", "Click 'Back'"]),
        (
            "ss.step <= 4",
            "ss.step += 2",
            "ss.step -= 1",
            ["Click 'On'."] * 2 + ["Click 'On'"] + ["Click 'Back'.", "Click 'Back'"],
        ),
        ("ss.step >= 1", "ss.step += 1", "ss.step -= 1", ["Click 'On'.", "Click 'Back'", "Click 'On'"]),
        ("ss.step == 3", "ss.step += 1", "ss.step = 3", ["Click 'Back'.", "Click 'On'", "Click 'Back'"]),
        (
            "ss.step == 2",
            "ss.step += 1",
            "ss.step = 0",
            [*["Click 'On'."] * 2, "Click 'Back'", "Click 'On'.", "Click 'On'"],
        ),
        ("ss.step < 9", "ss.step += 1", "ss.step = 0", ["Click 'On', as often as it takes", "Click 'Back'"]),
        ("len(ss.rows) < 2", "ss.rows.append(1)", "ss.rows.clear()", ["Click 'On'.", "Click 'On'", "Click 'Back'"]),
    ],
)
def test_the_story_counts_the_clicks(test: str, on: str, back: str, told: list[str]) -> None:
    assert clicks(test, on, back) == told
