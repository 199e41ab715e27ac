import streamlit as st


def save_city():
    """Keeps the city."""
    if "_city" in st.session_state:
        st.session_state.city = st.session_state._city


def save_note():
    st.session_state["note"] = st.session_state["_note"]
    st.session_state.changes += 1


def reset():
    st.session_state.city = "Oslo"


# First values.
if "city" not in st.session_state:
    st.session_state.city = "Oslo"
if "note" not in st.session_state:
    st.session_state["note"] = ""
if "changes" not in st.session_state:
    st.session_state.changes = 0

if st.toggle("Edit", key="edit", value=True):
    with st.container():
        # The widget forgets what it holds while it is hidden.
        st.session_state._city = st.session_state.city

        st.text_input(
            "City",
            key="_city",
            on_change=save_city,
        )
        st.session_state["_note"] = st.session_state["note"]
        st.text_area('Note', key='_note', on_change=save_note, help="kept")
st.button("Reset", on_click=reset)
st.write(st.session_state.city, st.session_state.note, st.session_state.changes)
