"""A given path without any app is an error, not a clean check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = 'import streamlit as st\nfrom lib.ui import field\n\nfield("a")\n'
UI = 'import streamlit as st\n\n\ndef field(key):\n    st.text_input("A", key=key)\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app in `sales`, with a helper in `lib`; what is in `spare`, `tools` and `empty` it does not use. The working
    directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "sales/app.py": APP,
        "sales/lib/ui.py": UI,
        "sales/spare/ui.py": UI,
        "tools/clean.py": "print(1)\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "without"),
    [
        ((), []),
        ((".",), []),
        (("sales",), []),
        (("sales/lib",), []),
        (("sales/lib/ui.py",), []),
        (("sales/spare",), ["sales/spare"]),
        (("sales/spare/ui.py", "sales"), []),
        (("tools",), ["tools"]),
        (("empty",), ["empty"]),
        (("sales", "tools/clean.py", "empty"), ["tools/clean.py", "empty"]),
    ],
)
def test_paths(paths: tuple[str, ...], without: list[str]) -> None:
    done = run("check", "--no-cache", *paths)
    assert done.exit_code == (2 if without else 0)
    assert [line.split(": ")[2] for line in done.stderr.splitlines()] == without
    allowed = run("check", "--no-cache", "--allow-empty", *paths)
    assert (allowed.exit_code, allowed.stderr) == (0, "")


def test_a_working_directory_without_an_app_was_not_given(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "empty")
    assert run("check", "--no-cache").exit_code == 0
    assert run("check", "--no-cache", ".").exit_code == 2


def test_programs_get_their_document(project: Path) -> None:
    done = run("check", "--no-cache", "--output-format", "json", "tools")
    assert (done.exit_code, json.loads(done.stdout)["summary"]["apps"]) == (2, 0)
    assert "--allow-empty" in done.stderr


def test_what_was_found_or_left_out_there_is_no_emptiness(project: Path) -> None:
    (project / "tools" / "broken.py").write_text("import streamlit\n(", "utf-8")
    assert run("check", "--no-cache", "tools").exit_code == 1
    (project / "empty" / "app.py").write_text(f"# @generated\n{UI}field('a')\n", "utf-8")
    assert run("check", "--no-cache", "empty").exit_code == 0


def test_through_a_link(project: Path) -> None:
    (project / "linked").symlink_to(project / "sales", target_is_directory=True)
    assert run("check", "--no-cache", "linked").exit_code == 0
