"""KEY104 says what is lost: an entry, or a click."""

from __future__ import annotations

import pytest

from keylint.app.keymap import KeyMap
from keylint.rules.key104_widget_under_button import check
from tests.run.apps import run


@pytest.mark.parametrize(
    ("condition", "drawn", "lost"),
    [
        ('st.chat_input("Ask")', 'st.text_input("Remark", key="k")', "drops it, with what was entered"),
        ('st.chat_input("Ask")', 'st.button("Again", key="k")', "a click on it is never seen"),
        ('st.button("Go")', 'st.button("Again", key="k")', "a click on it is never seen"),
        ('st.button("Go")', 'st.text_input("Remark", key="k")', "as soon as the user changes it, it is gone"),
    ],
)
def test_what_is_lost(condition: str, drawn: str, lost: str) -> None:
    source = f"import streamlit as st\nif {condition}:\n    given = {drawn}\n    if given:\n        save(given)\n"
    [finding] = check(KeyMap(run(source)))
    assert finding.message.endswith(lost)
