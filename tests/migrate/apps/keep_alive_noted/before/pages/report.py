import streamlit as st
from persist import load_widget_state

load_widget_state()
st.write("The report", st.session_state.get("city"), st.session_state.get("days"), st.session_state.get("unit"))
