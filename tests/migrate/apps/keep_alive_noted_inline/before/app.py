import streamlit as st

if "kept" not in st.session_state:
    st.session_state.kept = []

for key in st.session_state.kept:
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]

if st.toggle("Edit", key="edit", value=True):
    for key in ("city", "town"):
        if key not in st.session_state.kept:
            st.session_state.kept.append(key)
    st.text_input("City", key="city")
    st.text_input("Town", key="town")
st.write(st.session_state.get("city"), st.session_state.get("town"))
