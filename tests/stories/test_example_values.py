"""Values that inputs take: in their range, among their options, and others than they begin with."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from keylint.run.computing import UNKNOWN
from keylint.stories.example_values import another_value, bounds_of, candidates, first_value, fitting_value
from tests.run.apps import run

if TYPE_CHECKING:
    from keylint.run.trace import Draw


INPUTS: list[tuple[str, object, object]] = [
    ('st.checkbox("A")', False, True),
    ('st.checkbox("A", value=True)', True, False),
    ('st.toggle("A", True)', True, False),
    ('st.text_input("A")', "", "my text"),
    ('st.text_input("A", "my text")', "my text", "another text"),
    ('st.text_input("A", None)', None, "my text"),
    ('st.text_area("A", max_chars=3)', "", "x"),
    ('st.slider("A")', 0, 3),
    ('st.slider("A", 1, 30, 7)', 7, 10),
    ('st.slider("A", 0, 10, 9)', 9, 10),
    ('st.slider("A", 0, 10, 10)', 10, 9),
    ('st.slider("A", 0, 100, 50, step=25)', 50, 75),
    ('st.slider("A", 0.0, 1.0, 0.5)', 0.5, 0.53),
    ('st.slider("A", 0.0, 1.0, 1.0)', 1.0, 0.99),
    ('st.slider("A", 0, 10, (2, 8))', [2, 8], [3, 8]),
    ('st.slider("A", 0, 10, (9, 10))', [9, 10], [10, 10]),
    ('st.slider("A", 0.0, 1.0, [0.5, 1.0])', [0.5, 1.0], [0.51, 1.0]),
    ('st.number_input("A")', 0.0, 0.03),
    ('st.number_input("A", 5, 6)', 5, 6),
    ('st.number_input("A", min_value=5)', 5, 8),
    ('st.number_input("A", value=3)', 3, 6),
    ('st.number_input("A", value="min", min_value=2, max_value=3)', 2, 3),
    ('st.number_input("A", max_value=2, value=2)', 2, 1),
    ('st.number_input("A", value=None)', None, 0.03),
    ('st.number_input("A", 0.0, 1.0, 0.5, step=0.25)', 0.5, 0.75),
    ('st.radio("A", ["a", "b"])', "a", "b"),
    ('st.radio("A", ["a", "b"], index=1)', "b", "a"),
    ('st.selectbox("A", ["a", "b"], index=None)', None, "b"),
    ('st.selectbox("A", [1, 2, 3])', 1, 2),
    ('st.select_slider("A", ["S", "M", "L"])', "S", "L"),
    ('st.select_slider("A", ["S", "M", "L"], value="L")', "L", "M"),
    ('st.multiselect("A", ["a", "b"])', [], ["b"]),
    ('st.multiselect("A", ["a", "b"], default=["b"])', ["b"], ["a"]),
    ('st.multiselect("A", ["a"], ["a"])', ["a"], []),
    ('st.pills("A", ["a", "b"])', None, "b"),
    ('st.pills("A", ["a", "b"], default="b")', "b", "a"),
    ('st.pills("A", ["a", "b"], selection_mode="multi")', [], ["b"]),
    ('st.pills("A", ["a", "b"], selection_mode="multi", default=["b"])', ["b"], ["a"]),
    ('st.segmented_control("A", ["a", "b"])', None, "b"),
    ('st.segmented_control("A", ["a", "b"], default="b")', "b", "a"),
    ('st.feedback("thumbs")', None, 1),
    ('st.feedback("stars", default=1)', 1, 0),
    ('st.color_picker("A")', "#000000", "#336699"),
    ('st.color_picker("A", "#336699")', "#336699", "#996633"),
    ('st.date_input("A")', UNKNOWN, "2024-03-15"),
    ('st.date_input("A", "1990-01-01")', "1990-01-01", "1990-01-02"),
    (
        'st.date_input("A", "2020-05-05", min_value="2020-05-01", max_value="2020-05-05")',
        "2020-05-05",
        "2020-05-04",
    ),
    ('st.date_input("A", min_value="2020-05-01")', UNKNOWN, "2020-05-02"),
    ('st.time_input("A")', UNKNOWN, "08:30:00"),
]


def draw(call: str) -> Draw:
    [one] = run(f"import streamlit as st\nimport datetime\n{call}\n").pages[0].trace.draws()
    return one


@pytest.mark.parametrize(("call", "first", "another"), INPUTS)
def test_what_an_input_begins_with_and_another_value(call: str, first: object, another: object) -> None:
    one = draw(call)
    assert (first_value(one), type(first_value(one))) == (first, type(first))
    assert (another_value(one), type(another_value(one))) == (another, type(another))


@pytest.mark.parametrize(
    "call",
    [
        'st.slider("A", 0, load())',
        'st.slider("A", datetime.date(2020, 1, 1), datetime.date(2021, 1, 1))',
        'st.number_input("A", value=load())',
        'st.number_input("A", step=load())',
        'st.selectbox("A", load())',
        'st.selectbox("A", [])',
        'st.multiselect("A", load())',
        'st.multiselect("A", ["a"], default=load(), max_selections=1)',
        'st.pills("A", load(), selection_mode="multi")',
        'st.date_input("A", min_value=load())',
        'st.date_input("A", ["2024-01-01", "2024-01-09"])',
        'st.text_input("A", max_chars=load())',
    ],
)
def test_nothing_is_claimed_of_what_is_not_known(call: str) -> None:
    value = another_value(draw(call))
    assert value is None or value in ("x", ["a"])


def test_a_value_that_the_app_shows_already_is_none() -> None:
    one = draw('st.selectbox("A", ["a", "b", "c"])')
    assert another_value(one, ["b"]) == "c"
    assert another_value(one, ["b", "c"]) is None


def test_one_and_on_are_not_the_same() -> None:
    assert another_value(draw('st.checkbox("A")'), [1]) is True


@pytest.mark.parametrize(
    ("call", "named", "wanted"),
    [
        ('st.number_input("A", 0, 20)', [8], lambda value: value > 8),
        ('st.number_input("A", 0, 20)', [8], lambda value: value == 8),
        ('st.slider("A", 0, 100, 50)', [90], lambda value: value >= 90),
        ('st.text_input("A")', ["yes"], lambda value: value == "yes"),
        ('st.text_input("A", "x")', [], lambda value: value == ""),
        ('st.multiselect("A", ["a", "b"])', [], lambda value: len(value) == 2),
        ('st.multiselect("A", ["a", "b"], ["a"])', [], lambda value: value == []),
        ('st.selectbox("A", ["a", "b"])', [], lambda value: value == "a"),
    ],
)
def test_a_value_that_fits(call: str, named: list[object], wanted: object) -> None:
    value = fitting_value(draw(call), wanted, named)  # type: ignore[arg-type]
    assert value is not None
    assert wanted(value)  # type: ignore[operator]


def test_what_does_not_fit_is_not_given() -> None:
    assert fitting_value(draw('st.number_input("A", 0, 20)'), lambda value: value == 90, [90]) is None
    assert fitting_value(draw('st.radio("A", ["a", "b"])'), lambda value: value == "c", ["c"]) is None
    assert fitting_value(draw('st.radio("A", ["a", "b"])'), lambda _: None) is None


def test_dates_and_times_are_those_of_the_calendar() -> None:
    for day in candidates(draw('st.date_input("A", "2024-02-28")')):
        assert datetime.date.fromisoformat(str(day))
    for time in candidates(draw('st.time_input("A")')):
        assert datetime.time.fromisoformat(str(time))


@pytest.mark.parametrize(
    ("call", "bounds"),
    [
        ('st.slider("A")', (0, 100)),
        ('st.slider("A", value=0.5)', (0, 1.0)),
        ('st.slider("A", 3, 9)', (3, 9)),
        ('st.slider("A", least(), 9)', None),
        ('st.number_input("A", 3, 9)', (3, 9)),
        ('st.number_input("A", min_value=3)', None),
        ('st.text_input("A")', None),
    ],
)
def test_the_bounds_of_a_number(call: str, bounds: object) -> None:
    assert bounds_of(draw(call)) == bounds
