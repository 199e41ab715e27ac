import streamlit as st
from fields import persistent_text

persistent_text("Mail", "mail", default="nobody")
st.write(st.session_state.mail, st.session_state.get("name"))
