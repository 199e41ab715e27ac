"""What is made of a comprehension depends on its items and filters, not on the way to where it stands."""

from __future__ import annotations

from textwrap import indent

from keylint.run.keys import Key
from keylint.run.trace import Use
from tests.run.apps import run

KEPT = '[name for name in ("m", "n") if not st.session_state.hidden]'


def shown_keys(source: str) -> set[str]:
    """The keys of session state that decide what the last line shows."""
    app = run(f"import streamlit as st\n{source}\n")
    events = app.pages[0].trace.events
    last = len(source.splitlines()) + 1
    uses = (event for event in events if isinstance(event, Use) and event.location.span.line == last)
    return {origin.detail.text for use in uses for origin in use.origins if isinstance(origin.detail, Key)}


def test_a_filter_decides_what_is_kept() -> None:
    assert shown_keys(f"kept = {KEPT}\nst.write(kept)") == {"hidden"}


STOP = "if not st.session_state.ready:\n    if not st.session_state.late:\n        st.stop()\n"


def test_a_stop_above_a_filter_decides_nothing_of_what_is_kept() -> None:
    assert shown_keys(f"{STOP}kept = {KEPT}\nst.write(kept)") == {"hidden"}


def test_nor_does_one_in_a_function_that_was_called_before() -> None:
    called = f"def ready():\n{indent(STOP, '    ')}ready()\n"
    assert shown_keys(f"{called}st.write({KEPT})") == {"hidden"}
