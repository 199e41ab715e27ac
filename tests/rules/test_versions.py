"""A finding that rests on a range of Streamlit versions says so, and is not there for a target outside that range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from keylint.engine import check
from keylint.findings import Finding, Severity
from keylint.settings import Settings
from tests.fixtures_format import FIXTURES, load_case

if TYPE_CHECKING:
    from pathlib import Path

LABELS = """
kind = st.radio("Kind", ["short", "long"], key="kind")
if kind == "short":
    st.text_input("Short answer", key="answer")
else:
    st.text_input("Long answer", key="answer")
"""
PAGES = """
def first():
    st.text_input("Name", key="name")

def second():
    st.text_input("Your name", key="name")

st.navigation([st.Page(first), st.Page(second)]).run()
"""


@dataclass(frozen=True)
class Ranged:
    """An app, as source or as the name of a fixture, which `code` reports for `inside` and not for `outside`.

    `version` is the boundary that the finding names.
    """

    code: str
    app: str
    inside: str
    outside: str
    version: str

    def __str__(self) -> str:
        return f"{self.code} {self.inside} not {self.outside}"


CASES = [
    Ranged("KEY109", "key109_rerun_above_widget", "1.63", "1.64", "1.64"),
    Ranged("KEY110", "key110_switch_page_in_file", "1.36", "1.35", "1.36"),
    Ranged(
        "KEY112",
        'a = st.text_input("A", key="a")\nst.text_input(f"Size of {a}", key="size")',
        "1.49",
        "1.50",
        "1.50",
    ),
    Ranged(
        "KEY112",
        'low = st.number_input("Least", key="low")\nst.number_input("Size", min_value=low, key="size")',
        "1.52",
        "1.53",
        "1.53",
    ),
    Ranged("KEY202", PAGES, "1.49", "1.50", "1.50"),
    Ranged("KEY203", LABELS, "1.49", "1.50", "1.50"),
    Ranged("KEY204", PAGES, "1.50", "1.49", "1.50"),
    Ranged(
        "KEY305", 'st.session_state.update(st.session_state)\nst.chat_input("Ask", key="ask")', "1.46", "1.47", "1.47"
    ),
    Ranged(
        "KEY305",
        "st.session_state.update(st.session_state)\n"
        'st.dataframe({"a": [1]}, key="table", on_select="rerun", selection_mode="single-row")',
        "1.55",
        "1.56",
        "1.56",
    ),
    Ranged("KEY306", "key306_keyed_on_old_release", "1.49", "1.50", "1.50"),
    Ranged(
        "KEY306",
        'st.session_state.setdefault("n", 1)\nst.session_state.n = st.slider("N", 0, 9, st.session_state.n, key="f")',
        "1.50",
        "1.51",
        "1.51",
    ),
    Ranged(
        "KEY307",
        'st.session_state.setdefault("plan", {"a": [1]})\n'
        'st.session_state.plan = st.data_editor(st.session_state.plan, key="editor")',
        "1.59",
        "1.60",
        "1.60",
    ),
    Ranged("KEY501", "key501_no_key", "1.59", "1.58", "1.59"),
    Ranged("KEY503", "key503_target_too_old", "1.58", "1.59", "1.59"),
    Ranged("KEY504", "key504_page_scope_read_elsewhere", "1.59", "1.58", "1.59"),
    Ranged("KEY505", "key505_other_branch", "1.59", "1.58", "1.59"),
    Ranged("KEY506", "key506_both", "1.59", "1.58", "1.59"),
    Ranged("KEY508", "key508_switch_after_click", "1.55", "1.54", "1.55"),
]


def findings(case: Ranged, target: str, app: Path) -> list[Finding]:
    settings = Settings(root=app, min_severity=Severity.INFO, target_streamlit=target, cache=False)
    return [finding for finding in check([app], settings).findings if finding.code == case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_version_is_named_and_bounds_the_finding(
    case: Ranged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "app"
    if "\n" in case.app or "(" in case.app:
        app.mkdir()
        (app / "app.py").write_text(f"import streamlit as st\n\n{case.app}\n", "utf-8")
    else:
        load_case(FIXTURES / case.app).copy_app(app)
    monkeypatch.chdir(app)
    found = findings(case, case.inside, app)
    assert found, "there for a target inside the range"
    for finding in found:
        said = [finding.message, finding.advice or "", *(related.message for related in finding.related)]
        assert any(case.version in text for text in said), said
    assert findings(case, case.outside, app) == []
    if case.code != "KEY204":  # where one admitted version tells two widgets apart, KEY202 speaks
        assert findings(case, "-".join(sorted((case.inside, case.outside))), app)
