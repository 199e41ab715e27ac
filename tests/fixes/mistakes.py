"""Repairs that look right and are not: what the player of the matrix must not take for a repair.

Each is a case of the matrix with an app written by hand, and words of what the player has to say of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fixes.matrix import CASES, Case

if TYPE_CHECKING:
    from pathlib import Path

_SAVE = """import streamlit as st


def save():
    st.session_state.field = st.session_state._field


"""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong repair of the case named `case_name`; `app` is its app.py, the only file that it has."""

    name: str
    case_name: str
    app: str
    said: str

    @property
    def case(self) -> Case:
        return next(case for case in CASES if case.name == self.case_name)

    def write(self, folder: Path) -> None:
        """Writes the wrong app to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "app.py").write_text(self.app, "utf-8")


MISTAKES = (
    Mistake(
        "restored in a run before the one that draws the widget",
        "text_input: conditional",
        f"""{_SAVE}st.session_state.setdefault("field", "")
if "_field" not in st.session_state:
    st.session_state._field = st.session_state.field
view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
if view == "Edit":
    st.text_input("Field", key="_field", on_change=save)
""",
        "the widget of 'field' shows ''",
    ),
    Mistake(
        "kept alive only where the widget is hidden",
        "slider: conditional",
        """import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
if view == "Edit":
    st.slider("Field", key="field")
elif "field" in st.session_state:
    st.session_state.field = st.session_state.field
""",
        "the widget of 'field' shows 0",
    ),
    Mistake(
        "restored in every run, in a form",
        "text_input: conditional, form",
        f"""{_SAVE}view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
st.session_state.setdefault("field", "")
if view == "Edit":
    st.checkbox("Outside")
    with st.form("entry"):
        st.session_state._field = st.session_state.field
        st.text_input("Field", key="_field")
        st.form_submit_button("Save", on_click=save)
""",
        "a run during a draft: the widget of 'field' shows ''",
    ),
    Mistake(
        "given a first value twice",
        "text_input: first value",
        f"""{_SAVE}view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
st.session_state.setdefault("field", "draft")
if view == "Edit":
    st.session_state._field = st.session_state.field
    st.text_input("Field", value="draft", key="_field", on_change=save)
""",
        "warns of a default that is given twice",
    ),
    Mistake(
        "fed with what it returned",
        "text_input: conditional",
        """import streamlit as st

view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
st.session_state.setdefault("field", "")
if view == "Edit":
    st.session_state.field = st.text_input("field", value=st.session_state.field)
""",
        "set to 'two': session state holds 'one'",
    ),
    Mistake(
        "given another first value",
        "number_input: conditional",
        f"""{_SAVE}view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
st.session_state.setdefault("field", 0)
if view == "Edit":
    st.session_state._field = st.session_state.field
    st.number_input("Field", key="_field", on_change=save)
""",
        "starts with",
    ),
    Mistake(
        "put in place of the app's own callback",
        "checkbox: callback",
        f"""{_SAVE}view = st.sidebar.radio("View", ["Edit", "Other"], key="view")
st.session_state.setdefault("field", False)
if view == "Edit":
    st.session_state._field = st.session_state.field
    st.checkbox("Field", key="_field", on_change=save)
""",
        "its callback saw",
    ),
)
