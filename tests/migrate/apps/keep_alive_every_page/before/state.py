import streamlit as st


def title():
    st.title("Planner")


def keep(key):
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]
