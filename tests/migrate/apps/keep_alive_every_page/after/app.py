import streamlit as st

st.text_input("Project", key="project", persist_state="session")
st.number_input("Days", value=1, key="days", persist_state="session")
