import streamlit as st
from fields import Choice, Text

if st.toggle("Edit", key="edit", value=True):
    Text("city", "Oslo").draw("City")
    Text("town", "Rome").draw("Town")
    Choice.draw("unit", "Unit", ["km", "mi"])
st.write(st.session_state.get("city"), st.session_state.get("town"), st.session_state.get("unit"))
