"""Some keys of session state assigned to themselves in every run: by a filter over all keys, or from a list of them.

On Streamlit 1.40.2 and 1.67.0 (AppTest) the first of these keeps the value, in the hidden run and on return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.engine import check
from keylint.findings import Severity
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

NOTED = """
def persist(key):
    if "noted" not in st.session_state:
        st.session_state["noted"] = set()
    st.session_state["noted"].add(key)
    return key
"""
BRANCHES = """
if st.radio("View", ["Edit", "Table"], key="view") == "Edit":
    st.text_input("Name", key=KEY)
else:
    st.write(st.session_state.get("name"))
"""
IF_NOTED = 'if "noted" in st.session_state:\n    '
KEPT = {
    "those noted in a set, by update": (
        f"{NOTED}{IF_NOTED}st.session_state.update("
        '{k: v for k, v in st.session_state.items() if k in st.session_state["noted"]})'
    ),
    "those noted in a set, in a loop": (
        f"{NOTED}{IF_NOTED}for k in list(st.session_state):\n"
        '        if k in st.session_state["noted"]:\n'
        "            st.session_state[k] = st.session_state[k]"
    ),
    "those in a constant": 'st.session_state.update({k: v for k, v in st.session_state.items() if k in {"name", "age"}})',
    "those with a prefix": (
        'st.session_state.update({k: v for k, v in st.session_state.items() if k.startswith("na")})'
    ),
    "those with a prefix, from keys": (
        'st.session_state.update({k: st.session_state[k] for k in st.session_state if k.startswith("na")})'
    ),
}
LOST = {
    "nothing is kept": NOTED,
    "only another key": 'for k in ("age",):\n    if k in st.session_state:\n        st.session_state[k] = st.session_state[k]',
    "those in a constant": 'st.session_state.update({k: v for k, v in st.session_state.items() if k in {"age", "town"}})',
    "those with a prefix": 'st.session_state.update({k: v for k, v in st.session_state.items() if k.startswith("x_")})',
    "those of one name, in a loop": (
        'for k, v in st.session_state.items():\n    if k == "age":\n        st.session_state[k] = v'
    ),
    "what is saved, and loaded on a click": (
        'def copy(source, target):\n    target.update({k: v for k, v in source.items() if k in {"name"}})\n'
        'copy(st.session_state.to_dict(), {})\nif st.button("Load"):\n    copy(load(), st.session_state)'
    ),
    "those with a suffix, in a loop": (
        'for k in list(st.session_state):\n    if k.endswith("_x"):\n        st.session_state[k] = st.session_state[k]'
    ),
}


def loud(folder: Path, keeping: str) -> list[tuple[str, str | None]]:
    key = 'persist("name")' if "def persist" in keeping else '"name"'
    code = f"import streamlit as st\n{keeping}\n{BRANCHES.replace('KEY', key)}"
    (folder / "app.py").write_text(code, encoding="utf-8")
    report = check([folder], Settings(root=folder, target_option="1.67", cache=False))
    return [(each.code, each.key) for each in report.findings if each.severity > Severity.INFO]


@pytest.mark.parametrize("keeping", KEPT.values(), ids=KEPT)
def test_a_key_that_is_chosen_is_kept(tmp_path: Path, keeping: str) -> None:
    assert loud(tmp_path, keeping) == []


@pytest.mark.parametrize("keeping", LOST.values(), ids=LOST)
def test_another_one_is_not(tmp_path: Path, keeping: str) -> None:
    assert loud(tmp_path, keeping) == [("KEY101", "name")]
