"""Loops over one of several lists: a key that only some of them have is hidden where it is another one."""

from __future__ import annotations

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

APP = """
import streamlit as st

ss = st.session_state
FIELDS = {{"person": ["age", "name"], "home": ["age"]}}
show = st.checkbox("Show")
part = st.radio("Part", list(FIELDS))
for field in {fields}:
    st.text_input("Field", key=field)
st.write("Hello", ss.get("name"), ss.get("age"))
"""


def severities(fields: str) -> list[tuple[str, Severity, tuple[str, ...]]]:
    outcome = judged(run(APP.format(fields=fields)))
    assert not outcome.faults
    assert not outcome.unknowns
    return [(one.code, one.severity, one.keys) for one in outcome.findings]


@pytest.mark.parametrize(
    "fields",
    [
        "FIELDS[part]",
        '["age"] + (["name"] if show else [])',
        '(["name"] if show else []) + ["age"]',
        '["age", "name"] if show else ["age"]',
        'FIELDS["person" if show else "home"]',
        '[["age"], ["age", "name"]][show]',
        '[("age", "name")[n] for n in range(2)] if show else ["age"]',
    ],
)
def test_what_only_one_of_the_lists_has_is_hidden(fields: str) -> None:
    assert severities(fields) == [("KEY101", Severity.ERROR, ("name",))]


@pytest.mark.parametrize("numbers", ["range(1 if show else 0)", "range(0, 2 if show else 0, 2)", "range([0, 1][show])"])
def test_a_range_that_a_widget_makes_long_or_empty(numbers: str) -> None:
    source = APP.format(fields=numbers).replace("key=field", 'key="name"')
    found = judged(run(source)).findings
    assert [(one.code, one.severity) for one in found] == [("KEY101", Severity.ERROR)]


def test_lists_that_all_have_it_hide_nothing() -> None:
    assert severities('["name", "age"] if show else ["age", "name"]') == []
