"""Gates that go by a member of an enumeration in a module of its own."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

VIEWS = """
from enum import Enum, IntEnum, auto

class View({base}):
    LIST = {first}
    EDIT = {second}
    GONE = {third}
"""
APP = """
import streamlit as st
from views import View

ss = st.session_state
ss.setdefault("view", View.LIST)
st.button("Edit", on_click=lambda: ss.update(view=View.EDIT))
st.button("List", on_click=lambda: ss.update(view=View.LIST))
{gate}
st.write("Hello", ss.get("name"))
"""
EDIT = '    st.text_input("Name", key="name")'
MATCH = "match ss.view:\n    case View.LIST:\n        st.write('list')\n    case View.{member}:\n    " + EDIT
IF = "if ss.view {sign} View.{member}:\n" + EDIT


def severities(base: str, values: tuple[str, str, str], gate: str) -> list[tuple[str, Severity]]:
    first, second, third = values
    files = {
        "app.py": APP.format(gate=gate),
        "views.py": VIEWS.format(base=base, first=first, second=second, third=third),
    }
    outcome = judged(run(files))
    assert not outcome.faults
    return [(one.code, one.severity) for one in outcome.findings if one.keys == ("name",)]


MEMBERS = [
    ("Enum", ("auto()", "auto()", "auto()")),
    ("IntEnum", ("5", "auto()", "auto()")),
    ("Enum", ("'list'", "'edit'", "'gone'")),
]


@pytest.mark.parametrize(("base", "values"), MEMBERS)
@pytest.mark.parametrize("gate", [MATCH, IF.replace("{sign}", "=="), IF.replace("{sign}", "is")])
def test_members_are_told_apart(base: str, values: tuple[str, str, str], gate: str) -> None:
    assert severities(base, values, gate.format(member="EDIT")) == [("KEY101", Severity.ERROR)]


@pytest.mark.parametrize(("base", "values"), MEMBERS)
def test_a_member_that_the_app_never_takes_closes_nothing(base: str, values: tuple[str, str, str]) -> None:
    assert severities(base, values, IF.format(sign="!=", member="GONE")) == []
