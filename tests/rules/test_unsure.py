"""A finding that rests on a question that nobody could decide is an info, and is said to be unknown."""

from __future__ import annotations

from dataclasses import replace

from keylint.app.keymap import KeyMap
from keylint.conditions.questions import Questions
from keylint.findings import Severity
from keylint.rules.registry import all_rules
from keylint.rules.unsure import findings_of, unknowns_of
from tests.run.apps import run

HIDDEN = """
    import streamlit as st
    mode = st.radio("Mode", ["Edit", "View"], key="mode")
    size = st.slider("Size", 0, 9, key="size")
    if (mode == "Edit" and size > 3) or (mode == "View" and size > 5):
        st.number_input("Days", key="days")
    st.write(st.session_state.days)
"""


def test_what_was_decided_keeps_its_severity() -> None:
    keymap = KeyMap(run(HIDDEN))
    found = list(findings_of(all_rules(), keymap))
    assert ("KEY101", Severity.ERROR) in {(finding.code, finding.severity) for finding, _ in found}
    assert all(is_sure for _, is_sure in found)
    assert list(unknowns_of(keymap, found)) == []


def test_what_was_not_decided_is_an_info_and_an_unknown() -> None:
    app = run(HIDDEN)
    keymap = KeyMap(replace(app, questions=Questions(app.conditions, budget=0)))
    found = [(finding, is_sure) for finding, is_sure in findings_of(all_rules(), keymap) if finding.key == "days"]
    assert found
    assert {(finding.severity, is_sure) for finding, is_sure in found} == {(Severity.INFO, False)}
    unknowns = list(unknowns_of(keymap, found))
    assert {(unknown.path, unknown.line) for unknown in unknowns} >= {("app.py", 6)}
    assert any("'days'" in unknown.reason for unknown in unknowns)


MANY_READS = "\n".join(
    f'    if st.button("Go {number}"):\n        st.write(st.session_state.safe, {number})' for number in range(12)
)


def test_what_is_not_looked_at_to_the_end_is_an_unknown_and_costs_no_other_finding_its_severity() -> None:
    safe = '    st.text_input("Safe", key="safe")\n'
    keymap = KeyMap(run(HIDDEN.replace("    st.write", safe + MANY_READS + "\n    st.write")))
    found = list(findings_of(all_rules(), keymap))
    assert {(finding.key, finding.severity, is_sure) for finding, is_sure in found if finding.code == "KEY101"} == {
        ("days", Severity.ERROR, True)
    }
    assert any("'safe'" in unknown.reason for unknown in unknowns_of(keymap, found))
