"""Steps that are counted: which clicks lead from one to another, and back."""

from __future__ import annotations

import pytest

from keylint.judging import judged
from tests.run.apps import run
from tests.stories.test_telling import words

HEAD = """
import streamlit as st
ss = st.session_state
ss.setdefault("step", 1)
def who():
    st.text_input("Name", key="k")
def where():
    st.text_input("City", key="city")
def done():
    st.write(ss.get("k"))
STEPS = [who, where, done]
"""
BUTTONS = """
if ss.step < 3 and st.button("Next"):
    ss.step += 1
    st.rerun()
if ss.step > 1 and st.button("Back"):
    ss.step -= 1
    st.rerun()
"""
MOVE = """
def move(by):
    ss.step = max(1, min(3, ss.step + by))
st.button("Back", on_click=move, args=(-1,))
st.button("Next", on_click=move, args=(1,))
"""
SHOWN = {
    "out of a list": "STEPS[ss.step - 1]()",
    "at a bounded place": "STEPS[max(0, min(ss.step - 1, 2))]()",
    "by its name": "name = ['Who', 'Where', 'Done'][ss.step - 1]\n"
    "if name == 'Who':\n    who()\nelif name == 'Where':\n    where()\nelse:\n    done()",
    "in a loop": "for number, step in enumerate(STEPS, 1):\n    if ss.step == number:\n        step()",
    "by comparisons": "if ss.step < 2:\n    who()\nelif ss.step == 2:\n    where()\nelse:\n    done()",
}


def stories(app: str) -> dict[str, list[str]]:
    """What is told of each key, without how the app opens."""
    return {one.key or "": words(one.story)[1:] for one in judged(run(app)).findings if one.story}


WIZARDS = {
    f"{way}, moved {by}": HEAD + moving.format(shown)
    for way, shown in SHOWN.items()
    for by, moving in (("above", BUTTONS + "\n{}"), ("below", "{}\n" + BUTTONS), ("in a callback", "{}\n" + MOVE))
}


@pytest.mark.parametrize("wizard", WIZARDS.values(), ids=WIZARDS)
def test_each_click_is_told(wizard: str) -> None:
    told = stories(wizard)
    assert told["k"] == [
        "Type \"my text\" into 'Name'.",
        "Click 'Next': 'Name' disappears, and Streamlit drops its value.",
        "Click 'Next': line 10 now finds nothing under 'k'.",
    ]
    assert told["city"][:2] == ["Click 'Next'.", "Type \"my text\" into 'City'."]
    assert told["city"][2:] in (
        [
            f"Click '{away}': 'City' disappears, and Streamlit drops its value.",
            f"Click '{back}': 'City' is back, but empty.",
        ]
        for away, back in (("Next", "Back"), ("Back", "Next"))
    )


def test_what_shows_an_input_comes_before_what_is_chosen_in_it() -> None:
    app = """
    import streamlit as st
    ss = st.session_state
    ss.setdefault("part", 0)
    if st.button("Start"):
        ss.part = 1
    if ss.part == 1:
        how = st.radio("How", ["By file", "By hand"], key="how")
        if how == "By hand":
            st.text_input("Name", key="k")
    """
    assert stories(app)["k"][:2] == ["Click 'Start'.", "Choose \"By hand\" in 'How'."]


def test_who_only_goes_on_does_not_come_back() -> None:
    app = """
    import streamlit as st
    ss = st.session_state
    ss.setdefault("step", 1)
    if ss.step == 1:
        st.text_input("Name", key="k")
    else:
        st.write("Thanks")
    if st.button("Next"):
        ss.step += 1
        st.rerun()
    """
    assert stories(app) == {}


@pytest.mark.parametrize("rest", ["", "    st.rerun()\n"])
def test_a_button_below_shows_only_in_the_next_run_what_it_has_set(rest: str) -> None:
    app = (
        "import streamlit as st\nss = st.session_state\nss.setdefault('step', 1)\nif ss.step == 1:\n"
        "    st.text_input('Name', key='k')\nif st.button('Next'):\n    ss.step = 2\n"
        + rest
        + "if st.button('Back'):\n"
        "    ss.step = 1\n" + rest
    )
    told = stories(app)["k"]
    assert told[-1].endswith("'Name' is back, but empty.")
    assert told.count("Click 'Next'.") == told.count("Click 'Back'.") == (0 if rest else 1)


def test_a_button_above_hides_at_once() -> None:
    app = """
    import streamlit as st
    ss = st.session_state
    ss.setdefault("i", 0)
    if st.button("Next"):
        ss.i = (ss.i + 1) % 3
    if ss.i == 0:
        st.text_input("Name", key="k")
    elif ss.i == 2:
        st.write(ss.get("k"))
    """
    assert stories(app)["k"][1:] == [
        "Click 'Next': 'Name' disappears, and Streamlit drops its value.",
        "Click 'Next': line 10 now finds nothing under 'k'.",
    ]
