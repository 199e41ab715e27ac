import streamlit as st


class Settings:
    """The page on which the user sets things."""

    title = "Settings"

    def count(self):
        st.session_state.changes = st.session_state.get("changes", 0) + 1

    def save_name(self):
        self.count()

    def draw(self):
        st.header(self.title)
        st.slider("Days", 1, 90, key="days", persist_state="session")
        st.text_input("Name", persist_state="session", key="name", on_change=self.save_name)


class Report:
    def draw(self):
        st.write(st.session_state.days, st.session_state.name, st.session_state.get("changes"))


for name, first in {"days": 7, "name": "Ada"}.items():
    st.session_state.setdefault(name, first)
page = st.sidebar.radio("Page", ["Settings", "Report"], key="page")
{"Settings": Settings, "Report": Report}[page]().draw()
