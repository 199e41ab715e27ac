from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.engine import map_apps
from keylint.settings import Settings

from .conftest import run

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
HOME = """\
import streamlit as st

with st.sidebar:
    st.text_input("Name", key="name")
if st.checkbox("More", key="more"):
    st.number_input("Days", key="days", persist_state="session")
st.session_state.setdefault("user", "me")
"""
OTHER = "import streamlit as st\n\nst.write(st.session_state.get('name'), st.session_state.user)\n"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An app of two pages, which is the working directory."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "Home.py").write_text(HOME, encoding="utf-8")
    (tmp_path / "pages" / "1_🎈.py").write_text(OTHER, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("streamlit==1.62.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table(folder: Path) -> None:
    result = run("map")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:15] == [
        "Home.py, with a pages/ folder, for Streamlit 1.62 (requirements.txt)",
        "page 1 Home.py",
        "page 2 pages/1_🎈.py",
        "",
        "3 keys that widgets own",
        "Key   Page  Shown                          Read  Kept by                Lost",
        "name  1     :4 text_input, always                                       on page switch",
        "      2                                    :3",
        "more  1     :5 checkbox, always                                         on page switch",
        "days  1     :6 number_input, if :5 (more)        persist_state session  never",
        "",
        "1 key that no widget owns",
        "Key   Page  Read  Written",
        "user  1           first value :7",
        "      2     :3",
    ]
    assert "How to read this:" in result.stdout


def test_json(folder: Path) -> None:
    result = run("map", ".", "--output-format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    [app] = json.loads(result.stdout)["apps"]
    assert (app["entrypoint"], app["kind"], app["pages"]) == ("Home.py", "pages", ["Home.py", "pages/1_🎈.py"])
    keys = {key["key"]: key for key in app["keys"]}
    assert list(keys) == ["name", "more", "days", "user"]
    assert keys["days"]["widgets"][0]["drawn"] == {
        "when": "sometimes",
        "because": {
            "path": "Home.py",
            "line": 5,
            "column": 4,
            "message": "shown only when this is true; the user can change it with `more`",
        },
    }
    assert keys["name"]["lost"] == [{"page": "Home.py", "when": "page switch", "certain": True}]
    assert keys["name"]["reads"][0]["path"] == "pages/1_🎈.py"


def test_without_an_app(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert run("map", "empty").stdout == "No Streamlit app found.\n"
    assert json.loads(run("map", "empty", "--output-format", "json").stdout)["apps"] == []


def test_what_the_user_can_mend(folder: Path) -> None:
    for arguments in (("missing",), ("--entrypoint", "missing.py"), ("--target-streamlit", "new"), ("--config", "x")):
        result = run("map", *arguments)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert result.stderr.startswith("keylint: error: ")


def test_a_broken_file_does_not_stop_it(folder: Path) -> None:
    (folder / "pages" / "2_broken.py").write_text("import streamlit as st\ndef (:\n", encoding="utf-8")
    assert "name" in run("map").stdout


def test_the_output_is_the_same_every_time(folder: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "keylint", "map", "--no-cache"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_the_engine_gives_values(folder: Path) -> None:
    [app] = map_apps([folder], Settings(root=folder)).apps
    assert [(key.key, key.kind) for key in app.keys][-1] == ("user", "state")


def test_needs_neither_libcst_nor_rich_to_start() -> None:
    code = "import sys, keylint.engine, keylint.cli.map; sys.exit(bool({'rich', 'libcst'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
