"""What is chosen to hide a widget: something that also leads back, as little of it as can be, and what the user sees."""

from __future__ import annotations

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run
from tests.stories.test_telling import words

MODES = """
    import streamlit as st
    ss = st.session_state
    ss.setdefault("mode", "edit")
    if ss.mode == "edit":
        st.text_input("Name", key="k")
        if st.button("{first}"):
            ss.mode = "{away}"
        if st.button("{second}"):
            ss.mode = "{pause}"
    elif ss.mode == "pause":
        if st.button("Go on"):
            ss.mode = "edit"
"""


def story(app: str) -> list[str]:
    """What is told of the only finding."""
    [finding] = judged(run(app)).findings
    return words(finding.story)[1:]


def test_what_nothing_leads_back_from_is_passed_over() -> None:
    for first in (True, False):
        names = [("Finish", "done"), ("Pause", "pause")]
        (a, away), (b, pause) = names if first else reversed(names)
        assert story(MODES.format(first=a, away=away, second=b, pause=pause)) == [
            "Type \"my text\" into 'Name'.",
            "Click 'Pause'.",
            "Click or change anything else in the app: 'Name' disappears, and Streamlit drops its value.",
            "Click 'Go on'.",
            "Click or change anything else in the app: 'Name' is back, but empty.",
        ]


def test_where_nothing_leads_back_nothing_is_forgotten() -> None:
    assert judged(run(MODES.format(first="Finish", away="done", second="Stop", pause="stopped"))).findings == ()


FORM = """
    import lib
    import streamlit as st
    ss = st.session_state
    def add():
        lib.save(ss["k"])
        ss.mode = None
    if "mode" not in ss:
        ss.mode = None
    if ss.mode is None:
        if st.button("New"):
            ss.mode = "add"
    if ss.mode == "add":
        with st.form("f"):
            st.text_input("Name", key="k")
            st.form_submit_button("Cancel", on_click=lambda: ss.pop("mode"))
            st.form_submit_button("Add", on_click=add)
"""


def test_a_callback_looks_at_what_the_user_has_before_it_hides_that() -> None:
    [finding] = judged(run(FORM)).findings
    assert (finding.code, finding.severity) == ("KEY106", Severity.INFO)


def test_the_button_that_hides_a_form_submits_it() -> None:
    assert story(FORM) == [
        "Click 'New'.",
        "Type \"my text\" into 'Name'.",
        "Click 'Add': 'Name' disappears, and Streamlit drops its value.",
        "Click 'New': 'Name' is back, but empty.",
    ]


def test_no_more_changes_than_it_takes() -> None:
    app = """
    import lib
    import streamlit as st
    a, b, c = lib.a(), lib.b(), lib.c()
    if a and (b or c):
        st.text_input("Name", key="k")
    """
    assert story(app) == [
        "Type \"my text\" into 'Name'.",
        "Later, line 5 finds other data: 'Name' disappears, and Streamlit drops its value.",
        "Later, line 5 finds other data: 'Name' is back, but empty.",
    ]
