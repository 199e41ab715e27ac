"""A widget that ignores what another one's callback sets follows it after the fix (KEY404)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.engine import check
from keylint.findings import Severity
from keylint.fixing.offers import fix_all
from keylint.settings import Settings
from tests.fixtures_format import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Finding

TOP = "import streamlit as st\n\nstate = st.session_state\n"
SEEDED = f"{TOP}state.setdefault('size', 5)\n\n"
PRESET = "def preset():\n    state.size = 8\n\n\nst.button('Preset', key='preset', on_click=preset)\n"
FOLLOWS = "def preset():\n    state.size = 8\n    state.field = state.size\n"


def settings(folder: Path) -> Settings:
    return Settings(root=folder, select=("KEY404",), target_option="1.52-1.67", cache=False, jobs=1)


def fixed(source: str, folder: Path) -> str:
    (folder / "app.py").write_text(source, "utf-8")
    outcome = fix_all([folder], settings(folder), FileContents(), unsafe=True)
    assert [finding.no_fix for finding in outcome.report.findings if finding.severity > Severity.INFO] == []
    [change] = outcome.changes
    return change.after.decode()


def reported(source: str, folder: Path) -> Finding:
    (folder / "app.py").write_text(source, "utf-8")
    [finding] = check([folder], settings(folder)).findings
    assert finding.severity is Severity.WARNING
    return finding


def test_the_fixture_becomes_the_one_that_is_played_on_every_release(tmp_path: Path) -> None:
    """Two sliders, a preset and a reset button: their scenarios say that each then follows."""
    source = (FIXTURES / "key404_linked_sliders" / "app.py").read_text("utf-8")
    wanted = (FIXTURES / "key404_silent_linked_sliders" / "app.py").read_text("utf-8")
    assert fixed(re.sub(r"  # expect.*", "", source), tmp_path) == wanted


@pytest.mark.parametrize(
    ("call", "seed"),
    [
        ("st.slider('Size', 0, 10, value=state.size, key='field')", "state.size"),
        ("st.slider('Size', 0, 10, state['size'], key='field')", "state['size']"),
        ("st.selectbox('Size', SIZES, index=SIZES.index(state.size), key='field')", "state.size"),
    ],
)
def test_the_first_value_goes_to_session_state(tmp_path: Path, call: str, seed: str) -> None:
    after = fixed(f"{SEEDED}SIZES = list(range(10))\n\n\n{PRESET}{call}\n", tmp_path)
    assert FOLLOWS in after
    assert f"st.session_state.setdefault('field', {seed})\n" in after or f"state.setdefault('field', {seed})\n" in after


def test_a_switch_is_assigned_what_it_makes_of_the_value(tmp_path: Path) -> None:
    source = f"{TOP}state.setdefault('size', 0)\n\n\n{PRESET}st.checkbox('Large', state.size, key='field')\n"
    assert "    state.field = bool(state.size)\n" in fixed(source, tmp_path)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            f"{SEEDED}def preset():\n    state.update(size=8)\n\n\nst.button('Preset', key='preset', on_click=preset)\n"
            "st.slider('Size', 0, 10, value=state.size, key='field')\n",
            "the callback does not assign st.session_state.size by that name",
        ),
        (
            f"{SEEDED}{PRESET}st.slider('Size', 0, 20, value=state.size * 2, key='field')\n",
            "what it is given is computed from what the callback changes",
        ),
        (
            f"{SEEDED}{PRESET}first = state.size\nst.slider('Size', 0, 20, value=first, key='field')\n",
            "what it is given is computed from what the callback changes",
        ),
        (
            f"{SEEDED}def preset(): state.size = 8\n\n\nst.button('Preset', key='preset', on_click=preset)\n"
            "st.slider('Size', 0, 10, value=state.size, key='field')\n",
            "the assignment is not a line of its own",
        ),
        (
            f"{SEEDED}{PRESET}st.number_input('Size', value=state.size, key='field')\n",
            "its first value decides what kind of number it takes",
        ),
    ],
)
def test_what_is_left_to_the_author(tmp_path: Path, source: str, reason: str) -> None:
    finding = reported(source, tmp_path)
    assert (finding.fix, finding.no_fix) == (None, reason)
