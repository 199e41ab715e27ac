"""A value that the app gives a widget once: a warning where nothing gives it again, else input that a button takes."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

HEAD = """
import streamlit as st
import lib
ss = st.session_state
"""
EDIT = """
if st.radio("View", ["Home", "Edit"]) == "Edit":
    st.button("Load", on_click=load)
    if ss.get("loaded"):
        name = st.text_input("Name", key="name")
        if st.button("Save"):
            lib.save(name)
"""
LOAD = """
def load():
    ss.name = lib.name()
    ss.loaded = True
"""
PUT = 'if "placed" not in ss:\n    ss.name = lib.name()\n    ss.placed = True\n'
FIELD = 'name = st.text_input("Name", key="name")\nif st.button("Save"):\n    lib.save(name)\n'
STOP = 'if st.radio("View", ["Edit", "Home"]) == "Home":\n    st.stop()\n'


def told(app: str) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in judged(run(HEAD + app)).findings if one.key == "name"]


@pytest.mark.parametrize("app", [LOAD + EDIT, 'ss.setdefault("loaded", False)\n' + LOAD + EDIT])
def test_what_a_click_loads_stays_marked_as_loaded(app: str) -> None:
    assert told(app) == [("KEY103", Severity.WARNING)]


@pytest.mark.parametrize(
    "app",
    [
        # another view
        LOAD + EDIT + "else:\n    ss.loaded = False\n",
        # the callback of another input
        LOAD + 'def changed():\n    ss.loaded = False\nst.selectbox("Kind", [1, 2], on_change=changed)\n' + EDIT,
        # another choice
        LOAD + 'kind = st.selectbox("Kind", [1, 2])\nif kind != ss.get("kind"):\n    ss.kind = kind\n'
        "    ss.loaded = False\n" + EDIT,
    ],
)
def test_what_forgets_that_it_was_loaded_makes_the_user_load_it_again(app: str) -> None:
    assert told(app) == [("KEY106", Severity.INFO)]


@pytest.mark.parametrize("app", [PUT + STOP + FIELD, STOP + PUT + FIELD])
def test_what_was_put_there_once_is_gone_after_a_stop_as_well(app: str) -> None:
    assert told(app) == [("KEY106", Severity.WARNING)]


def test_after_a_stop_the_key_itself_does_not_tell_whether_its_value_would_be_given_again() -> None:
    assert told(STOP + PUT.replace("placed", "name") + FIELD) == [("KEY106", Severity.INFO)]
