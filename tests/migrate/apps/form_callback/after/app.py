import streamlit as st


def save_note():
    st.session_state.saved = st.session_state.get("saved", 0) + 1


for name, first in {"city": "Oslo", "days": 3, "note": ""}.items():
    st.session_state.setdefault(name, first)

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        st.text_input("City", key="city", persist_state="session")
        st.number_input("Days", 1, 90, key="days", persist_state="session")
        # Both are kept from here on.
        st.form_submit_button("Save the trip")
    with st.form("notes"):
        st.text_area("Note", persist_state="session", key="note")
        st.form_submit_button("Save the note", help="for later", on_click=save_note)
st.button("Again")
st.write(st.session_state.city, st.session_state.days, st.session_state.note, st.session_state.get("saved"))
