import streamlit as st

if "wish" in st.session_state:
    st.session_state.wish = st.session_state.wish

if st.toggle("Open", value=True, key="open"):
    with st.form("wishes"):
        st.text_input("Wish", key="wish")
        st.form_submit_button("Send")
st.write(st.session_state.get("wish"))
