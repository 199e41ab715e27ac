"""Objects that a filter picks out of a list by what the user has chosen: the others show nothing."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st


class Edit:
    title = "edit"

    def draw(self):
        st.text_input("Name", key="name")


class Show:
    title = "show"

    def draw(self):
        st.write(st.session_state.get("name"))


pages = [Edit(), Show()]
title = st.radio("Page", ["edit", "show"])
{drawing}
"""


@pytest.mark.parametrize(
    "drawing",
    [
        "[page for page in pages if page.title == title][0].draw()",
        "next(page for page in pages if page.title == title).draw()",
        "next((page for page in pages if page.title == title), pages[0]).draw()",
        "for page in [page for page in pages if page.title == title]:\n    page.draw()",
        "[page for page in pages if page.title != title][-1].draw()",
    ],
)
def test_one_is_drawn_and_the_other_hidden(drawing: str) -> None:
    outcome = judged(run(APP.format(drawing=drawing)))
    assert not outcome.faults
    assert not outcome.unknowns
    assert [(one.code, one.severity, one.keys) for one in outcome.findings] == [("KEY101", Severity.ERROR, ("name",))]


def test_where_the_filter_may_leave_none_the_rest_is_told() -> None:
    outcome = judged(run(APP.format(drawing="[page for page in pages if page.title == st.text_input('x')][0].draw()")))
    assert [one.code for one in outcome.findings] == ["KEY101"]
    assert outcome.unknowns
