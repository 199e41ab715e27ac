import streamlit as st
from persist import load_widget_state, persist

load_widget_state()
st.text_input("City", key=persist("city"))
st.number_input("Days", 1, 90, value=7, key=persist(key="days"))
if st.toggle("More", key=persist("more")):
    st.radio("Unit", ["km", "mi"], key=persist("unit"))
st.write(st.session_state.city, st.session_state.days, st.session_state.get("unit"))
