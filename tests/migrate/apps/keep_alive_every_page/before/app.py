import streamlit as st
from state import keep

keep("project")
keep("days")

st.text_input("Project", key="project")
st.number_input("Days", value=1, key="days")
