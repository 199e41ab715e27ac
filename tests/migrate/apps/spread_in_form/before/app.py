import streamlit as st

from state import kept_in_form, save_kept

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        st.text_input("City", help="Where to", **kept_in_form("city", "Oslo"))
        st.selectbox("Kind", ["a", "b", "c"], **kept_in_form("kind", "b"))
        st.form_submit_button("Save", on_click=save_kept, args=("city", "kind"))
    with st.form("length"):
        st.number_input("Days", 1, 90, **kept_in_form("days", 14))
        st.form_submit_button("Set", on_click=save_kept, args=("days",))
for name in ["city", "kind", "days"]:
    st.write(name, st.session_state.get(name))
