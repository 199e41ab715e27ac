"""Fixes of dialogs that are closed without a run of the app: where `on_dismiss="rerun"` is offered, and where not."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from keylint.judging import judged
from keylint.repairs import Refusal, Repair
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
    assert isinstance(found(source, "KEY106").repair, Refusal)
