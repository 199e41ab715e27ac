"""Tests of what an input holds, and of what is made of it: which of its values pass, and whether any does not."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from tests.stories.gates import found


def severities(gate: str, test: str) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in found(gate, test)]


ALWAYS_SO = [
    ('n = st.slider("N", 1, 10, 3)', "n"),
    ('n = st.slider("N", -5, 5, 0)', "abs(n) >= 0"),
    ('n = st.slider("N", 0, 5)', "max(n, 3) >= 3"),
    ('n = st.slider("N", 0, 5)', "str(n)"),
    ('n = st.slider("N", 0, 8, step=2)', "n % 2 == 0"),
    ('n = st.number_input("N", 0.5, 5.0)', "n"),
    ('low, high = st.slider("R", 0, 100, (20, 80))', "low <= high"),
    ('low, high = st.slider("R", 0, 1000, (20, 80))', "high - low >= 0"),
    ('r = st.slider("R", 0, 100, (20, 80))', "r[0] <= r[1]"),
    ('n = st.selectbox("N", range(3))', "0 <= n <= 2"),
    ('n = st.radio("N", [1, 3, 5])', "n % 2"),
    ('m = st.radio("M", ["aa", "bb"])', "len(m) == 2"),
    ('m = st.radio("M", ["Plan A", "Plan B"])', 'm.startswith("Plan")'),
    ('m = st.radio("M", ["Plan A", "Plan B"])', 'm[0] == "P"'),
    ('m = st.radio("M", ["Plan A", "Plan B"], key="plan")', 'ss.plan.upper().startswith("PLAN")'),
    ('m = st.radio("M", ["a", "b"])', "isinstance(m, str)"),
    ('m = st.radio("M", [1, 2])', "isinstance(m, (int, float))"),
    ('m = st.multiselect("M", ["a", "b"])', "isinstance(m, list)"),
    ('m = st.multiselect("M", ["a", "b"], max_selections=1)', "len(m) < 2"),
    ('a, b = st.checkbox("A"), st.checkbox("B")', "sum([a, b]) <= 2"),
    ('a, b = st.checkbox("A"), st.checkbox("B")', "a + b >= 0"),
]


@pytest.mark.parametrize(("gate", "test"), ALWAYS_SO)
def test_what_every_value_passes_hides_nothing(gate: str, test: str) -> None:
    assert severities(gate, test) == []


SOMETIMES_SO = [
    ('n = st.slider("N", 0, 10, 3)', "n"),
    ('n = st.slider("N", -5, 5, 3)', "abs(n) >= 3"),
    ('n = st.slider("N", 0, 5)', "max(n, 3) > 3"),
    ('n = st.slider("N", 0, 10)', "n % 2 == 1"),
    ('n = st.slider("N", 0, 1000)', "n % 100 == 42"),
    # too many to try each of them
    ('n = st.slider("N", 0, 2000)', 'str(n) == "7"'),
    ('n = st.slider("N", 0, 2000)', "n // 3 != 5"),
    ('n = st.number_input("N", 0, 2000)', "n / 2 != 6.5"),
    ('n = st.number_input("N", 0, 2000)', "len(str(n)) == 2"),
    ('r = st.slider("R", 0, 2000, (20, 80))', "r != (3, 9)"),
    ('n = st.number_input("N", 0, 10, 5, step=5)', "n == 3"),
    ('n = st.number_input("N", 0.0, 5.0)', "n == 0.125"),
    ('n = st.number_input("N", 1, 5, None)', "n"),
    ('low, high = st.slider("R", 0, 100, (20, 80))', "low < high"),
    ('low, high = st.slider("R", 0, 1000, (20, 80))', "high - low > 500"),
    ('low, high = st.select_slider("R", ["S", "M", "L"], value=("S", "L"))', 'low == "M"'),
    ('n = st.selectbox("N", range(3), index=None)', "n is not None"),
    ('n = st.radio("N", [1, 2, 3])', "n % 2"),
    ('m = st.radio("M", ["a", "bb"])', "len(m) == 2"),
    ('m = st.radio("M", ["Plan A", "Plan B"])', 'm.endswith("A")'),
    ('m = st.radio("M", ["Plan A", "Plan B"])', 'm.split()[1] == "A"'),
    ('m = st.radio("M", ["Plan A", "Plan B"])', 'f"My {m}" == "My Plan A"'),
    ('m = st.radio("M", ["a", 1])', "isinstance(m, str)"),
    ('m = st.multiselect("M", ["a", "b"])', "len(m) == 2"),
    ('m = st.multiselect("M", ["a", "b"])', '"a" in m'),
    ('a, b = st.checkbox("A"), st.checkbox("B")', "sum([a, b]) >= 2"),
    ('marks = [st.checkbox(name) for name in "abc"]', "sum(marks) == 2"),
]


@pytest.mark.parametrize(("gate", "test"), SOMETIMES_SO)
def test_what_a_value_fails_hides(gate: str, test: str) -> None:
    assert severities(gate, test) == [("KEY101", Severity.ERROR)]


ONE_OR_THE_OTHER = """
{choice}
if {first}:
    ss.seen = 1
    show = True
elif {second}:
    show = True
else:
    show = False
"""


@pytest.mark.parametrize(
    ("choice", "first", "second"),
    [
        ('m = st.radio("M", ["Plan A", "Try B"])', 'm.startswith("Plan")', 'm.startswith("Try")'),
        ('m = st.radio("M", ["a", "bb"])', "len(m) == 1", "len(m) == 2"),
        ('n = st.selectbox("N", [1, 2, 3])', "n < 2", "n + 1 > 2"),
    ],
)
def test_tests_of_one_choice_know_of_each_other(choice: str, first: str, second: str) -> None:
    assert severities(ONE_OR_THE_OTHER.format(choice=choice, first=first, second=second), "show") == []
    assert severities(ONE_OR_THE_OTHER.format(choice=choice, first=first, second="False"), "show") != []
