"""The fix of an input without a key: it gets one, and keeps its value on real Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.findings import Severity
from keylint.fixing.offers import fix_all
from keylint.settings import Settings
from tests.fixes.unkeyed import INPUTS, app_with, outcome
from tests.runtime.releases import RELEASE

if TYPE_CHECKING:
    from pathlib import Path


def fixed(folder: Path, source: str, target: str = "1.67") -> str:
    """What `--fix --unsafe-fixes` makes of an app, at info."""
    file = folder / "app.py"
    file.write_text(source)
    settings = Settings(root=folder, target_option=target, cache=False, jobs=1, min_severity=Severity.INFO)
    result = fix_all([folder], settings, FileContents(), unsafe=True)
    assert not result.report.faults
    for change in result.changes:
        change.path.write_bytes(change.after)
    return file.read_text()


@pytest.mark.parametrize("name", INPUTS)
def test_without_the_fix_it_is_lost(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "app.py").write_text(app_with(name))
    assert outcome(folder) != "kept"


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("target", ["1.67", "1.40"])
def test_with_it_it_is_kept(tmp_path: Path, name: str, target: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    after = fixed(folder, app_with(name), target)
    assert ("persist_state" in after) == (target == "1.67")
    assert ('key="given"' if target == "1.67" else '**kept("given"') in after
    assert fixed(folder, after, target) == after
    if target == "1.40" or RELEASE >= (1, 59):
        assert outcome(folder) == "kept"


@pytest.mark.parametrize(
    ("before", "key"),
    [
        ('days = st.slider("Horizon", 1, 9)', "days"),
        ('st.slider("Horizon (in days)", 1, 9)', "horizon_in_days"),
        ('x = st.slider("Horizon", 1, 9)', "horizon"),
        ('settings["rate"] = st.slider("Horizon", 1, 9)', "rate"),
        ('taken = st.slider("Horizon", 1, 9)', "horizon"),
        ('taken = st.slider("Taken", 1, 9)', "taken_2"),
    ],
)
def test_the_name_of_the_key(tmp_path: Path, before: str, key: str) -> None:
    source = "import streamlit as st\nsettings = {}\nst.write(st.session_state.get('taken'))\n"
    source += f'if st.radio("View", ["a", "b"]) == "a":\n    {before}\n'
    assert f'key="{key}", persist_state="page"' in fixed(tmp_path, source)


@pytest.mark.parametrize(
    "body",
    [
        '    for name in ("a", "b"):\n        st.text_input(f"Name {name}")\n',
        '    field("Name")\n    field("City")\n',
        "    for row in rows:\n        st.text_input(row)\n",
        '    st.text_input("Name", **options)\n',
        '    st.text_input("Type DELETE to confirm")\n',
    ],
)
def test_it_is_refused(tmp_path: Path, body: str) -> None:
    source = (
        "import streamlit as st\nfrom data import rows, options\n\n\ndef field(label):\n    st.text_input(label)\n\n\n"
    )
    source += f'if st.radio("View", ["a", "b"]) == "a":\n{body}'
    assert fixed(tmp_path, source) == source


def test_calls_that_draw_one_input_get_one_key(tmp_path: Path) -> None:
    source = """\
import streamlit as st

view = st.radio("View", ["a", "b", "c"])
if view == "a":
    st.text_input("Name")
elif view == "b":
    st.text_input("Name")
"""
    assert fixed(tmp_path, source).count('st.text_input("Name", key="name", persist_state="page")') == 2
