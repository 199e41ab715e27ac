"""Fields that keep their values."""

import streamlit as st


class Text:
    def __init__(self, key, default):
        self.key = key
        self.default = default

    def _save(self):
        """Saves what the user has entered."""
        st.session_state[self.key] = st.session_state["_" + self.key]

    def draw(self, label):
        if self.key not in st.session_state:
            st.session_state[self.key] = self.default
        st.session_state["_" + self.key] = st.session_state[self.key]
        return st.text_input(label, key="_" + self.key, on_change=self._save)


class Choice:
    @classmethod
    def draw(cls, key, label, options):
        st.session_state.setdefault(key, options[0])
        st.session_state["_" + key] = st.session_state[key]
        st.radio(label, options, key="_" + key, on_change=cls.keep, args=(key,))

    # Choices are kept at once.
    @staticmethod
    def keep(key):
        st.session_state[key] = st.session_state["_" + key]


def unrelated():
    return 1
