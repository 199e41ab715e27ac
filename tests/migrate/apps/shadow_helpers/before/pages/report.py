import streamlit as st

st.write("rows on the other page", st.session_state.get("rows"))
