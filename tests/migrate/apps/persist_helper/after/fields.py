"""Widgets that keep their values on other pages."""

import streamlit as st


def persistent_text(label, key, default=""):
    """A text field whose value stays."""
    if key not in st.session_state:
        st.session_state[key] = default

    return st.text_input(label, key=key, persist_state="session")


def persistent_slider(label, key, default):
    st.session_state.setdefault(key, default)
    return st.slider(label, 0, 10, key=key, persist_state="session")
