"""The evidence that a value matters, from small apps with the widget "k" hidden by a radio."""

from __future__ import annotations

import textwrap

import pytest

from keylint.app.keymap import KeyMap
from keylint.app.seeds import given_by_hand, seeds_of
from keylint.verdicts.evidence import Evidence
from keylint.verdicts.losses import Losses
from tests.run.apps import run

HEAD = 'import streamlit as st\nview = st.radio("View", ["Edit", "Table"])\n'


def evidence(body: str, after: str = "", before: str = "") -> tuple[Evidence, ...]:
    inside = textwrap.indent(textwrap.dedent(body), "    ")
    keymap = KeyMap(run(f'{HEAD}{before}if view == "Edit":\n{inside}{after}'))
    [loss] = (loss for loss in keymap.about(Losses).all if loss.widget.key == "k")
    return loss.evidence


BOX = 'st.checkbox("On", key="k")\n'
TEXT = 'st.text_input("Name", key="k")\n'


def test_a_single_choice_that_another_input_hides_is_laborious() -> None:
    assert evidence(BOX) == (Evidence.LABORIOUS,)


def test_a_single_choice_that_the_app_hides_is_not() -> None:
    flag = 'if st.button("Next"):\n    st.session_state.step = 2\n'
    hidden = textwrap.indent(BOX, "    ")
    app = f"import streamlit as st\nif 'step' not in st.session_state:\n    st.session_state.step = 1\n{flag}"
    keymap = KeyMap(run(f"{app}if st.session_state.step == 1:\n{hidden}"))
    assert all(Evidence.LABORIOUS not in loss.evidence for loss in keymap.about(Losses).all)


@pytest.mark.parametrize(
    ("before", "body", "after", "expected"),
    [
        ("", BOX, 'st.write(st.session_state.get("k"))\n', Evidence.NEEDED),
        ('st.session_state.setdefault("k", True)\n', BOX, "", Evidence.ASSIGNED),
        ("", 'st.checkbox("On", value=st.session_state.get("k", False), key="k")\n', "", Evidence.TRIED),
        (
            "",
            'st.session_state.copy = st.checkbox("On", key="k")\n',
            "st.write(st.session_state.copy)\n",
            Evidence.TRIED,
        ),
        ("", BOX + 'st.checkbox("Other", key="other", persist_state="session")\n', "", Evidence.LEFT_OUT),
        ("", TEXT, "", Evidence.LABORIOUS),
    ],
)
def test_each_kind(before: str, body: str, after: str, expected: Evidence) -> None:
    assert expected in evidence(body, after, before)


def test_a_kept_widget_elsewhere_on_the_page_says_nothing() -> None:
    kept = 'st.checkbox("Other", key="other", persist_state="session")\n'
    assert Evidence.LEFT_OUT not in evidence(BOX, after=kept)


def test_what_only_notices_a_change_is_no_try() -> None:
    watch = (
        'on = st.checkbox("On", key="k")\n'
        'if st.session_state.get("last") != on:\n    reload()\n    st.session_state.last = on\n'
    )
    assert Evidence.TRIED not in evidence(watch)


@pytest.mark.parametrize(
    ("after", "is_tried"),
    [
        ('if st.session_state.get("last") and not on:\n    reload()\n', False),
        ('if on:\n    if st.session_state.get("last"):\n        reload()\n', True),
        ('if st.session_state.get("last"):\n    st.write("more")\n', True),
        ('if st.session_state.get("last") == True:\n    st.write("more")\nif on:\n    st.write(1)\n', True),
    ],
)
def test_a_copy_that_decides_without_the_value_is_one(after: str, is_tried: bool) -> None:
    body = 'on = st.checkbox("On", key="k")\n' + after + "st.session_state.last = on\n"
    assert (Evidence.TRIED in evidence(body)) is is_tried


def test_what_is_made_of_a_value_is_no_copy() -> None:
    body = 'st.session_state.result = compute(st.checkbox("On", key="k"))\n'
    assert Evidence.TRIED not in evidence(body, "st.write(st.session_state.result)\n")


@pytest.mark.parametrize(
    ("write", "is_assigned"),
    [
        ('st.session_state["note_length"] = 80', False),
        ('st.session_state.setdefault("note_of_day", "")', False),
        ('st.session_state[f"note_{name}"] = "?"', True),
        ('for one in load():\n    st.session_state.setdefault("note_" + one, "")', True),
    ],
)
def test_a_key_that_is_written_out_is_none_that_is_put_together(write: str, is_assigned: bool) -> None:
    names = 'name = st.selectbox("Item", load())\n'
    keymap = KeyMap(run(f'import streamlit as st\n{names}{write}\nst.text_input("Note", key=f"note_{{name}}")\n'))
    [widget] = keymap.widgets_of("note_*")
    assert bool(given_by_hand(keymap, widget)) is is_assigned
    assert bool(seeds_of(keymap, widget)) is is_assigned
