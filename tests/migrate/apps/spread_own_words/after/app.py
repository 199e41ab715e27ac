import streamlit as st


if "level" not in st.session_state:
    st.session_state.level = 5


def field():
    st.multiselect(
        "Topics", ["a", "b", "c"], key="topics", default=["c"], persist_state="session"
    )


if st.toggle("Edit", key="edit", value=True):
    field()
    st.text_input(
        "City", key="city", value="Oslo", persist_state="session", placeholder="where"
    )
    st.slider("Level", 0, 9, key="level", persist_state="session")
st.write(st.session_state.get("city"), st.session_state.get("topics"), st.session_state.level)
