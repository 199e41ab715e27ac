"""What the app keeps in session state."""

import streamlit as st


def count():
    return st.session_state.setdefault("changes", 0)
