import streamlit as st

TEAMS = ("red", "blue")
if st.checkbox("Show", value=True, key="show"):
    st.radio("Team", TEAMS, index=TEAMS.index("red"), key="team", persist_state="session")
    tags = st.multiselect(
        "Tags", ["a", "b", "c"], default=["c"], key="tags", persist_state="session"
    )
    st.write(len(tags))
st.write(st.session_state.get("team"), st.session_state.get("tags"))
