"""Who asks, on another page, for what a widget holds."""

from __future__ import annotations

import pytest

from keylint.app.keymap import KeyMap
from keylint.app.reads import reads_on_other_pages
from tests.run.apps import run

APP = 'import streamlit as st\nst.text_input("Name", key="k")\n'


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("st.write(st.session_state.k)", [2]),
        ('st.write(st.session_state.get("k"))\nst.session_state.k = "x"\nst.write(st.session_state.k)', [2]),
        ('st.session_state.k = "x"\nst.write(st.session_state.k)', []),
        ('if st.checkbox("Own"):\n    st.session_state.k = "x"\nst.write(st.session_state.k)', [4]),
        ('if "k" not in st.session_state:\n    st.session_state.k = "x"\nst.write(st.session_state.k)', [4]),
        (
            'if "k" in st.session_state:\n    st.session_state.k = st.session_state.k\nst.write(st.session_state.k)',
            [4],
        ),
        ('st.text_input("Name", key="k")\nst.write(st.session_state.k)', []),
    ],
)
def test_reads_of_what_the_widget_held(page: str, lines: list[int]) -> None:
    keymap = KeyMap(run({"app.py": APP, "pages/1_b.py": f"import streamlit as st\n{page}\n"}))
    widget = next(one for one in keymap.widgets_of("k") if one.page.name == "app.py")
    assert [read.location.span.line for read in reads_on_other_pages(keymap, widget)] == lines
