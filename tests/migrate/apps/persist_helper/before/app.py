import streamlit as st
from fields import persistent_slider, persistent_text

name = persistent_text("Name", "name")
persistent_slider("Limit", "limit", 3)
st.write(name, st.session_state.name, st.session_state.limit)
