import streamlit as st


def settings():
    st.text_input("City", key="city", persist_state="session")
    st.selectbox("Unit", ["km", "m"], key="unit", persist_state="session")


def results():
    st.write(st.session_state.get("city"), st.session_state.get("unit"))


st.navigation([st.Page(settings, url_path="settings"), st.Page(results, url_path="results")]).run()
