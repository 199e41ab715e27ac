import streamlit as st

from state import keep, title

keep("project")
keep("days")
title()
st.write(st.session_state.get("project"), st.session_state.get("days"))
