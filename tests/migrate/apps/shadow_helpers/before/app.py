import streamlit as st


def store_value(key):
    st.session_state[key] = st.session_state["_" + key]


def load_value(key):
    st.session_state["_" + key] = st.session_state[key]


st.session_state.setdefault("rows", 5)

if st.checkbox("Edit", key="edit", value=True):
    load_value("rows")
    st.number_input("Rows", key="_rows", on_change=store_value, args=["rows"])
st.write("rows", st.session_state.rows)
