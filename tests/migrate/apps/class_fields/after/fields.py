"""Fields that keep their values."""

import streamlit as st


class Text:
    def __init__(self, key, default):
        self.key = key
        self.default = default

    def draw(self, label):
        if self.key not in st.session_state:
            st.session_state[self.key] = self.default
        return st.text_input(label, key=self.key, persist_state="session")


class Choice:
    @classmethod
    def draw(cls, key, label, options):
        st.session_state.setdefault(key, options[0])
        st.radio(label, options, key=key, persist_state="session")


def unrelated():
    return 1
