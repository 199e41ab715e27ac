import streamlit as st

# Streamlit forgets hidden widgets.
for key, value in st.session_state.items():
    st.session_state[key] = value

if st.checkbox("More", value=True, key="more"):
    st.text_input("Comment", key="comment")
st.write(st.session_state.get("comment"))
