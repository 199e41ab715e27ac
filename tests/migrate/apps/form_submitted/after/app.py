import streamlit as st

st.session_state.setdefault("city", "Oslo")
st.session_state.setdefault("unit", "km")

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        city = st.text_input("City", persist_state="session", key="city")
        st.form_submit_button("Save the trip")
    with st.form("units"):
        unit = st.radio("Unit", ["km", "mi"], persist_state="session", key="unit")
        submitted = st.form_submit_button("Save the unit")
    if submitted:
        st.success("Saved")
st.write(st.session_state.city, st.session_state.unit)
