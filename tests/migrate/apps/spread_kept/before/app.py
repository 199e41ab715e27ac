import streamlit as st

from state import count, kept


def changed(by, *, key):
    st.session_state.changes += by
    st.session_state.last = st.session_state[key]


def reset():
    st.session_state.note = "empty"


count()
if st.toggle("Edit", key="edit", value=True):
    st.text_input("City", help="Where to", **kept("city", "Oslo", on_change=changed, args=(1,), kwargs={"key": "city"}))
    st.number_input("Days", 1, 90, **kept("days", 14))
    st.selectbox(
        "Kind",
        ["a", "b", "c"],
        **kept("kind", "b"),  # the usual one
    )
    for side in ["left", "right"]:
        st.number_input(side, min_value=0, max_value=9, **kept(side, 0))
    st.text_area("Note", **kept("note", "new"))
st.button("Reset", on_click=reset)
for name in ["city", "days", "kind", "left", "right", "note", "changes", "last"]:
    st.write(name, st.session_state.get(name))
