import streamlit as st


st.session_state.setdefault("rows", 5)

if st.checkbox("Edit", key="edit", value=True):
    st.number_input("Rows", key="rows", persist_state="session")
st.write("rows", st.session_state.rows)
