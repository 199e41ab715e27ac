"""Tests of what is made of choices that Python itself cannot make: no failure of keylint's, and no claim."""

from __future__ import annotations

import tracemalloc

import pytest

from keylint.judging import judged
from tests.run.apps import run

APP = """
import datetime
import streamlit as st
x = st.selectbox("x", ["1", "a b"])
{lines}
    st.text_input("Name", key="name")
"""


@pytest.mark.parametrize(
    "lines",
    [
        'try:\n    datetime.datetime.strptime(x, "%y %y")\nexcept ValueError:\n    pass\nelse:',
        "if max((x.split(), 1), (x.split(), 2)) == 1:",
        'y = st.selectbox("y", [9, 1_000_000_007])\n' + "y = y * y\n" * 10 + 'if f"{y}" == "1":',
        'y = st.selectbox("y", ["ff", "a0"])\ntry:\n    int(y, base=16)\nexcept ValueError:\n    pass\nelse:',
    ],
)
def test_no_failure(lines: str) -> None:
    outcome = judged(run(APP.format(lines=lines)))
    assert not outcome.faults
    assert "name" in {widget.key for widget in outcome.widgets}


def test_no_long_texts_are_made() -> None:
    lines = 'form = st.selectbox("Form", ["%d", "%0999999999d"])\nif form % 7 == "7" and "a" * 9**9 != x:'
    tracemalloc.start()
    outcome = judged(run(APP.format(lines=lines)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not outcome.faults
    assert peak < 50_000_000
