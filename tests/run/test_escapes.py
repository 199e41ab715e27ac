"""What code outside may do to what it is given: each time something else, and nothing to what holds something."""

from __future__ import annotations

import pytest

from keylint.conditions.questions import Answer
from tests.run.apps import draws, keys, run

HEAD = "import streamlit as st\nimport lib\n"
FIELD = "st.text_input('x', key='{0}')\n"
FLAGS = {
    "an object": ("class C:\n    def __init__(self):\n        self.on = False\nc = C()\n", "lib.f(c)\n", "c.on"),
    "a class": ("class C:\n    on = False\n", "lib.f(C)\n", "C.on"),
    "a global name": ("on = False\ndef f():\n    global on\n    on = True\n", "lib.f(f)\n", "on"),
}


@pytest.mark.parametrize("flag", FLAGS)
def test_what_is_set_twice_is_something_else_each_time(flag: str) -> None:
    made, call, test = FLAGS[flag]
    source = f"{HEAD}{made}{call}if {test}:\n    {FIELD.format('a')}{test} = False\n{call}if not {test}:\n    {FIELD.format('b')}"
    app = run(source)
    first, second = draws(app)
    assert [draw.key.text for draw in (first, second) if draw.key is not None] == ["a", "b"]
    assert app.questions.overlap(first.condition, second.condition) is Answer.YES


def test_what_holds_something_stays_what_it_is() -> None:
    source = f"{HEAD}names = ['a', 'b']\nlib.log(names)\nfor name in names:\n    st.text_input('x', key=name)\n"
    assert keys(run(source)) == ["a", "b"]


def test_what_is_chosen_may_be_of_any_collection_that_was_given() -> None:
    source = f"{HEAD}a, b = [[0]], [[0]]\nlib.pick(a, b).append(1)\n"
    source += "if len(a[0]) > 1:\n    " + FIELD.format("a") + "if len(b[0]) > 1:\n    " + FIELD.format("b")
    assert keys(run(source)) == ["a", "b"]
