"""Inputs in which nothing may be chosen: what that hides, and how it is told."""

from __future__ import annotations

import pytest

from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

kind = st.COMMAND
if TEST:
    st.text_input("Name", key="name")
st.write("Hello", st.session_state.get("name"))
"""

CLEARED = [
    'selectbox("Kind", ["a", "b"], index=None, key="kind")',
    'selectbox("Kind", ["a", "b"], index=None if st.session_state.get("new") else 0)',
    'pills("Kind", ["a", "b"], key="kind")',
    'segmented_control("Kind", ["a", "b"], default="a")',
]
CHOSEN = [
    'selectbox("Kind", ["a", "b"], key="kind")',
    'radio("Kind", ["a", "b"], key="kind")',
    'radio("Kind", ["a", "b"], index=None, key="kind")',  # once chosen, it stays chosen
    'pills("Kind", ["a", "b"], default="a", required=True)',
    'select_slider("Kind", ["a", "b"])',
]
TESTS = ["kind", "kind is not None", "kind in ('a', 'b')", "not (kind is None)"]


def told(command: str, test: str) -> list[list[str]]:
    outcome = judged(run(APP.replace("COMMAND", command).replace("TEST", test)))
    assert not outcome.faults
    return [[step.text for step in one.story] for one in outcome.findings if one.keys == ("name",)]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("command", CLEARED)
def test_no_choice_hides(command: str, test: str) -> None:
    [story] = told(command, test)
    assert "Clear 'Kind': 'Name' disappears, and Streamlit drops its value." in story


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("command", CHOSEN)
def test_what_is_always_chosen_hides_nothing(command: str, test: str) -> None:
    assert told(command, test) == []


def test_one_of_two_options_hides_what_is_for_the_other() -> None:
    [story] = told('radio("Kind", ["a", "b"], index=None, key="kind")', "kind == 'a'")
    assert """Choose "b" in 'Kind': 'Name' disappears, and Streamlit drops its value.""" in story
