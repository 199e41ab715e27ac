"""Fixes of dialogs that are closed without a run of the app: where `on_dismiss="rerun"` is offered, and where not."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.findings import Severity
from keylint.fixing.offers import check
from keylint.judging import judged
from keylint.repairs import Refusal, Repair
from keylint.settings import Settings
from tests.run.apps import run

if TYPE_CHECKING:
    from keylint.findings import Finding

EDIT = """
import streamlit as st

@st.dialog("Edit")
def edit(person):
    st.text_input("Name", value=person["name"], key="name")

people = st.session_state.get("people", [])
"""
ROWS = """
for person in people:
    if st.button("Edit", key=f"edit_{person['id']}"):
        edit(person)
"""


def found(source: str, code: str = "KEY404") -> Finding:
    outcome = judged(run(source))
    assert not outcome.faults
    return next(finding for finding in outcome.findings if finding.code == code)


def test_a_click_opens_it() -> None:
    repair = found(EDIT + ROWS).repair
    assert isinstance(repair, Repair)
    assert not repair.safe
    assert 'on_dismiss="rerun"' in repair.title


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (EDIT + ROWS + "if people:\n    edit(people[0])\n", "more than a click"),
        (EDIT + ROWS + 'if st.checkbox("Mine"):\n    edit(people[0])\n', "more than a click"),
        (EDIT + "@st.fragment\ndef table():\n" + textwrap.indent(ROWS, "    ") + "table()\n", "a fragment"),
        (
            EDIT
            + "@st.fragment\ndef table():\n    for p in people:\n"
            + '        st.button("Edit", key=f"edit_{p[\'id\']}", on_click=edit, args=(p,))\ntable()\n',
            "a fragment",
        ),
        (
            EDIT.replace('@st.dialog("Edit")', 'OPTIONS = {"width": "large"}\n@st.dialog("Edit", **OPTIONS)') + ROWS,
            "only decorator",
        ),
        (EDIT.replace('@st.dialog("Edit")', 'modal = st.dialog("Edit")\n@modal') + ROWS, "only decorator"),
    ],
)
def test_something_else_does_too_or_it_would_not_help(source: str, reason: str) -> None:
    repair = found(source).repair
    assert isinstance(repair, Refusal)
    assert reason in repair.reason


@pytest.mark.parametrize("value", ['person["name"]', '""', 'people[number]["name"]'])
def test_nothing_of_one_record_is_kept_for_the_next(value: str) -> None:
    source = f"""
        import streamlit as st

        people = st.session_state.get("people", [])

        @st.dialog("Edit")
        def edit(number, person):
            st.text_input("Name", value={value}, key="name")

        for number, person in enumerate(people):
            if st.button("Edit", key=f"edit_{{number}}"):
                edit(number, person)
        """
    repair = found(source, "KEY106").repair
    assert isinstance(repair, Refusal)
    assert "one dialog would show in the next" in repair.reason


def test_that_the_field_is_then_dropped_speaks_against_no_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
        import streamlit as st

        @st.dialog("Add")
        def add():
            st.write(st.text_input("Name", key="name"))

        @st.dialog("Edit")
        def edit(person):
            st.write(st.text_input("Name", value=person, key="name"))

        if st.button("Add"):
            add()
        if st.button("Edit"):
            edit("Ann")
        """
    (tmp_path / "app.py").write_text(textwrap.dedent(source), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = Settings(root=tmp_path, target_option="1.67", min_severity=Severity.INFO, cache=False)
    report = check([Path()], settings)
    assert [finding.code for finding in report.findings] == ["KEY203"]
    assert report.findings[0].fix is not None
