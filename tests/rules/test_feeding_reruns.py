"""What is fed back to a widget and reruns at once loses no edit: the next run begins with it."""

from __future__ import annotations

import pytest

from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

if "rows" not in st.session_state:
    st.session_state.rows = [{{"name": "a"}}]


@st.fragment
def table():
    edited = st.data_editor(st.session_state.rows, num_rows="dynamic")
    if edited != st.session_state.rows:
        st.session_state.rows = edited
        {after}


table()
"""


@pytest.mark.parametrize(
    ("after", "codes"),
    [("pass", ["KEY307"]), ("st.rerun()", []), ('st.rerun(scope="fragment")', []), ("st.stop()", ["KEY307"])],
)
def test_an_edit_that_is_written_back(after: str, codes: list[str]) -> None:
    assert [one.code for one in judged(run(APP.format(after=after))).findings] == codes
