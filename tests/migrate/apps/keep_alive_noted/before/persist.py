"""Widgets that keep their values on other pages."""

import streamlit as st

_NOTED = "_persisted_keys"


def persist(key: str) -> str:
    """Notes that the value of the widget with this key is kept, and gives the key back."""
    if _NOTED not in st.session_state:
        st.session_state[_NOTED] = set()
    st.session_state[_NOTED].add(key)
    return key


def load_widget_state():
    """At the top of every page."""
    for key in st.session_state.get(_NOTED, ()):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
