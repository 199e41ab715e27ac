"""What the app itself puts into a field or a table: presets, emptied fields, edited cells."""

from __future__ import annotations

import textwrap

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import run

FIELD = """
import streamlit as st

if "first" not in st.session_state:
    st.session_state.first = True
if st.toggle("Basic"):
    st.number_input("Count", 1, 150, value=int(st.session_state.get("count", 5)), key="count")
    if st.button("Run"):
        use(st.session_state.count)
ACT
"""
PRESET = """
PRESETS = load_presets()
chosen = st.selectbox("Preset", list(PRESETS))
if st.button("Apply"):
    for name, value in PRESETS[chosen].items():
        if name == "count":
            st.session_state.count = value
"""
EMPTIED = """
if st.button("Next"):
    st.session_state.count = 5
"""


def severities(source: str, code: str) -> list[Severity]:
    outcome = judged(run(source))
    assert not outcome.faults
    return [finding.severity for finding in outcome.findings if finding.code == code]


@pytest.mark.parametrize(("act", "severity"), [(PRESET, Severity.WARNING), (EMPTIED, Severity.INFO)])
def test_a_preset_empties_no_field(act: str, severity: Severity) -> None:
    assert severities(FIELD.replace("ACT", act), "KEY309") == [severity]


PASSWORD = """
import streamlit as st

if st.toggle("Add a user"):
    name = st.text_input("Name", st.session_state.get("name", ""), key="name")
    word = st.text_input("Password", st.session_state.get("word", ""), key="word", type="password")
    if st.button("Add"):
        add(name, word)
"""


def test_nobody_keeps_what_stands_beside_a_password() -> None:
    assert severities(PASSWORD, "KEY309") == [Severity.INFO, Severity.INFO]
    assert severities(PASSWORD.replace(', type="password"', ""), "KEY309") == [Severity.WARNING, Severity.WARNING]


TABLE = """
import pandas as pd
import streamlit as st

if st.session_state.get("editing"):
    rows = st.data_editor(pd.read_csv("rows.csv"), key="rows")
    if st.button("Save"):
        rows.to_csv("rows.csv")
    if st.button("Cancel"):
        st.session_state.editing = False
elif st.button("Edit"):
    st.session_state.editing = True
"""


def test_edited_cells_are_told_of_whatever_hides_them() -> None:
    assert severities(TABLE, "KEY108") == [Severity.INFO]


def test_a_table_that_nobody_takes_is_not() -> None:
    assert severities(TABLE.replace("rows = ", "").replace("rows.to_csv", "pd.DataFrame().to_csv"), "KEY108") == []


def test_an_assignment_outside_a_dialog_is_not_made_while_it_is_open() -> None:
    source = """
        import streamlit as st

        @st.dialog("Edit")
        def edit():
            st.text_input("Name", key="name")

        if st.button("Edit"):
            st.session_state.name = "Ann"
            edit()
        """
    assert severities(source, "KEY311") == []
    beside = textwrap.dedent(source).replace('@st.dialog("Edit")\n', "")
    assert severities(beside, "KEY311") == [Severity.WARNING]


EDITED = """
import pandas as pd
import streamlit as st

if "frame" not in st.session_state:
    st.session_state.frame = pd.read_csv("rows.csv")
if st.radio("Mode", ["Edit", "Help"], key="mode") == "Edit":
    EDITOR
st.write(len(st.session_state.frame), st.session_state.get("other"))
"""


@pytest.mark.parametrize(
    ("editor", "found"),
    [
        ('st.session_state.frame = st.data_editor(st.session_state.frame, key="e")', []),
        ('st.session_state.other = st.data_editor(st.session_state.frame, key="e")', [Severity.INFO]),
        ('st.session_state.other = {"rows": st.data_editor(pd.read_csv("rows.csv"), key="e")}', [Severity.INFO]),
        ('rows = st.data_editor(pd.read_csv("rows.csv"), key="e")\n    if st.button("Check"):\n'
         '        st.session_state.other = [str(row) for row in rows["qty"]]', [Severity.INFO]),
    ],
)  # fmt: skip
def test_a_copy_of_a_table_that_the_editor_does_not_begin_with_keeps_nothing(
    editor: str, found: list[Severity]
) -> None:
    assert severities(EDITED.replace("EDITOR", editor), "KEY108") == found


SETTINGS = """
import json
import os
import streamlit as st

FIRST = {"tax": 0.5, "fee": 0.2, "of": {"a": 1, "b": 2}}

def read(path, first):
    if not os.path.exists(path):
        return first
    try:
        with open(path) as file:
            return json.load(file)
    except Exception:
        return first

def load():
    rates = read("rates.json", FIRST)
    for name, rate in FIRST.items():
        if name not in rates:
            rates[name] = rate
    return rates

rates = load()
rates["tax"] = st.slider("Tax", 0.0, 1.0, float(rates["tax"]))
rates["fee"] = st.slider("Fee", 0.0, 1.0, float(rates["fee"]))
for name in ["a", "b"]:
    rates["of"][name] = st.number_input(name, 0, 20, int(rates["of"][name]))
"""


def test_an_entry_of_a_dict_says_nothing_of_the_others() -> None:
    assert severities(SETTINGS, "KEY112") == []


SAVED_OUTSIDE = """
import lib
import streamlit as st
ss = st.session_state
view = st.radio("View", ["Plan", "Other"])
if view == "Plan":
    {seed}
    meal = st.selectbox("Meal", ["a", "b"], index=["a", "b"].index(ss.get("meal", "a")), key="meal"{saves})
    st.write(meal)
"""


@pytest.mark.parametrize(
    ("seed", "saves", "is_told"),
    [
        ('if "meal" not in ss:\n        ss.meal = lib.load()', ", on_change=lambda: lib.save(ss.meal)", False),
        ('if "meal" not in ss:\n        ss.meal = "a"', ", on_change=lambda: lib.save(ss.meal)", True),
        ('if "meal" not in ss:\n        ss.meal = lib.load()', "", True),
    ],
)
def test_what_is_saved_elsewhere_and_given_from_there_is_no_restore_that_fails(
    seed: str, saves: str, *, is_told: bool
) -> None:
    found = judged(run(SAVED_OUTSIDE.format(seed=seed, saves=saves))).findings
    assert ("KEY309" in [one.code for one in found]) is is_told
