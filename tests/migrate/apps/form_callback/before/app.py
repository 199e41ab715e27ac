import streamlit as st


def save_all():
    for name in ["city", "days"]:
        if f"_{name}" in st.session_state:
            st.session_state[name] = st.session_state[f"_{name}"]


def save_note():
    st.session_state.note = st.session_state._note
    st.session_state.saved = st.session_state.get("saved", 0) + 1


for name, first in {"city": "Oslo", "days": 3, "note": ""}.items():
    st.session_state.setdefault(name, first)

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        if "_city" not in st.session_state:
            st.session_state["_city"] = st.session_state["city"]
        st.text_input("City", key="_city")
        if "_days" not in st.session_state:
            st.session_state["_days"] = st.session_state["days"]
        st.number_input("Days", 1, 90, key="_days")
        # Both are kept from here on.
        st.form_submit_button("Save the trip", on_click=save_all)
    with st.form("notes"):
        st.text_area("Note", value=st.session_state.note, key="_note")
        st.form_submit_button("Save the note", help="for later", on_click=save_note)
st.button("Again")
st.write(st.session_state.city, st.session_state.days, st.session_state.note, st.session_state.get("saved"))
