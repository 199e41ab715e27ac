"""Tests of what is made of choices that Python itself cannot make: no failure of keylint's, and no claim."""

from __future__ import annotations

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
        'y = st.selectbox("y", [9, 99])\n' + "y = y * y\n" * 12 + 'if f"{y}" == "1":',
        "try:\n    int(x, base=16)\nexcept ValueError:\n    pass\nelse:",
    ],
)
def test_no_failure(lines: str) -> None:
    outcome = judged(run(APP.format(lines=lines)))
    assert not outcome.faults
    assert "name" in {widget.key for widget in outcome.widgets}
