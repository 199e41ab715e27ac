import streamlit as st

from state import count


def changed(by, *, key):
    st.session_state.changes += by
    st.session_state.last = st.session_state[key]


def reset():
    st.session_state.note = "empty"


count()
if st.toggle("Edit", key="edit", value=True):
    st.text_input("City", help="Where to", key="city", value="Oslo", persist_state="session", on_change=changed, args=(1,), kwargs={"key": "city"})
    st.number_input("Days", 1, 90, key="days", value=14, persist_state="session")
    st.selectbox(
        "Kind",
        ["a", "b", "c"],
        key="kind",
        index=1,
        persist_state="session",  # the usual one
    )
    for side in ["left", "right"]:
        st.number_input(
            side, min_value=0, max_value=9, key=side, persist_state="session"
        )
    st.session_state.setdefault("note", "new")
    st.text_area("Note", key="note", persist_state="session")
st.button("Reset", on_click=reset)
for name in ["city", "days", "kind", "left", "right", "note", "changes", "last"]:
    st.write(name, st.session_state.get(name))
