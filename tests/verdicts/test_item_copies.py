"""What a button keeps for the chosen item is told where the user can come back to an item."""

from __future__ import annotations

import pytest

from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st
ss = st.session_state
ss.setdefault("i", 0)
ss.setdefault("notes", {{}})
i = ss.i
note = st.text_input("Note", key=f"note_{{i}}")
if st.button("Save"):
    ss.notes[i] = note
if st.button("Next"):
    ss.i += 1
    st.rerun()
{back}
st.write(str(ss.notes))
"""


@pytest.mark.parametrize(
    ("back", "codes"),
    [
        ("", []),
        ("if st.button('Skip'):\n    ss.i += 2\n    st.rerun()", []),
        ("if st.button('Back'):\n    ss.i -= 1\n    st.rerun()", ["KEY308"]),
        ("if st.button('Back'):\n    ss.i = max(0, ss.i - 1)\n    st.rerun()", ["KEY308"]),
        ("st.number_input('Number', key='i')", ["KEY308"]),
    ],
)
def test_who_only_goes_on_loses_nothing(back: str, codes: list[str]) -> None:
    found = judged(run(APP.format(back=back))).findings
    assert [one.code for one in found if one.key == "note_*"] == codes
