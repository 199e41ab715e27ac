"""A copy of a value, by itself or as a part of what is stored, and what the app does with it."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

ss = st.session_state
ss.setdefault("step", 1)
ss.setdefault("answers", {})
if ss.step == 1:
    score = st.radio("Score", [1, 2, 3], INDEXkey="score")
    COPY
    if st.button("Next"):
        ss.step = 2
        st.rerun()
else:
    READ
    if st.button("Back"):
        ss.step = 1
        st.rerun()
"""


def found(copy: str, read: str, index: str = "") -> list[tuple[str, Severity]]:
    outcome = judged(run(APP.replace("COPY", copy).replace("READ", read).replace("INDEX", index)))
    assert not outcome.faults
    return [(one.code, one.severity) for one in outcome.findings if one.keys == ("score",)]


@pytest.mark.parametrize(
    ("copy", "read"),
    [
        ("ss.answers['q1'] = score", "st.write(ss.answers)"),
        ("ss.answers['q1'] = {'question': 'q1', 'score': score}", "st.write(ss.answers)"),
        ("ss.answers['q1'] = {'question': 'q1', 'score': score}", "st.write(ss.answers['q1']['score'])"),
        ("ss.answers['q1'] = ['q1', score]", "st.table(ss.answers)"),
        ("ss.answers['q1'] = ('q1', score)", "st.table(ss.answers)"),
        ("ss.answer = {'score': score}", "st.write(ss.answer['score'])"),
        ("ss.answer = dict(score=score)", "st.json(ss.answer)"),
    ],
)
def test_a_copy_that_the_default_overwrites(copy: str, read: str) -> None:
    assert found(copy, read) == [("KEY308", Severity.ERROR)]


@pytest.mark.parametrize(
    "copy", ["ss.answers['q1'] = score", "ss.answers['q1'] = {'score': score}", "ss.answer = {'score': score}"]
)
def test_a_copy_that_no_choice_does_not_overwrite_is_a_try(copy: str) -> None:
    read = "st.write(ss.answers, ss.get('answer'))"
    assert found(f"if score is not None:\n        {copy}", read, "index=None, ") == [("KEY106", Severity.WARNING)]


def test_what_nobody_looks_at_is_no_copy() -> None:
    assert found("ss.answers['q1'] = {'score': score}", "st.write('Thanks')") == [("KEY106", Severity.INFO)]


def test_what_stands_under_the_value_itself_is_not_overwritten() -> None:
    assert found("ss.answers[f'{score} points'] = {'score': score}", "st.write(ss.answers)") == [
        ("KEY106", Severity.WARNING)
    ]
