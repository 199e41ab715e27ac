import streamlit as st

SIZES = ["S", "M", "L"]
DEFAULTS = {"age": 30, "size": "M", "share": 0.5}
for name, value in DEFAULTS.items():
    if name not in st.session_state:
        st.session_state[name] = value


def keep(name):
    st.session_state[name] = st.session_state[f"{name}_widget"]


st.number_input("Age", value=st.session_state.age, key="age_widget", on_change=keep, args=("age",))
st.selectbox("Size", SIZES, SIZES.index(st.session_state["size"]), key="size_widget", on_change=keep, args=("size",))
st.slider(
    "Share",
    0.0,
    1.0,
    value=st.session_state.share,
    key="share_widget",
    on_change=lambda: st.session_state.update(share=st.session_state.share_widget),
)
st.write(st.session_state.age, st.session_state["size"], st.session_state.share)
