import streamlit as st

st.session_state.setdefault("city", "Oslo")
st.session_state.setdefault("unit", "km")

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        city = st.text_input("City", value=st.session_state.city, key="_city")
        if st.form_submit_button("Save the trip"):
            st.session_state.city = city
    with st.form("units"):
        unit = st.radio("Unit", ["km", "mi"], index=["km", "mi"].index(st.session_state.unit), key="_unit")
        submitted = st.form_submit_button("Save the unit")
    if submitted:
        st.session_state.unit = unit
        st.success("Saved")
st.write(st.session_state.city, st.session_state.unit)
