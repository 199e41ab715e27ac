"""Loops that keep the keys of session state which pass a test."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st
ss = st.session_state
{loop}
if st.radio("View", ["a", "b"]) == "a":
    st.text_input("Goals", key="goals")
else:
    st.write(ss.get("goals"))
"""
KEEPS = [
    "for k in list(ss):\n    ss[k] = ss[k]",
    "for k in list(ss.keys()):\n    if not k.startswith('FormSubmitter'):\n        ss[k] = ss[k]",
    "for k in list(ss.keys()):\n    if not k.endswith('_button'):\n        ss[k] = ss[k]",
    "for k in list(ss.keys()):\n    if k.startswith('btn_'):\n        continue\n    ss[k] = ss[k]",
    "for k in [k for k in ss if not k.startswith('btn_')]:\n    ss[k] = ss[k]",
    "for k, v in ss.items():\n    if not k.startswith('btn_'):\n        ss[k] = v",
    "for k in list(ss):\n    if 'btn' not in k:\n        ss[k] = ss[k]",
    "for k in list(ss):\n    if k.startswith('go'):\n        ss[k] = ss[k]",
]


@pytest.mark.parametrize("loop", KEEPS)
def test_what_passes_is_kept(loop: str) -> None:
    assert [one.code for one in judged(run(APP.format(loop=loop))).findings if one.severity > Severity.INFO] == []


@pytest.mark.parametrize(
    "test", ["k.startswith('btn_')", "not k.startswith('go')", "k.endswith('_x')", "'btn' in k", "len(k) == 3"]
)
def test_what_does_not_pass_is_lost(test: str) -> None:
    loop = f"for k in list(ss):\n    if {test}:\n        ss[k] = ss[k]"
    assert "KEY101" in [one.code for one in judged(run(APP.format(loop=loop))).findings]
