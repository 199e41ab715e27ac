"""What a run costs grows with the source: counted in conditions and events, which are the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import ALWAYS
from keylint.conditions.questions import Answer
from keylint.run.reasons import Reason
from keylint.run.trace import StateRead

from .apps import certain_keys, draws, keys, reasons, run

if TYPE_CHECKING:
    from keylint.run.runs import App

IMPORT = "import streamlit as st\n"


def reads(app: App) -> list[StateRead]:
    return [event for event in app.pages[0].trace.events if isinstance(event, StateRead)]


def chain(arms: int) -> str:
    body = "".join(f"elif m == 'v{i}':\n    st.text_input('t', key='k{i}')\n" for i in range(arms))
    return f"{IMPORT}m = st.session_state.get('m')\nif m == 'a':\n    pass\n{body}"


def returns(count: int) -> str:
    body = "".join(
        f"    if st.session_state.get('s{i % 50}') == {i}:\n        return st.text_input('t', key='k{i}')\n"
        for i in range(count)
    )
    return f"{IMPORT}def f():\n{body}f()\n"


def circle(size: int, calls: int) -> str:
    functions = "".join(
        f"def f{i}(n):\n    if st.checkbox('c', key=f'c{i}_{{n}}'):\n"
        + "".join(f"        f{(i + step) % size}(n + {step})\n" for step in (1, 7, 11)[:calls])
        for i in range(size)
    )
    return f"{IMPORT}{functions}f0(0)\nst.text_input('after', key='after')\n"


def test_a_chain_of_elif_costs_what_its_arms_cost() -> None:
    short, long = run(chain(200)).conditions.made, run(chain(400)).conditions.made
    assert long < 2.5 * short


def levels(deep: int, leaf: str) -> str:
    """Helpers that each call the next one twice, and do something with both results."""
    lines = [f"def f{deep}(x):\n    {leaf}\n    return x + st.session_state.get('start', 0)\n"]
    lines += (
        f"def f{level}(x):\n    left = f{level + 1}(x)\n    right = f{level + 1}(x)\n"
        "    if left > 9:\n        return right\n    return left + right\n"
        for level in range(deep - 1, -1, -1)
    )
    return IMPORT + "".join(lines)


def test_helpers_that_call_the_next_one_twice_do_not_read_a_million_times() -> None:
    app = run(levels(30, "pass") + "st.text_input('t', str(f0(1)), key='k')\n")
    assert app.pages_not_analysed == 0
    assert len(reads(app)) <= 31  # a call is recorded when it comes for the second time


def test_what_is_read_again_after_a_write_is_another_read() -> None:
    app = run(levels(2, "st.session_state.start = x") + "st.text_input('t', str(f0(1)), key='k')\n")
    assert len(reads(app)) == 4


def test_what_has_just_been_read_is_read_again_where_the_call_around_it_is_repeated() -> None:
    tail = "    y.append(x)\n" * 4
    helper = f"def f(x):\n    y = [x]\n{tail}    return st.session_state.get('a')\n"
    around = "def g(x):\n    y = [x]\n    z = f(1)\n" + tail + "    return z\n"
    calls = "g(1)\nf(1)\ng(1)\nif st.checkbox('c', key='c'):\n    st.session_state.b = 1\n    g(1)\n"
    found = reads(run(IMPORT + helper + around + calls))
    assert found[-1].condition is not ALWAYS


def test_many_early_returns_cost_what_they_are() -> None:
    short, long = run(returns(200)).conditions.made, run(returns(400)).conditions.made
    assert long < 2.5 * short


def test_a_call_graph_that_is_one_circle_is_left_in_time_and_the_rest_is_analysed() -> None:
    app = run(circle(60, 3))
    assert app.pages_not_analysed == 0
    assert len(app.pages[0].trace.events) < 5_000
    assert Reason.CALLS_IN_CIRCLES.value in reasons(app)
    assert keys(app)[0] == "c0_0"
    assert certain_keys(app) == ["c0_0", "after"]


def test_recursion_as_people_write_it_is_followed_as_before() -> None:
    app = run(
        IMPORT
        + """def tree(node, path):
    for name, child in node.items():
        st.checkbox(name, key=f'{path}.{name}')
        tree(child, f'{path}.{name}')
tree({'a': {'b': {}}, 'c': {}}, 'r')
"""
    )
    assert keys(app) == ["r.a", "r.a.b", "r.c"]


def test_in_a_long_chain_each_arm_holds_where_the_tests_before_it_fail() -> None:
    app = run(chain(40) + "else:\n    st.text_input('t', key='other')\n")
    found = {draw.key.text: draw.condition for draw in draws(app) if draw.key is not None}
    assert len(found) == 41
    for one in ("k0", "k17", "k39"):
        assert app.questions.possible(found[one]) is Answer.YES
        assert app.questions.overlap(found[one], found["other"]) is Answer.NO
        assert app.questions.overlap(found[one], found["k20"]) is Answer.NO
    assert app.questions.implies(app.conditions.any_of(found.values()).negation, found["k0"]) is Answer.NO


def test_a_test_in_a_long_chain_that_draws_or_ends_the_run() -> None:
    arms = "".join(f"elif m == {i}:\n    x = {i}\n" for i in range(30))
    app = run(
        IMPORT
        + """def ask():
    if st.session_state.get('s'):
        st.stop()
    return st.button('b', key='b')
m = st.session_state.get('m')
x = None
if m == -1:
    pass
"""
        + arms
        + "elif ask():\n    st.text_input('t', key='asked')\n"
        + "".join(f"elif m == {i}:\n    x = {i}\n" for i in range(30, 60))
        + "else:\n    st.text_input('t', key='other')\nst.text_input('t', key='last')\n"
    )
    assert keys(app) == ["b", "asked", "other", "last"]
    button, asked, other, last = (draw.condition for draw in draws(app))
    questions, conditions = app.questions, app.conditions
    assert questions.implies(asked, button) is Answer.YES
    assert questions.implies(other, button) is Answer.YES
    assert questions.overlap(asked, other) is Answer.NO
    assert questions.possible(conditions.without(last, button)) is Answer.YES
    assert questions.possible(last.negation) is Answer.YES, "where ask() stops"
