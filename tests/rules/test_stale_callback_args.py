"""KEY312 tells of fields in the order of the form, whatever their keys hash to."""

from __future__ import annotations

from keylint.app.keymap import KeyMap
from keylint.rules.key312_stale_callback_args import check
from tests.run.apps import run


def test_fields_are_told_of_in_their_order() -> None:
    names = ["pear", "apple", "fig", "plum", "kiwi", "lemon"]
    fields = "\n".join(f'    {name} = st.text_input("{name}", key="{name}")' for name in names)
    source = f"""import streamlit as st
def save(*values):
    st.session_state.saved = values
with st.form("fruit"):
{fields}
    st.form_submit_button("Send", on_click=save, args=({", ".join(reversed(names))}))
"""
    assert [finding.key for finding in check(KeyMap(run(source)))] == names
