"""Closing a dialog is no run: what a browser shows in the next one, before and after keylint's fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scripts.streamlit_versions import NEWEST
from tests.browser.fixing import fixed
from tests.browser.test_fixes import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.user import User

FOLLOWING = "1.40.2"  # another first value makes another widget there
KEEPING = ("1.59.2", NEWEST)

TOP = """\
import streamlit as st

st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(f"run {st.session_state.runs}")
"""
ROWS = (
    TOP
    + """\
PEOPLE = ["Ann", "Bob"] if "people" not in st.session_state else st.session_state.people


@st.dialog("Edit")
def edit(person):
    st.text_input("Name", value=person, key="name")


for person in PEOPLE:
    if st.button(f"Edit {person}"):
        edit(person)
"""
)
FORMS = (
    TOP
    + """\
@st.dialog("Add")
def add():
    with st.form("fields"):
        st.text_input("Name", key="name")
        st.form_submit_button("Save")


@st.dialog("Edit")
def edit(person):
    with st.form("fields"):
        st.text_input("Name", value=person, key="name")
        st.form_submit_button("Save")


st.button("Edit Ann", on_click=add)
st.button("Edit Bob", on_click=edit, args=("Bob",))
"""
)
APPS = {"rows": (ROWS, "Ann"), "add and edit, in forms": (FORMS, "")}


def close(user: User, *, reruns: bool) -> None:
    press = lambda: user.page.keyboard.press("Escape")  # noqa: E731
    if reruns:
        user.do(press)
    else:
        press()
        user.settle()
    assert user.shown("Name") is None


@pytest.mark.browser
@pytest.mark.parametrize("is_edited", [False, True], ids=["as it was", "edited"])
@pytest.mark.parametrize("version", [FOLLOWING, *KEEPING])
@pytest.mark.parametrize(("source", "first"), APPS.values(), ids=APPS)
def test_the_next_dialog_shows_the_one_before(
    browser: Any, tmp_path: Path, source: str, first: str, version: str, is_edited: bool
) -> None:
    with opened(browser, tmp_path, {"app.py": source}, version) as user:
        user.click("Edit Ann")
        assert user.shown("Name") == first
        if is_edited:
            user.set("Name", "Zoe", reruns=False)
        close(user, reruns=False)
        user.click("Edit Bob")
        assert user.shown("Name") == ("Bob" if version == FOLLOWING else "Zoe" if is_edited else first)


@pytest.mark.browser
@pytest.mark.parametrize("version", KEEPING)
@pytest.mark.parametrize(("source", "first"), APPS.values(), ids=APPS)
def test_with_the_fix_it_shows_its_own(browser: Any, tmp_path: Path, source: str, first: str, version: str) -> None:
    files = fixed({"app.py": source}, version, "persist")
    assert 'on_dismiss="rerun"' in files["app.py"]
    with opened(browser, tmp_path, files, version) as user:
        user.click("Edit Ann")
        assert user.shown("Name") == first
        user.set("Name", "Zoe", reruns=False)
        close(user, reruns=True)
        user.click("Edit Bob")
        assert user.shown("Name") == "Bob"
