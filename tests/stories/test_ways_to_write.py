"""Ways in which an app puts into session state what shows and hides an input."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run
from tests.stories.gates import found

FORM = """
def apply():
    ss.kind = ss.kind_in
with st.form("f"):
    st.selectbox("Kind", ["a", "b"], key="kind_in")
    st.form_submit_button("OK", on_click=apply)
"""
BUTTON = """
st.radio("Kind", ["a", "b"], key="kind_in")
st.button("OK", on_click=lambda: ss.update(kind=ss.kind_in))
"""
VIEWS = """
ss.setdefault("view", "list")
new = ss.pop("goto", None)
if new:
    ss.view = new
st.button("Edit", on_click=lambda: ss.update(goto="edit"))
st.button("List", on_click=lambda: ss.update(goto="list"))
"""
FLAG = """
if st.button("Open"):
    ss.todo = "open"
if st.button("Close"):
    ss.todo = "close"
todo = ss.pop("todo", None)
if todo is not None:
    ss.keep = todo == "open"
"""
SETTINGS = """
ss.setdefault("cfg", {})
if st.button("Open"):
    ss.cfg.OPEN
if st.button("Close"):
    ss.cfg.CLOSE
"""
ROWS = """
from collections import deque
ss.setdefault("rows", KIND)
if st.button("Add"):
    ss.rows.extend([1, 2])
if st.button("Drop"):
    DROP
"""


@pytest.mark.parametrize(
    ("way", "test"),
    [
        (FORM, 'ss.get("kind", "a") == "b"'),
        ('if st.button("In"):\n    ss.who = f"user {lib.number()}"\nif st.button("Out"):\n    ss.who = ""', 'ss.get("who")'),
        (BUTTON, 'ss.get("kind") == "b"'),
        (VIEWS, 'ss.view == "edit"'),
        (FLAG, 'ss.get("keep")'),
        (SETTINGS.replace("OPEN", "update(open=True)").replace("CLOSE", "update(open=False)"), 'ss.cfg.get("open")'),
        (SETTINGS.replace("OPEN", 'update({"open": True})').replace("CLOSE", 'update({"open": False})'),
         'ss.cfg.get("open", False)'),
        (SETTINGS.replace("OPEN", 'update({"open": True})').replace("CLOSE", 'pop("open")'), '"open" in ss.cfg'),
        (ROWS.replace("KIND", "[]").replace("DROP", "ss.rows[:] = []"), "ss.rows"),
        (ROWS.replace("KIND", "deque()").replace("DROP", "ss.rows.popleft()"), "ss.rows"),
        (ROWS.replace("KIND", "[]").replace("DROP", "del ss.rows[:]"), "len(ss.rows) > 0"),
    ],
)  # fmt: skip
def test_it_hides(way: str, test: str) -> None:
    assert [(one.code, one.severity) for one in found(way, test)] == [("KEY101", Severity.ERROR)]


def test_what_a_callback_copies_is_chosen_first() -> None:
    for way in (FORM, BUTTON):
        [finding] = found(way, 'ss.get("kind") == "b"')
        assert [step.text for step in finding.story][1:6] == [
            """Choose "b" in 'Kind'.""",
            "Click 'OK'.",
            """Type "my text" into 'Name'.""",
            """Choose "a" in 'Kind'.""",
            "Click 'OK': 'Name' disappears, and Streamlit drops its value.",
        ]


def test_what_is_popped_with_another_value_is_drawn() -> None:
    source = """
import streamlit as st

message = st.session_state.pop("message", None)
if message:
    st.text_input("Answer", key="answer")
if st.button("Ask"):
    st.session_state.message = "How many?"
    st.rerun()
"""
    assert [draw.label for draw in run(source).pages[0].trace.draws()] == ["Answer", "Ask"]


def test_what_a_function_makes_of_session_state_is_not_in_it() -> None:
    source = """
import json
import streamlit as st

def load(user):
    with open(f"data/{user}.json") as file:
        return json.load(file)

st.session_state.setdefault("user", "ann")
settings = load(st.session_state["user"])
if st.toggle("Edit"):
    for number, card in enumerate(settings["cards"]):
        settings["cards"][number]["name"] = st.text_input("City", card["name"], key=f"name_{number}")
"""
    outcome = judged(run(source))
    assert not outcome.faults
    assert "name_*" in {key for one in outcome.findings for key in one.keys}
