"""One cause, one finding: where several rules see the same, one of them speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from keylint.engine import check
from keylint.findings import Severity
from keylint.settings import Settings

NEW_DEFAULT = """\
import streamlit as st

prices = {"Tea": 2.0, "Coffee": 3.5}
item = st.selectbox("Item", list(prices), key="item")
st.number_input("Price", value=prices[item], key="price")
"""
WRITTEN_BACK = """\
import streamlit as st

st.session_state.setdefault("names", {"a": "Ann", "b": "Bob"})
which = st.selectbox("Which", ["a", "b"], key="which")
st.session_state.name = st.session_state.get("name", "")
default = st.session_state.name if which == "a" else ""
st.session_state.name = st.text_input("Name", value=default, key="field")
"""


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        (NEW_DEFAULT, "1.49", ["KEY112"]),
        (NEW_DEFAULT, ">=1.40", ["KEY404"]),
        (NEW_DEFAULT, "1.67", ["KEY404"]),
        (WRITTEN_BACK, ">=1.40", ["KEY306"]),
        (WRITTEN_BACK, "1.67", ["KEY404"]),
    ],
)
def test_a_default_that_changes(
    source: str, target: str, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = Settings(root=tmp_path, min_severity=Severity.INFO, target_streamlit=target, cache=False)
    assert [finding.code for finding in check([Path()], settings).findings] == codes
