import streamlit as st


def title():
    st.title("Planner")
