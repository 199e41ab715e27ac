import streamlit as st

for key in ("city", "unit"):
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]


def settings():
    st.text_input("City", key="city")
    st.selectbox("Unit", ["km", "m"], key="unit")


def results():
    st.write(st.session_state.get("city"), st.session_state.get("unit"))


st.navigation([st.Page(settings, url_path="settings"), st.Page(results, url_path="results")]).run()
