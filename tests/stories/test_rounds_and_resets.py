"""Loops over the same items ask the same of them; what another input puts back on purpose is no loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.engine import check
from keylint.findings import Severity
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Report

FORM = """
with st.form("f"):
    for required, done, label in visible:
        if required == "letters":
            st.number_input("How many?", key="count", step=1)
        else:
            st.checkbox(label, key=f"edit_{done}")
    sent = st.form_submit_button("Save")
if sent:
    for required, done, label in visible:
        if required == "letters":
            lib.save(st.session_state.get("count"))
        else:
            lib.save(st.session_state.get(f"edit_{done}"))
"""
ROWS = {
    "from outside": 'visible = lib.rows(st.selectbox("Which", ["a", "b"]))',
    "chosen from constants": (
        'DOCS = [("cv", "has_cv", "CV"), ("letters", "has_letters", "Letters")]\n'
        'for row in DOCS:\n    st.checkbox(row[2], key=f"needs_{row[0]}")\n'
        'visible = [row for row in DOCS if st.session_state.get(f"needs_{row[0]}")]'
    ),
    "of a frame": 'visible = list(lib.frame(st.selectbox("Which", ["a", "b"])).itertuples())',
}
OTHERS = """
rows = lib.rows(st.selectbox("Which", ["a", "b"]))
for row in rows:
    if row["kind"] == "a":
        st.text_input("x", key="x")
if st.button("Save"):
    lib.save(st.session_state.get("x"))
"""
RESET = """
ss = st.session_state
if "low" not in ss:
    ss.low, ss.high, ss.all = None, None, lib.load()
def save():
    ss.low, ss.high = ss.span
def other():
    ss.low, ss.high = None, None
st.selectbox("Project", ["a", "b"], key="project", on_change=other)
if st.radio("View", ["Progress", "Table"], key="view") == "Progress":
    first = (1, 9) if ss.low is None else (ss.low, ss.high)
    st.slider("Span", 0, 10, value=first, key="span"SAVED)
"""


def checked(folder: Path, code: str) -> Report:
    (folder / "app.py").write_text(f"import streamlit as st\nimport lib\n{code}\n", encoding="utf-8")
    return check([folder], Settings(root=folder, target_option="1.67", cache=False))


def loud(report: Report) -> list[tuple[str, str | None]]:
    return [(each.code, each.key) for each in report.findings if each.severity > Severity.INFO]


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_a_field_is_there_whenever_its_row_is_read(tmp_path: Path, rows: str) -> None:
    report = checked(tmp_path, rows + FORM)
    # Both fields are seen, and that they go with their rows: at info.
    assert {each.key for each in report.findings} >= {"count"}
    assert report.totals.keys >= 2
    assert loud(report) == []


def test_a_read_for_no_row_is_one_of_another_run(tmp_path: Path) -> None:
    assert [key for _, key in loud(checked(tmp_path, OTHERS))] == ["x"]


def test_what_another_input_puts_back_is_no_loss(tmp_path: Path) -> None:
    # From 1.50 on the widget does not follow what is put back while it is in sight: that is told.
    assert loud(checked(tmp_path, RESET.replace("SAVED", ", on_change=save"))) == [("KEY404", "span")]


def test_without_the_copy_it_is_one(tmp_path: Path) -> None:
    assert [key for _, key in loud(checked(tmp_path, RESET.replace("SAVED", "")))] == ["span"]


CLICKED = """
FIRST = {"section": 0, "is_done": False}
for name, first in FIRST.items():
    if name not in st.session_state:
        st.session_state[name] = first
if st.session_state.is_done:
    if st.button("Begin"):
        st.session_state.section = 0
        st.rerun()
    if st.button("Back"):
        st.session_state.is_done = False
        st.rerun()
else:
    section = st.number_input("Section", 0, 9, value=st.session_state.section, key="field")
    if section != st.session_state.section:
        st.session_state.section = section
        st.rerun()
    if st.button("Finish"):
        st.session_state.is_done = True
        st.rerun()
"""


def test_what_a_click_puts_back_while_the_widget_is_away_is_no_loss(tmp_path: Path) -> None:
    report = checked(tmp_path, CLICKED)
    assert report.totals.widgets >= 1
    assert loud(report) == []
