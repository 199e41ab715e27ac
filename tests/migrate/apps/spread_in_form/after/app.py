import streamlit as st

if st.toggle("Edit", key="edit", value=True):
    with st.form("trip"):
        st.text_input(
            "City", help="Where to", key="city", value="Oslo", persist_state="session"
        )
        st.selectbox(
            "Kind", ["a", "b", "c"], key="kind", index=1, persist_state="session"
        )
        st.form_submit_button("Save")
    with st.form("length"):
        st.number_input("Days", 1, 90, key="days", value=14, persist_state="session")
        st.form_submit_button("Set")
for name in ["city", "kind", "days"]:
    st.write(name, st.session_state.get(name))
