"""Whether a change of what all sessions share happens is asked only where something hangs on it: of a large app that
would take most of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.keymap import KeyMap
from keylint.rules import sharing
from keylint.rules.key405_state_in_module_global import check
from tests.run.apps import run

if TYPE_CHECKING:
    import pytest

STORE = """
import streamlit as st
import engines
engine = None
last = None
def connect():
    global engine
    if engine is None:
        engine = engines.make()
    return engine
def note(name):
    global last
    last = name
"""
ASKED = "if st.session_state.get('ready'):\n    store.{}\nst.write(store.engine, store.last)\n"


def asked_of(call: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many findings there are of an app that makes a call, and how often it was asked whether something happens."""
    asked: list[object] = []
    failures_in = sharing.failures_in

    def counted(*of: object) -> object:
        asked.append(of)
        return failures_in(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(sharing, "failures_in", counted)
    page = "import streamlit as st\nimport store\n" + ASKED.format(call)
    return len([*check(KeyMap(run({"store.py": STORE, "app.py": page})))]), len(asked)


def test_what_nobody_has_entered_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_of("connect()", monkeypatch) == (0, 0)


def test_what_a_user_has_entered_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_of("note(st.text_input('Name', key='name'))", monkeypatch) == (1, 1)
