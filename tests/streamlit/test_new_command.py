"""A widget that only the catalogue knows: a copy of keylint with one more command in its data, and no other change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import keylint

if TYPE_CHECKING:
    from collections.abc import Mapping

RATING = {
    "kind": "value",
    "key_required": False,
    "defaults": {"on_change": "rerun"},
    "history": [
        {
            "since": "1.38",
            "positional": "label options default",
            "added": "args disabled help key kwargs on_change",
            "identity": None,
            "settable": True,
        },
        {"since": "1.51", "identity": "options"},
        {"since": "1.59", "added": "persist_state"},
    ],
}
APP = """\
import streamlit as st

view = st.radio("View", ["Rate", "Read"])
if view == "Rate":
    st.rating("Taste", [1, 2, 3, 4, 5], key="taste")
    st.rating("Price", [1, 2, 3, 4, 5], 3, key="price")
else:
    st.write("You gave", st.session_state["taste"])
"""
PERSISTED = 'st.rating("Taste", [1, 2, 3, 4, 5], key="taste", persist_state="page")'
RESTORED = 'st.rating("Price", [1, 2, 3, 4, 5], **kept("price", 3))'


@dataclass(frozen=True)
class Copy:
    """A copy of keylint in a folder, to be run as a process."""

    folder: Path

    def run(self, *arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "KEYLINT_DEBUG": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "keylint", *arguments],
            cwd=self.folder / "app",
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def findings(self, version: str) -> dict[str, Mapping[str, Any]]:
        """The findings by key."""
        options = ("--isolated", "--no-cache", "--min-severity", "info", "--target-streamlit", version)
        report = json.loads(self.run("check", "--output-format", "json", *options))
        assert report["unknowns"] == []
        return {finding["key"]: finding for finding in report["findings"]}

    def fixed(self, version: str) -> str:
        self.run("check", "--isolated", "--no-cache", "--unsafe-fixes", "--fix", "--target-streamlit", version)
        return (self.folder / "app" / "app.py").read_text("utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(Path(keylint.__file__).parent, tmp_path / "keylint", ignore=shutil.ignore_patterns("__pycache__"))
    catalogue = tmp_path / "keylint" / "streamlit" / "commands.json"
    data = json.loads(catalogue.read_text("utf-8"))
    data["commands"]["rating"] = RATING
    catalogue.write_text(json.dumps(data), "utf-8")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "app.py").write_text(APP, "utf-8")
    return Copy(tmp_path)


@pytest.mark.parametrize("version", ["1.40", "1.67"])
def test_it_is_found_and_reported_where_its_value_is_lost(copy: Copy, version: str) -> None:
    found = copy.findings(version)
    assert {key: (finding["code"], finding["severity"]) for key, finding in found.items()} == {
        "taste": ("KEY101", "error"),
        "price": ("KEY106", "warning"),
    }
    assert found["taste"]["line"] == 5
    assert all(finding["fix"] for finding in found.values())


def test_the_newest_release_keeps_it_by_the_parameter_that_the_catalogue_says_it_has(copy: Copy) -> None:
    assert PERSISTED in copy.fixed("1.67")
    assert copy.findings("1.67") == {}


def test_below_its_value_is_kept_under_another_key_from_the_first_value_of_the_call(copy: Copy) -> None:
    fixed = copy.fixed("1.40")
    assert RESTORED in fixed
    assert '**kept("taste"))' in fixed
    assert copy.findings("1.40") == {}


def test_without_its_line_in_the_catalogue_nothing_is_known_of_it(tmp_path: Path, copy: Copy) -> None:
    catalogue = tmp_path / "keylint" / "streamlit" / "commands.json"
    data = json.loads(catalogue.read_text("utf-8"))
    del data["commands"]["rating"]
    catalogue.write_text(json.dumps(data), "utf-8")
    assert copy.findings("1.67") == {}
