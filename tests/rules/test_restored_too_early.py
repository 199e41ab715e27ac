"""KEY313: what it advises leaves nothing to report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from keylint import engine
from keylint.findings import Severity
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Finding

START = """\
import streamlit as st

st.session_state.setdefault("name", "Ann")


def save():
    if "_name" in st.session_state:
        st.session_state["name"] = st.session_state["_name"]


"""
GIVEN = 'st.session_state["_name"] = st.session_state["name"]\n'
MISSING = f'if "_name" not in st.session_state:\n    {GIVEN}'
SAVED_BY_CALLBACK = '    st.text_input("Name", key="_name", on_change=save)\n'
SAVED_AFTER = '    st.session_state["name"] = st.text_input("Name", key="_name")\n'
SHOWN = 'if st.radio("View", ["Edit", "Plan"]) == "Edit":\n'


def found(folder: Path, source: str) -> list[Finding]:
    (folder / "app.py").write_text(START + source, "utf-8")
    report = engine.check([folder], Settings(root=folder, target_option="1.67", cache=False))
    return [each for each in report.findings if each.severity > Severity.INFO]


@pytest.mark.parametrize(
    ("widget", "when", "restore"),
    [
        (SAVED_BY_CALLBACK, "whether it is missing or not", f"    {GIVEN}"),
        (SAVED_AFTER, "where it is missing", textwrap.indent(MISSING, "    ")),
    ],
)
def test_its_advice_is_enough(tmp_path: Path, widget: str, when: str, restore: str) -> None:
    [finding] = found(tmp_path, MISSING + SHOWN + widget)
    assert (finding.code, finding.advice is not None and when in finding.advice) == ("KEY313", True)
    assert found(tmp_path, SHOWN + restore + widget) == []


def test_a_restore_in_every_run_would_undo_each_edit(tmp_path: Path) -> None:
    codes = {each.code for each in found(tmp_path, f"{SHOWN}    {GIVEN}{SAVED_AFTER}")}
    assert "KEY311" in codes
