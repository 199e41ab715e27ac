"""Coffee sales, the demo app of keylint: it runs, and five things in it go wrong."""

import streamlit as st

import options
from sales import load_sales

st.title("Coffee sales")
options.set_defaults()
sales = load_sales() * options.exchange_rate()

view = st.sidebar.radio("View", ["Chart", "Table"], key="view")
if view == "Chart":
    st.slider("Average over days", 1, 28, 7, key="window")
    st.line_chart(sales.rolling(st.session_state.window).mean())
else:
    st.dataframe(sales)

averages = sales.rolling(st.session_state.get("window", 7)).mean()
st.download_button("Download the averages", averages.to_csv(), "averages.csv")
