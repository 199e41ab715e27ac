"""The symbolic run and Python agree on which widgets a program draws, for random programs and every assignment."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.run.differential import disagreement
from tests.run.programs import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@st.composite
def programs(draw: Callable[[st.SearchStrategy[int]], int], *, uses_lists: bool) -> str:
    return Writer(lambda count: draw(st.integers(0, count - 1)), uses_lists).program()


@SETTINGS
@given(programs(uses_lists=False))
def test_programs_of_flags_draw_the_same_keys_in_the_same_order(program: str) -> None:
    assert disagreement(program) is None


@SETTINGS
@given(programs(uses_lists=True))
def test_programs_with_unknown_lists_draw_the_same_keys(program: str) -> None:
    assert disagreement(program) is None


@pytest.mark.parametrize("seed", range(200))
def test_large_programs(seed: int) -> None:
    """Hypothesis prefers short programs; these are as long as chance makes them."""
    random = Random(seed)
    program = Writer(random.randrange, uses_lists=seed % 2 == 0).program()
    assert disagreement(program) is None, program


SWAPS = {
    "put back": "old = ss.a\nss.a = ss.b\nss.a = old\n",
    "by two other keys": "ss.c = ss.a\nss.a = ss.b\nss.b = ss.c\nss.a = ss.b\n",
    "in turn": "for i in ['m', 'n']:\n    ss.b = ss.c\n    ss.c = ss.a\n    ss.a = ss.b\n",
    "in some runs": "old = ss.a\nss.a = ss.b\nif ss.c:\n    ss.a = old\n",
    "of itself": "ss.a = ss.b\nss.a = ss.a\n",
}


@pytest.mark.parametrize("name", SWAPS)
def test_a_key_may_be_given_what_it_held_before(name: str) -> None:
    head, tail = "import streamlit as st\nss = st.session_state\n", "if not ss.a:\n    st.text_input('x', key='k')\n"
    assert disagreement(head + SWAPS[name] + tail) is None
