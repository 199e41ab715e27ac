"""What the user can choose on every page."""

import streamlit as st

EXCHANGE_RATES = {"EUR": 1.0, "USD": 1.09, "GBP": 0.85}


def set_defaults():
    if "currency" not in st.session_state:
        st.session_state.currency = "EUR"


def exchange_rate():
    if st.sidebar.checkbox("More options", key="more_options"):
        st.sidebar.selectbox("Currency", list(EXCHANGE_RATES), key="currency")
    return EXCHANGE_RATES[st.session_state.currency]
