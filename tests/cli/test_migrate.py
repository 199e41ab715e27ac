from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

if "name" in st.session_state:
    st.session_state.name = st.session_state.name
if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
"""
MIGRATED = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name", persist_state="page")
"""

NEEDED = "The changed code needs streamlit>=1.59: write that into the requirements."


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.com")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    path = tmp_path / "app.py"
    path.write_text(APP, encoding="utf-8")
    return path


@pytest.fixture
def committed(app: Path) -> Path:
    git("init", "-q")
    git("add", "app.py")
    git("commit", "-qm", "app")
    return app


def migrate(*arguments: str, target: str = "1.67") -> tuple[int, str, str]:
    result = run("migrate", "--isolated", "--no-cache", "--target-streamlit", target, *arguments)
    return result.exit_code, result.stdout, result.stderr


def test_shows_the_plan_and_writes_nothing(app: Path) -> None:
    status, output, _ = migrate()
    assert status == 1
    assert "today: an assignment to itself on its page" in output
    assert 'then:  persist_state="page"' in output
    assert "goes:  app.py:4 assigns 'name' to itself" in output
    assert '+    st.text_input("Name", key="name", persist_state="page")' in output
    assert output.endswith(f"Would migrate 1 key in 1 file; --write does it.\n{NEEDED}\n")
    assert app.read_text(encoding="utf-8") == APP


def test_writes_what_git_can_bring_back(committed: Path) -> None:
    status, output, _ = migrate("--write")
    assert (status, output.splitlines()[-2:]) == (0, ["Migrated 1 key in 1 file.", NEEDED])
    assert committed.read_text(encoding="utf-8") == MIGRATED
    assert migrate("--write")[:2] == (0, "Nothing to migrate.\n")


def test_json(app: Path) -> None:
    status, output, _ = migrate("--output-format", "json")
    plan = json.loads(output)
    assert status == 1
    assert plan["written"] is False
    assert plan["files"] == ["app.py"]
    assert plan["keys"][0]["then"] == 'persist_state="page"'
    assert plan["keys"][0]["goes"] == [{"path": "app.py", "line": 4, "text": "assigns 'name' to itself"}]


@pytest.mark.parametrize("arguments", [(), ("--write",), ("--write", "--allow-dirty")])
def test_a_target_without_persist_state(committed: Path, arguments: tuple[str, ...]) -> None:
    status, output, errors = migrate(*arguments, target="1.40-1.67")
    assert (status, output) == (2, "")
    assert errors == (
        "keylint: error: persist_state needs Streamlit 1.59, and app.py is checked for 1.40 to 1.67 "
        "(--target-streamlit); require streamlit>=1.59, or say what the app runs on with --target-streamlit\n"
    )
    assert committed.read_text(encoding="utf-8") == APP


def test_a_dirty_tree_asks_for_allow_dirty(committed: Path) -> None:
    changed = APP + "# edited\n"
    committed.write_text(changed, encoding="utf-8")
    status, output, errors = migrate("--write")
    assert (status, output) == (2, "")
    assert "app.py is not committed as it is" in errors
    assert "--allow-dirty" in errors
    assert committed.read_text(encoding="utf-8") == changed
    assert migrate("--write", "--allow-dirty")[0] == 0
    assert committed.read_text(encoding="utf-8") == MIGRATED + "# edited\n"


def test_untracked_and_ignored_files_are_not_committed(committed: Path) -> None:
    other = committed.with_name("other.py")
    other.write_text(APP, encoding="utf-8")
    assert "other.py is not committed" in migrate("--write", "other.py")[2]
    committed.with_name(".git").joinpath("info", "exclude").write_text("other.py\n", encoding="utf-8")
    assert "other.py is not committed" in migrate("--write", "other.py")[2]
    assert other.read_text(encoding="utf-8") == APP


def test_line_ends_as_git_on_windows_keeps_them(committed: Path) -> None:
    committed.write_bytes(APP.replace("\n", "\r\n").encode())
    assert migrate("--write")[0] == 0
    assert committed.read_bytes() == MIGRATED.replace("\n", "\r\n").encode()


def test_outside_git(app: Path) -> None:
    status, output, errors = migrate("--write")
    assert (status, output) == (2, "")
    assert "app.py is not in a git repository" in errors
    assert app.read_text(encoding="utf-8") == APP


def test_without_git(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    status, _, errors = migrate("--write")
    assert status == 2
    assert "app.py is not in a git repository" in errors
    assert app.read_text(encoding="utf-8") == APP


def test_a_path_that_does_not_exist(app: Path) -> None:
    assert app.exists()
    status, _, errors = migrate("nowhere")
    assert (status, errors) == (2, "keylint: error: nowhere: no such file or folder\n")


def test_a_file_that_cannot_be_written_is_named(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.fixing.writing.os.access", lambda _, mode: mode != os.W_OK)
    status, _, errors = migrate("--write")
    assert status == 2
    assert "app.py is read-only" in errors
    assert committed.read_text(encoding="utf-8") == APP
