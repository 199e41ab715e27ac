import streamlit as st


def remember(name, *, start=None, then=None):
    widget = "w_" + name
    if name not in st.session_state:
        st.session_state[name] = start
    st.session_state[widget] = st.session_state[name]

    def store():
        st.session_state[name] = st.session_state[widget]
        if then is not None:
            then()

    return dict(on_change=store, key=widget)


if "level" not in st.session_state:
    st.session_state.level = 5


def field():
    st.multiselect("Topics", ["a", "b", "c"], **remember("topics", start=["c"]))


if st.toggle("Edit", key="edit", value=True):
    field()
    st.text_input("City", **remember("city", start="Oslo"), placeholder="where")
    st.slider("Level", 0, 9, **remember("level"))
st.write(st.session_state.get("city"), st.session_state.get("topics"), st.session_state.level)
