import streamlit as st

SIZES = ["S", "M", "L"]
DEFAULTS = {"age": 30, "size": "M", "share": 0.5}
for name, value in DEFAULTS.items():
    if name not in st.session_state:
        st.session_state[name] = value


st.number_input("Age", key="age", persist_state="session", step=1)
st.selectbox("Size", SIZES, key="size", persist_state="session")
st.slider(
    "Share",
    0.0,
    1.0,
    key="share",
    persist_state="session",
)
st.write(st.session_state.age, st.session_state["size"], st.session_state.share)
