"""What a callback shows is on the screen in the run that it begins: dialogs, above all."""

from __future__ import annotations

import textwrap

import pytest

from keylint.conditions.nodes import ALWAYS
from keylint.judging import judged
from keylint.run.reasons import Reason
from keylint.run.trace import StateWrite
from tests.run.apps import run

DIALOG = """
import streamlit as st

@st.dialog("Edit")
def edit(name="", again=False):
    st.text_input("Name", value=name, key="k")
    if again:
        st.button("More", on_click=more, key="more")
    if st.button("Save"):
        st.session_state.saved = st.session_state.k
        st.rerun()

@st.dialog("More")
def more():
    st.text_input("Note", key="note")
"""
WAYS = {
    "as it is": 'st.button("Open", on_click=edit)',
    "with arguments": 'st.button("Open", on_click=edit, args=("Ann",), kwargs={"again": False})',
    "from a form": """
        with st.form("f"):
            st.form_submit_button("Open", on_click=edit)
        """,
    "after something else": """
        def begin():
            st.session_state.begun = True
            edit("Ann")
        st.button("Open", on_click=begin)
        """,
    "under a condition": """
        def begin():
            if st.session_state.get("allowed"):
                edit()
        st.button("Open", on_click=begin)
        """,
    "by a lambda": 'st.button("Open", on_click=lambda: edit("Ann"))',
    "by a partial": """
        from functools import partial
        st.button("Open", on_click=partial(edit, "Ann"))
        """,
    "by a method": """
        class Page:
            def open(self):
                edit()
        st.button("Open", on_click=Page().open)
        """,
    "for each row": """
        for name in st.session_state.get("names", []):
            st.button(f"Open {name}", on_click=edit, args=(name,))
        """,
    "when a choice changes": 'st.selectbox("Name", ["Ann", "Bob"], key="who", on_change=edit)',
    "when rows are chosen": 'st.dataframe([1, 2], on_select=edit, key="rows")',
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_its_dialog_is_shown_then_and_not_always(way: str) -> None:
    page = run(DIALOG + textwrap.dedent(way)).pages[0]
    fields = [draw for draw in page.trace.draws() if draw.key is not None and draw.key.text == "k"]
    assert fields
    assert all(draw.context.dialog == "edit" and draw.condition is not ALWAYS for draw in fields)
    assert all(event.order == place for place, event in enumerate(page.trace.events))
    for callback in page.callbacks:
        assert not callback.trace.draws()
        assert all(event.order == place for place, event in enumerate(callback.trace.events))


def test_a_dialog_that_a_dialog_opens_is_seen() -> None:
    page = run(DIALOG + 'st.button("Open", on_click=edit, args=("Ann", True))').pages[0]
    assert {"k", "more", "note"} <= {draw.key.text for draw in page.trace.draws() if draw.key is not None}
    assert [callback.name for callback in page.callbacks] == ["edit", "more"]


def test_what_the_callback_itself_does_stays_with_it() -> None:
    way = textwrap.dedent(WAYS["after something else"])
    page = run(DIALOG + way).pages[0]
    written = {event.key.text for event in page.callbacks[0].trace.events if isinstance(event, StateWrite)}
    assert "begun" in written and "saved" not in written


@pytest.mark.parametrize("way", ["as it is", "after something else", "by a lambda"])
def test_its_field_is_gone_after_it(way: str) -> None:
    source = DIALOG + textwrap.dedent(WAYS[way]) + '\nst.write(st.session_state.get("k"))'
    assert "KEY101" in {finding.code for finding in judged(run(source)).findings}


def test_a_widget_that_a_callback_shows_for_one_run_is_seen() -> None:
    source = """
        import streamlit as st
        def ask():
            st.text_input("Name", key="k")
        st.button("Ask", on_click=ask)
        """
    assert "KEY104" in {finding.code for finding in judged(run(source)).findings}


WITHOUT_END = {
    "the next step": """
        @st.dialog("Wizard")
        def wizard(step):
            st.text_input("Answer", key=f"answer_{step}")
            st.button("Next", on_click=wizard, args=(step + 1,))
        st.button("Start", on_click=wizard, args=(0,))
        """,
    "a lambda": """
        def ask():
            st.button("Again", key="again", on_click=lambda: ask())
        st.button("Ask", on_click=ask)
        """,
    "a longer list": """
        @st.dialog("Names")
        def show(names):
            st.text_input("Name", key="name")
            st.button("More", key="more", on_click=lambda: show(names + ["x"]))
        if st.button("Open"):
            show([])
        """,
    "no dialog": """
        def more(number):
            st.button("More", key=f"more_{number}", on_click=more, args=(number + 1,))
        more(0)
        """,
    "one or the other": """
        def one(number):
            st.button("On", key=f"one_{number}", on_click=one if number % 2 else other, args=(number + 1,))
        def other(number):
            st.button("On", key=f"other_{number}", on_click=one if st.session_state.get("x") else other, args=(number + 1,))
        one(0)
        """,
    "a method of a new object": """
        class View:
            def __init__(self, number):
                self.number = number
            def show(self):
                st.button("More", key=f"more_{self.number}", on_click=View(self.number + 1).show)
        View(0).show()
        """,
}


@pytest.mark.parametrize("source", WITHOUT_END.values(), ids=WITHOUT_END)
def test_what_wires_itself_again_and_again_comes_to_an_end(source: str) -> None:
    app = run("import streamlit as st\n" + textwrap.dedent(source))
    assert app.pages[0].trace.draws()
    assert any(unknown.reason == Reason.RECURSION.value for unknown in app.unknowns)


def test_what_a_fragment_opens_by_a_callback_is_in_the_fragment() -> None:
    source = DIALOG + '\n@st.fragment\ndef part():\n    st.button("Open", on_click=edit)\npart()\n'
    fields = [draw for draw in run(source).pages[0].trace.draws() if draw.key is not None and draw.key.text == "k"]
    assert [draw.context.fragment for draw in fields] == ["part"]
