"""KEY508: which switch of pages meets a bound widget, how sure that is, and what becomes of it."""

from __future__ import annotations

import pytest

from keylint.app.keymap import KeyMap
from keylint.findings import Severity
from keylint.repairs import Refusal, Repair
from keylint.rules.key506_persist_redundant import check as check_redundant
from keylint.rules.key508_bind_breaks_switch import check
from keylint.streamlit.versions import Version, VersionRange
from tests.run.apps import run

NEWEST = (1, 67, 0)
VERSIONS = VersionRange(NEWEST, NEWEST)
FIELD = 'st.text_input("Name", key="name", bind="query-params")\n'
GO = 'st.switch_page("b.py"'


def said(source: str) -> list[Severity]:
    return [finding.severity for finding in check(KeyMap(run(f"import streamlit as st\n{source}", versions=VERSIONS)))]


@pytest.mark.parametrize(
    ("source", "severities"),
    [
        (f'{FIELD}if st.button("Go"):\n    {GO})\n', [Severity.ERROR]),
        (f'{FIELD}if st.button("Go"):\n    {GO}, query_params=None)\n', [Severity.ERROR]),
        (f'{FIELD}if st.button("Go"):\n    {GO}, query_params={{"name": "x"}})\n', [Severity.ERROR]),
        (f'{FIELD}if st.button("Go"):\n    {GO}, query_params={{"page": "x"}})\n', []),
        (f'{FIELD}if st.button("Go"):\n    {GO}, query_params=st.query_params)\n', []),
        (f'{FIELD}if st.button("Go"):\n    {GO}, **load())\n', []),
        # One run has one click.
        (f'{FIELD}if st.button("A"):\n    if st.button("B"):\n        {GO})\n', []),
        # Whether it is bound, only the run knows.
        (
            f'how = load()\nst.text_input("Name", key="name", bind=how)\nif st.button("Go"):\n    {GO})\n',
            [Severity.INFO],
        ),
        (f'st.text_input("Name", key="name", bind=None)\nif st.button("Go"):\n    {GO})\n', []),
        # Nothing on the page opens the way to the switch.
        (f'if not st.session_state.get("user"):\n    {GO})\n{FIELD}', []),
        (
            f'def leave():\n    st.session_state.user = None\n\nif not st.session_state.get("user"):\n    {GO})\n'
            f'{FIELD}st.button("Log out", on_click=leave)\nif st.button("As guest"):\n'
            '    st.session_state.user = "guest"\n',
            [Severity.WARNING],
        ),
        # A step that a click leads to, and a switch that waits for another click there.
        (
            'st.session_state.setdefault("step", 1)\nif st.session_state.step == 1:\n'
            '    st.text_input("Name", key="name", bind="query-params")\n    if st.button("Next"):\n'
            f'        st.session_state.step = 2\n        st.rerun()\nelif st.button("Go"):\n    {GO})\n',
            [],
        ),
        # A first value is none that puts it back.
        (
            f'st.session_state.setdefault("name", "Ann")\n{FIELD}if st.button("Go"):\n    {GO})\n',
            [Severity.ERROR],
        ),
        (
            f'if "name" not in st.session_state:\n    st.session_state.name = "Ann"\n{FIELD}if st.button("Go"):\n    {GO})\n',
            [Severity.ERROR],
        ),
        # The address is as before until the widget is drawn again.
        (
            f'def clear():\n    st.session_state.name = ""\n\nif st.button("Go", on_click=clear):\n    {GO})\n{FIELD}',
            [Severity.ERROR],
        ),
        (f'go = st.button("Go")\nif go:\n    st.session_state.name = ""\n{FIELD}if go:\n    {GO})\n', []),
        (
            f'def go():\n    st.session_state.name = ""\n    {GO})\n\n{FIELD}st.button("Go", on_click=go)\n',
            [Severity.ERROR],
        ),
        (f'tabs = st.tabs(["A", "B"], key="tab", on_change="rerun", bind="query-params")\n{GO})\n', [Severity.ERROR]),
    ],
)
def test_what_is_said_of_a_switch(source: str, severities: list[Severity]) -> None:
    assert said(source) == severities


@pytest.mark.parametrize(("oldest", "is_repaired"), [((1, 63, 0), True), ((1, 62, 0), False)])
def test_a_callback_is_repaired_where_it_can_open_a_page(oldest: Version, is_repaired: bool) -> None:
    source = f'import streamlit as st\ndef go():\n    {GO})\n\n{FIELD}st.button("Go", on_click=go)\n'
    [finding] = check(KeyMap(run(source, versions=VersionRange(oldest, NEWEST))))
    assert isinstance(finding.repair, Repair if is_repaired else Refusal)


@pytest.mark.parametrize(("switch", "is_repaired"), [("", True), (f'if st.button("Go"):\n    {GO})\n', False)])
def test_bind_is_not_what_stays_where_pages_are_switched(switch: str, is_repaired: bool) -> None:
    both = 'st.text_input("Name", key="name", bind="query-params", persist_state="session")\n'
    [finding] = check_redundant(KeyMap(run(f"import streamlit as st\n{both}{switch}")))
    assert isinstance(finding.repair, Repair if is_repaired else Refusal)
    assert finding.advice is not None
    assert finding.advice.startswith("remove persist_state" if is_repaired else "remove bind")
