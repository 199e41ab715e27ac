"""Numbers that are computed from one in session state: a test of them comes out as Python says, and asks that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from keylint.run.computing import UNKNOWN, computed
from keylint.run.keys import constant_key
from tests.run.apps import draws, run

if TYPE_CHECKING:
    from keylint.conditions.formulas import Conditions

N = ("state", constant_key("n"), 0)
APP = """
import streamlit as st
ss = st.session_state
ss.setdefault("n", 0)
n = ss.n
st.write(n)
if {test}:
    st.text_input("Name", key="k")
"""
NUMBERS = [
    "n - 1",
    "n + 2",
    "2 + n",
    "3 - n",
    "min(n, 2)",
    "min(2, n)",
    "max(n, 1)",
    "max(0, min(n, 2))",
    "min(max(n, 0), 2)",
    "min(n, 3) - 1",
    "max(0, n - 1) + 1",
    "5 - max(1, n)",
    "min(max(n, 4), 2)",
]


@pytest.mark.parametrize("equal", range(-2, 5))
@pytest.mark.parametrize("number", NUMBERS)
def test_it_comes_out_as_in_python_for_each_number(number: str, equal: int) -> None:
    app = run(APP.format(test=f"{number} == {equal}"))
    drawn = draws(app)
    for n in range(-3, 8):
        with_n = [_comes_out(app.conditions, draw.condition, n) for draw in drawn]
        assert (ALWAYS in with_n) is (eval(number, {"n": n, "min": min, "max": max}) == equal)


def _comes_out(conditions: Conditions, condition: Condition, n: int) -> Condition:
    """What is left of a condition where session state holds the number."""

    def decided(test: Condition) -> Condition:
        value = computed(conditions, test.variable.subject, lambda side: n if side == N else UNKNOWN)
        return ALWAYS if value in test.values else NEVER

    return conditions.replaced(condition, -1, decided)


@pytest.mark.parametrize("number", [number for number in NUMBERS if "m" not in number])
def test_it_asks_the_number_in_session_state(number: str) -> None:
    app = run(APP.format(test=f"{number} == 2"))
    [test] = app.conditions.tests(draws(app)[0].condition)
    assert test.variable.subject == N


@pytest.mark.parametrize("test", ["n * 2 == 4", "n + m == 2", "n - 1 == True", "st.slider('N') - 1 == 4", "n % 2 == 1"])
def test_nothing_else_is_undone(test: str) -> None:
    app = run(APP.replace("n = ss.n", "n, m = ss.n, ss.get('m')").format(test=test))
    [asked] = app.conditions.tests(draws(app)[0].condition)
    assert asked.variable.subject != N


PLACES = ["ss.n - 1", "max(0, min(ss.n, 2))", "min(ss.n, 3) - 1", "(ss.n + 1) % 3", "lib.place()"]


@pytest.mark.parametrize("place", PLACES)
def test_what_a_list_has_at_a_computed_place_is_drawn_in_a_case_of_its_own(place: str) -> None:
    app = run(
        f"""
        import lib
        import streamlit as st
        ss = st.session_state
        ss.setdefault("n", 1)
        def first():
            st.text_input("A", key="a")
        def second():
            st.text_input("B", key="b")
        def third():
            st.text_input("C", key="c")
        [first, second, third][{place}]()
        """
    )
    one, *others = (draw.condition for draw in draws(app))
    assert len(others) == 2
    for other in others:
        assert app.conditions.both(one, other) is NEVER or not app.questions.model(app.conditions.both(one, other))
