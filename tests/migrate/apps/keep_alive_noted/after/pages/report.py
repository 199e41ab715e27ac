import streamlit as st

st.write("The report", st.session_state.get("city"), st.session_state.get("days"), st.session_state.get("unit"))
