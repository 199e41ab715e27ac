"""What the app keeps in session state."""

import streamlit as st


def kept_in_form(key, first=None):
    """Arguments for a field of a form that keep its value while it is not shown.

    The value is under `key` and begins as `first`; the field's own key is `_key`.
    The submit button has to save it: `on_click=save_kept, args=("days",)`.
    """
    st.session_state.setdefault(key, first)
    if f"_{key}" not in st.session_state:
        st.session_state[f"_{key}"] = st.session_state[key]
    return {"key": f"_{key}"}


def save_kept(*keys):
    """Saves what the fields of a form hold that `kept_in_form` keeps."""
    for key in keys:
        if f"_{key}" in st.session_state:
            st.session_state[key] = st.session_state[f"_{key}"]
