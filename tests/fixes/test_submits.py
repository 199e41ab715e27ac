"""What the submit buttons of a fixed form save: every key that is drawn in it, under names that mean something there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.contents import FileContents
from keylint.fixing.offers import fix_all
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

VIEW = 'import streamlit as st\n\nview = st.radio("View", ["Edit", "Other"])\n'
READ = 'else:\n    st.write(st.session_state.get("first"), st.session_state.get("second"))\n'


def fixed(folder: Path, code: str) -> str:
    (folder / "app.py").write_text(code, "utf-8")
    settings = Settings(root=folder, target_option="1.40", cache=False, fix_strategy="shadow", jobs=1)
    outcome = fix_all([folder], settings, FileContents(), unsafe=True)
    assert outcome.report.findings == ()
    (change,) = outcome.changes
    return change.after.decode()


def test_a_loop_in_the_form(tmp_path: Path) -> None:
    code = f"""{VIEW}if view == "Edit":
    with st.form("entry"):
        for name in ["first", "second"]:
            st.text_input(name, key=name)
        st.form_submit_button("Save")
{READ}"""
    assert 'st.form_submit_button("Save", on_click=save_kept, args=("first", "second"))' in fixed(tmp_path, code)


def test_a_wrapper_called_in_the_form(tmp_path: Path) -> None:
    code = f"""import streamlit as st


def field(key):
    st.text_input(key, key=key)


view = st.radio('View', ['Edit', 'Other'])
if view == 'Edit':
    with st.form('entry'):
        field('first')
        st.form_submit_button('Save')
{READ}"""
    assert "st.form_submit_button('Save', on_click=save_kept, args=('first',))" in fixed(tmp_path, code)


def test_a_wrapper_of_the_whole_form(tmp_path: Path) -> None:
    code = f"""import streamlit as st


def entry(key):
    with st.form(f"form {{key}}"):
        st.text_input(key, key=key)
        st.form_submit_button("Save")


view = st.radio("View", ["Edit", "Other"])
if view == "Edit":
    entry("first")
    entry("second")
{READ}"""
    assert 'st.form_submit_button("Save", on_click=save_kept, args=(key,))' in fixed(tmp_path, code)


def test_a_wrapper_in_one_form_after_the_other(tmp_path: Path) -> None:
    code = f"""import streamlit as st


def field(key):
    st.text_input(key, key=key)


view = st.radio("View", ["Edit", "Other"])
if view == "Edit":
    with st.form("one"):
        field("first")
        st.form_submit_button("Save")
    with st.form("two"):
        field("second")
        st.form_submit_button("Send")
{READ}"""
    after = fixed(tmp_path, code)
    assert 'st.form_submit_button("Save", on_click=save_kept, args=("first",))' in after
    assert 'st.form_submit_button("Send", on_click=save_kept, args=("second",))' in after


def test_a_field_beside_a_loop(tmp_path: Path) -> None:
    code = f"""{VIEW}if view == "Edit":
    with st.form("entry"):
        st.text_input("First", key="first")
        for name in ("second", "third"):
            st.text_input(name, key=name)
        st.form_submit_button("Save")
{READ}"""
    saved = fixed(tmp_path, code).split("args=(")[-1].split(")")[0]
    assert sorted(saved.split(", ")) == ['"first"', '"second"', '"third"']
