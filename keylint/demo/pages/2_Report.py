"""The numbers for the meeting on Monday."""

import streamlit as st

from sales import SHOPS, load_sales

st.title("Report")
st.write(f"Forecast for {st.session_state.get('horizon', 14)} days ahead")
st.write(st.session_state.get("remarks", "No remarks"))

shops = st.multiselect("Shops", SHOPS, ["Harbour"], key="shops", persist_state="session")
for shop in shops:
    if st.checkbox(f"Show {shop} as a table", key="as_table"):
        st.dataframe(load_sales()[shop])
