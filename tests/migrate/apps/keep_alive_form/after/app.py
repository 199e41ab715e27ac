import streamlit as st

if st.toggle("Open", value=True, key="open"):
    with st.form("wishes"):
        st.text_input("Wish", key="wish", persist_state="page")
        st.form_submit_button("Send")
st.write(st.session_state.get("wish"))
