"""What pages ask of the cells of a cluster before they give a widget its value back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from keylint.run.keys import constant_key
from keylint.stories import Stories
from keylint.stories.story import Symptom
from keylint.streamlit import target
from keylint.streamlit.versions import VersionRange
from tests.run.apps import run
from tests.stories.test_stories import told

CHOICE = """
    import streamlit as st
    view = st.radio("View", ["Edit", "Table"])
    {before}
    if view == "Edit":
        index = 0
        kept = st.session_state.get("kept")
        if {test}:
            index = {options}.index(kept)
        choice = st.selectbox("Model", {options}, index=index, key="k")
        {after}
"""
COPY = 'st.session_state["kept"] = choice'
COPY_CHANGES = 'if choice != st.session_state.get("kept"):\n            st.session_state["kept"] = choice'
LISTED = '["a", "b", "c"]'


def choice(test: str, after: str = COPY, *, before: str = "pass", options: str = LISTED) -> str:
    return CHOICE.format(test=test, before=before, after=after, options=options)


@pytest.mark.parametrize(
    "source",
    [
        choice(f"kept in {LISTED}"),
        choice(f"kept in {LISTED}", COPY_CHANGES),
        choice(f"kept in {LISTED}", COPY_CHANGES + "\n            st.rerun()"),
        choice("kept in found", before="found = list_models()", options="found"),
        choice("kept in found", COPY_CHANGES, before="found = list_models()", options="found"),
        choice("kept is not None"),
        choice(f"kept in {LISTED}").replace('key="k"', "key=f\"k{st.session_state.get('round', 0)}\""),
    ],
    ids=["copied", "changes", "changes, then again", "of a list", "changes, of a list", "not None", "key with a round"],
)
def test_a_choice_that_is_looked_up_in_the_options_comes_back(source: str) -> None:
    stories = Stories(run(source))
    draws = (draw for page in stories.app.pages for draw in page.trace.draws())
    key = next(draw.key for draw in draws if draw.key is not None and draw.command == "selectbox")
    assert stories.of(key)[0].stories == ()


@pytest.mark.parametrize(
    "source",
    [
        choice('kept == "never"'),
        choice("kept in ['x', 'y']"),
        choice("kept is None"),
        choice("kept not in found", before="found = list_models()", options="found"),
        choice(f"kept in {LISTED}", 'st.session_state["other"] = choice'),
        choice(f"kept in {LISTED}", 'if choice == st.session_state.get("kept"):\n            ' + COPY),
    ],
    ids=["one value", "other options", "None", "not offered", "elsewhere", "only what is there"],
)
def test_one_that_is_not_found_there_does_not(source: str) -> None:
    assert {one.symptom for one in told(source).stories} == {Symptom.SHOWN}


def test_what_comes_back_is_the_option_at_the_position() -> None:
    [story] = told(choice('kept == "never"')).stories
    assert story.seen == "a"


LISTED_IN_STATE = """
    import streamlit as st
    choices = ["new"] + st.session_state.names
    view = st.radio("View", ["Edit", "Table"])
    if view == "Edit":
        def take():
            st.session_state.chosen = st.session_state.k
        index = 0
        if st.session_state.get("chosen") is not None:
            index = choices.index(st.session_state.chosen)
        st.radio("Agent", choices, index=index, key="k", on_change=take)
"""


def test_the_option_at_the_position_of_a_value_is_the_value() -> None:
    assert told(LISTED_IN_STATE).stories == ()


@pytest.mark.parametrize(
    "forget",
    [
        "def forget():\n            st.session_state.chosen = None\n        st.button('Forget', on_click=forget)",
        "if st.button('Forget'):\n            st.session_state.chosen = None\n            st.rerun()",
    ],
    ids=["callback", "click"],
)
def test_what_the_app_sets_is_not_lost(forget: str) -> None:
    """Before 1.50 a selectbox with another `index` is another widget."""
    source = choice("kept is not None").replace("    choice =", f"    {forget}\n        choice =")
    old = Stories(replace(run(source), target=target.told(VersionRange((1, 40, 0), (1, 40, 0)), "a test")))
    assert old.of(constant_key("k"))[0].stories == ()


def test_the_position_of_what_the_own_key_held_is_no_way_back() -> None:
    source = """
        import streamlit as st
        names = list_models()
        view = st.radio("View", ["Edit", "Table"])
        if view == "Edit":
            st.selectbox("Model", names, index=names.index(st.session_state.get("k", "first")), key="k")
    """
    [story] = told(source).stories
    assert (story.symptom, story.seen, story.is_unsure) == (Symptom.SHOWN, "first", False)
