import streamlit as st

st.text_input("City", key="city", persist_state="session")
st.number_input("Days", 1, 90, value=7, key="days", persist_state="session")
if st.toggle("More", key="more", persist_state="session"):
    st.radio("Unit", ["km", "mi"], key="unit", persist_state="session")
st.write(st.session_state.city, st.session_state.days, st.session_state.get("unit"))
