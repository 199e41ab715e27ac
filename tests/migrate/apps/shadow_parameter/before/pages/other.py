import streamlit as st

st.write("here", st.session_state.get("age"), st.session_state.get("size"), st.session_state.get("share"))
