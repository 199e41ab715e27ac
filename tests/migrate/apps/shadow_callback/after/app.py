import streamlit as st


def save_note():
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
        st.text_input(
            "City",
            key="city",
            persist_state="session",
        )
        st.text_area('Note', key='note', on_change=save_note, help="kept", persist_state='session')
st.button("Reset", on_click=reset)
st.write(st.session_state.city, st.session_state.note, st.session_state.changes)
