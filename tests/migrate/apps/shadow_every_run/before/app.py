import streamlit as st

TEAMS = ("red", "blue")
if st.checkbox("Show", value=True, key="show"):
    st.session_state.team = st.radio("Team", TEAMS, index=TEAMS.index(st.session_state.get("team", "red")), key="_team")
    tags = st.session_state["tags"] = st.multiselect(
        "Tags", ["a", "b", "c"], default=st.session_state.get("tags", ["c"]), key="_tags"
    )
    st.write(len(tags))
st.write(st.session_state.get("team"), st.session_state.get("tags"))
