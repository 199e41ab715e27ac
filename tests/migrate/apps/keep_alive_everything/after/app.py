import streamlit as st

if st.checkbox("More", value=True, key="more"):
    st.text_input("Comment", key="comment", persist_state="page")
st.write(st.session_state.get("comment"))
