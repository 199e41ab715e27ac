"""What the app keeps in session state."""

import streamlit as st


def count():
    return st.session_state.setdefault("changes", 0)


def kept(key, first=None, on_change=None, args=(), kwargs=None):
    """Arguments for a widget that keep its value while it is not shown.

    The value is under `key` and begins as `first`; the widget's own key is `_key`.
    Use it in the call: `st.slider("Days", 1, 90, **kept("days", 14))`.
    """
    own = f"_{key}"

    def save():
        if own in st.session_state:
            st.session_state[key] = st.session_state[own]
        if on_change:
            on_change(*args, **(kwargs or {}))

    st.session_state[own] = st.session_state.setdefault(key, first)
    return {"key": own, "on_change": save}
