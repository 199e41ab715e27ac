"""Widgets that keep their values on other pages."""

import streamlit as st


def _save(key):
    st.session_state[key] = st.session_state[f"_{key}"]


def persistent_text(label, key, default=""):
    """A text field whose value stays."""
    if key not in st.session_state:
        st.session_state[key] = default
    # What the widget shows comes from the key that stays.
    st.session_state[f"_{key}"] = st.session_state[key]

    return st.text_input(label, key=f"_{key}", on_change=_save, args=(key,))


def persistent_slider(label, key, default):
    st.session_state.setdefault(key, default)
    st.session_state[f"_{key}"] = st.session_state[key]
    return st.slider(label, 0, 10, key=f"_{key}", on_change=_save, args=(key,))
