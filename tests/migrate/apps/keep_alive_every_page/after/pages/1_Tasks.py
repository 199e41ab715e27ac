import streamlit as st

from state import title

title()
st.write(st.session_state.get("project"), st.session_state.get("days"))
