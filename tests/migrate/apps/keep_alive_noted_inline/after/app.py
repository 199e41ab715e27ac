import streamlit as st

if st.toggle("Edit", key="edit", value=True):
    st.text_input("City", key="city", persist_state="page")
    st.text_input("Town", key="town", persist_state="page")
st.write(st.session_state.get("city"), st.session_state.get("town"))
