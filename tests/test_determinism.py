"""What keylint says does not depend on how texts hash, on the order in which files are given or listed, nor on how many
processes read them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint
from keylint.facts import workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APP = """
import pandas as pd
import streamlit as st

part = pd.read_csv("orders.csv")
for name in ("region", "year", "team", "product"):
    choice = st.selectbox(name, ["all", *part[name].unique()], key=f"flt_{name}")
    if choice != "all":
        part = part[part[name] == choice]
region = st.selectbox("Region", ["all", "north"], key="region")
year = st.selectbox("Year", ["all", 2024], key="year")
team = st.selectbox("Team", ["all", "red"], key="team")
product = st.selectbox("Product", ["all", "tea"], key="product")
if region != "all" and year != "all" and team != "all" and product != "all" and not part.empty:
    st.number_input("Horizon", 1, 90, key="horizon")
st.write(st.session_state.get("horizon"))
"""
OTHER = """
import streamlit as st
profile = st.session_state.setdefault("profile", {})
profile["days"] = st.number_input("Days", value=profile.get("days", 3), key="days")
if profile.get("days") and st.checkbox("More", key="more"):
    st.text_area("Notes", key="notes")
"""


def _said(folder: Path, seed: int, *paths: str) -> bytes:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "keylint",
            "check",
            *paths,
            "--no-cache",
            "--isolated",
            "--exit-zero",
            "--output-format",
            "json",
            "--min-severity",
            "info",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_the_report_is_the_same_under_every_hash_seed_and_order(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP, "utf-8")
    for name in ("1_a.py", "2_b.py"):
        (tmp_path / "pages" / name).write_text(OTHER.replace("days", f"days_{name[0]}"), "utf-8")
    first = _said(tmp_path, 1, "app.py", "pages")
    assert b'"horizon"' in first
    assert all(
        _said(tmp_path, seed, *paths) == first for seed, paths in ((2, ("app.py", "pages")), (3, ("pages", "app.py")))
    )


CHECK = ("check", "--no-cache", "--isolated", "--exit-zero", "--output-format", "json", "--min-severity", "info")
DIFF = ("check", "--no-cache", "--isolated", "--exit-zero", "--diff", "--unsafe-fixes", "--min-severity", "info")
MAP = ("map", "--no-cache", "--isolated", "--output-format", "json")
UPGRADE = (*CHECK, "--upgrade-from", "1.30")
HELPER = "import streamlit as st\ndef field():\n    st.text_input('Name', key='name')\n"
PAGE = """\
import streamlit as st
from helpers.{0} import field

field()
if st.toggle("More"):
    st.pills("Days", ["a"], key="page_{0}")
st.write(st.session_state.get("page_{0}"))
"""


def _project(folder: Path, numbers: list[int]) -> Path:
    """An app with a page and a helper for each number, and a script of its own, made in this order."""
    for number in numbers:
        for name, text in (
            (f"pages/{number}_page.py", PAGE.format(f"h{number}")),
            (f"helpers/h{number}.py", HELPER.replace("name", f"name_{number % 3}")),
            (f"script{number}.py", PAGE.format("h1").replace("page_", "script_")),
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    (folder / "app.py").write_text("import streamlit as st\nst.pills('Part', ['a'], key='name_1')\n", "utf-8")
    return folder


def _printed(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> bytes:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(keylint, [*arguments], prog_name="keylint")
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


@pytest.mark.parametrize("command", [CHECK, DIFF, MAP, UPGRADE], ids=["check", "diff", "map", "upgrade"])
def test_the_order_in_which_folders_list_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    expected = _printed(_project(tmp_path / "one", [1, 2, 3, 4]), monkeypatch, *command)
    assert b"page_h1" in expected
    assert _printed(_project(tmp_path / "two", [3, 1, 4, 2]), monkeypatch, *command) == expected
    listed, scanned = os.listdir, os.scandir

    @contextmanager
    def backwards(path: str) -> Iterator[Any]:
        with scanned(path) as listing:
            yield iter(list(listing)[::-1])

    with monkeypatch.context() as patched:
        patched.setattr(os, "listdir", lambda path: listed(path)[::-1])
        patched.setattr("keylint.discover.files.os.scandir", lambda path: _Listing(backwards(path)))
        assert _printed(tmp_path / "one", monkeypatch, *command) == expected


class _Listing:
    """What os.scandir gives: it can be closed, and is a context."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def close(self) -> None:
        """Nothing is open yet."""

    def __enter__(self) -> Any:
        return self._inner.__enter__()

    def __exit__(self, *error: Any) -> Any:
        return self._inner.__exit__(*error)


def test_the_number_of_processes_that_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = _project(tmp_path, [1, 2])
    for number in range(180):
        text = HELPER if number % 50 else "import streamlit as st\nthis is no Python\n"
        (project / f"part{number}.py").write_text(text.replace("name", f"name{number}"), "utf-8")
    expected = _printed(project, monkeypatch, *CHECK, "-j", "1")
    assert expected.count(b"KEY900") == 4
    started: list[object] = []
    start = workers._new_process
    monkeypatch.setattr(workers, "_new_process", lambda: started.append(1) or start())
    for jobs in (2, 3):
        assert _printed(project, monkeypatch, *CHECK, "-j", str(jobs)) == expected
    assert len(started) == 5
