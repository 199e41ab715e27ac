"""What people write about a key, in several statements: `KEY` and `OTHER` stand for keys, `WIDGET` for a command."""

from __future__ import annotations

from hypothesis import strategies as st

_IDIOMS = (
    'if st.toggle("More", key=OTHER):\n    st.WIDGET("N", key=KEY)\nst.write(st.session_state.get(KEY))',
    'view = st.radio("V", ["a", "b"], key=OTHER)\nif view == "a":\n    st.WIDGET("N", key=KEY)\nelse:\n    st.write(st.session_state[KEY])',
    "if KEY in st.session_state:\n    st.session_state[KEY] = st.session_state[KEY]",
    'def store():\n    st.session_state[KEY] = st.session_state["_" + KEY]\nst.WIDGET("N", key="_" + KEY, on_change=store)',
    'st.session_state["_" + KEY] = st.session_state.get(KEY)\nst.WIDGET("N", key="_" + KEY)\nst.session_state[KEY] = st.session_state["_" + KEY]',
    'st.session_state.setdefault(KEY, 5)\nst.WIDGET("N", value=5, key=KEY)',
    'if KEY not in st.session_state:\n    st.session_state[KEY] = "a"\nst.WIDGET("N", key=KEY)',
    'if st.button("Go", key=OTHER):\n    st.WIDGET("N", key=KEY)',
    '@st.dialog("D")\ndef ask():\n    st.WIDGET("N", key=KEY)\nif st.button("Ask"):\n    ask()',
    'with st.form("f", clear_on_submit=True):\n    st.WIDGET("N", key=KEY)\n    st.form_submit_button("Go", on_click=changed)',
    '@st.fragment\ndef part():\n    st.WIDGET("N", key=KEY)\n    if st.session_state[KEY]:\n        st.rerun()\npart()',
    'for n in range(3):\n    st.WIDGET("N", key=f"row_{n}")\nst.write(st.session_state.row_1)',
    'for n in st.session_state.get(OTHER, []):\n    st.WIDGET("N", key=f"{n}_row")',
    'st.session_state[KEY] = st.WIDGET("N", st.session_state.get(KEY, ""))',
    'st.WIDGET("N", key=KEY)\nst.session_state[KEY] = 1',
    'st.WIDGET("N", key=KEY, persist_state="session")\nif KEY in st.session_state:\n    st.session_state[KEY] = st.session_state[KEY]',
    'if not st.session_state.get(OTHER):\n    st.stop()\nst.WIDGET("N", key=KEY)',
    'with st.expander("E"):\n    value = st.WIDGET("N", key=KEY)\nwith st.popover("P"):\n    st.WIDGET("N", value, key=KEY)',
    'def draw(key):\n    return st.WIDGET("N", key=key)\nif draw(OTHER):\n    draw(KEY)\nst.write(st.session_state.get(KEY))',
    'first, second = st.tabs(["a", "b"])\nwith first:\n    st.WIDGET("N", key=KEY)\nwith second:\n    st.WIDGET("N", key=OTHER)',
    'step = st.session_state.setdefault(OTHER, 1)\nif step == 1:\n    st.WIDGET("N", key=KEY)\n    if st.button("Next"):\n        st.session_state[OTHER] += 1\n        st.rerun()\nelse:\n    st.write(st.session_state[KEY])',
)
_KEYS = ('"a"', '"b"', '"name"', '"a"', "'b'", "key", 'f"a_{x}"')
_WIDGETS = ("text_input", "number_input", "selectbox", "checkbox", "slider", "multiselect", "file_uploader", "button")

idioms = st.builds(
    lambda text, key, other, widget: text.replace("KEY", key).replace("OTHER", other).replace("WIDGET", widget),
    st.sampled_from(_IDIOMS),
    st.sampled_from(_KEYS),
    st.sampled_from(_KEYS),
    st.sampled_from(_WIDGETS),
)
