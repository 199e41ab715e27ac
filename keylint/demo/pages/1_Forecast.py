"""A forecast that is as simple as can be, and room for remarks on it."""

import streamlit as st

from sales import load_sales

st.title("Forecast")
st.number_input("Days ahead", 1, 90, 14, key="horizon")
st.metric("Expected sales per day", f"{load_sales().sum(axis=1).tail(28).mean():.0f} €")

st.text_area("Remarks", key="remarks", persist_state="session")
if st.button("Clear the remarks"):
    st.session_state.remarks = ""
