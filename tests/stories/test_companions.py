"""Buttons that close a gate, of which some delete the input's key as well: whoever uses the others loses the value."""

from __future__ import annotations

import itertools

import pytest

from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

ss = st.session_state
ss.setdefault("a", False)
ss.setdefault("b", False)
if st.button("Open"):
    ss.a = ss.b = True
{buttons}
if {test}:
    st.text_input("Name", key="name")
"""
FORGETTING = 'if st.button("Forget"):\n    ss.pop("name", None)\n    ss.b = False\n'
CLOSING_A = 'if st.button("Close a"):\n    ss.a = False\n'
CLOSING_B = 'if st.button("Close b"):\n    ss.b = False\n'
FORGETTING_LATER = 'def forget():\n    ss.pop("name", None)\n    ss.b = False\nst.button("Forget", on_click=forget)\n'


def found(test: str, *buttons: str) -> list[str]:
    outcome = judged(run(APP.format(test=test, buttons="".join(buttons))))
    assert not outcome.faults
    return [one.code for one in outcome.findings if one.keys == ("name",) and one.severity.label != "info"]


@pytest.mark.parametrize("test", ["ss.a and ss.b", "ss.b and ss.a"])
@pytest.mark.parametrize("forgetting", [FORGETTING, FORGETTING_LATER])
@pytest.mark.parametrize("closing", [CLOSING_A, CLOSING_B])
@pytest.mark.parametrize("is_first", [True, False])
def test_one_that_only_closes(test: str, forgetting: str, closing: str, *, is_first: bool) -> None:
    buttons = (closing, forgetting) if is_first else (forgetting, closing)
    assert found(test, *buttons) == ["KEY106"]


@pytest.mark.parametrize("forgetting", [FORGETTING, FORGETTING_LATER])
def test_one_that_deletes_loses_nothing(forgetting: str) -> None:
    assert all(found(" and ".join(names), forgetting) == [] for names in itertools.permutations(["ss.a", "ss.b"]))
