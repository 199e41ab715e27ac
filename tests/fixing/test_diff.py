"""`git apply` takes the diff, whatever the files hold and are called."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint
from keylint.fixing.diff import unified_diff
from keylint.fixing.passes import Change

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = {
    "plain": (b"a = 1\nb = 2\n", b"a = 1\nc = 3\nb = 2\n"),
    "crlf": (b"a = 1\r\nb = 2\r\n", b"a = 1\r\nc = 3\r\nb = 2\r\n"),
    "cr": (b"a = 1\rb = 2\r", b"a = 1\rc = 3\rb = 2\r"),
    "mixed": (b"a = 1\r\nb = 2\nc = 3\r", b"a = 1\r\nb = 4\nc = 3\r"),
    "no newline at the end": (b"a = 1\nb = 2", b"a = 1\nc = 3\nb = 2"),
    "the last line changes": (b"a = 1\nb = 2", b"a = 1\nb = 3"),
    "a newline more": (b"a = 1", b"a = 1\n"),
    "a newline less": (b"a = 1\n", b"a = 1"),
    "byte order mark": (b"\xef\xbb\xbfa = 1\n", b"\xef\xbb\xbfa = 2\n"),
    "latin-1": (b"# coding: latin-1\na = '\xe9'\n", b"# coding: latin-1\nb = 1\na = '\xe9'\n"),
    "line separators": ("a = '\u2028\x0c'\nb = 1\n".encode(), "a = '\u2028\x0c'\nb = 2\n".encode()),
    "far apart": (b"a\n" + b"x\n" * 30 + b"b\n", b"c\n" + b"x\n" * 30 + b"d\n"),
}


def apply(diff: bytes, folder: Path) -> None:
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], cwd=folder, input=diff, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode() + diff.decode(errors="replace")


def repository(folder: Path) -> Path:
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


def written(folder: Path, display: str, before: bytes, after: bytes) -> Change:
    path = folder / display
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before)
    return Change(path, display, before, after)


@pytest.mark.parametrize("name", PAIRS)
def test_contents(tmp_path: Path, name: str) -> None:
    before, after = PAIRS[name]
    change = written(repository(tmp_path), "app.py", before, after)
    apply(unified_diff([change]), tmp_path)
    assert change.path.read_bytes() == after


NAMES = ["a b.py", "pages/1_📈 Überblick.py", "tab\there.py", 'quo"te.py', "back\\slash.py", "new\nline.py", "-x.py"]
ACTING = ["\u202e1_x.py", "a\u200bb.py", "\u2066é\u2069.py", "\x9b31m.py", "x\u2028y.py", "\U000e0041.py"]


def test_names(tmp_path: Path) -> None:
    names = [*NAMES, *ACTING, os.fsdecode(b"caf\xe9.py")]
    changes = [written(repository(tmp_path), name, *PAIRS["plain"]) for name in names]
    apply(unified_diff(changes), tmp_path)
    assert [change.path.name for change in changes if change.path.read_bytes() != change.after] == []


@pytest.mark.parametrize("name", ACTING)
def test_no_name_acts_on_a_terminal(tmp_path: Path, name: str) -> None:
    heads = unified_diff([written(tmp_path, name, *PAIRS["plain"])]).decode().split("\n")[:2]
    assert [head[:4] for head in heads] == ["--- ", "+++ "]
    assert all(head.isprintable() for head in heads)


def test_paths_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    folder = repository(tmp_path) / "apps" / "one"
    change = written(folder, "pages/a.py", *PAIRS["plain"])
    apply(unified_diff([change]), folder)
    assert change.path.read_bytes() == change.after


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
def test_other_tools_take_it_too(tmp_path: Path) -> None:
    changes = [written(tmp_path, name, *PAIRS["crlf"]) for name in ("a.py", "b/c d.py")]
    done = subprocess.run(
        ["patch", "-p1", "--binary", "-s"], cwd=tmp_path, input=unified_diff(changes), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert all(change.path.read_bytes() == change.after for change in changes)


def test_a_file_is_named_as_the_file_system_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one whose name is no text, and is shown as one."""
    monkeypatch.chdir(repository(tmp_path))
    app = tmp_path / os.fsdecode(b"caf\xe9.py")
    app.write_text(
        'import streamlit as st\nif st.toggle("Show", key="show"):\n    st.text_input("Name", key="name")\n'
        'st.write(st.session_state.get("name"))\n'
    )
    options = ["check", "--isolated", "--no-cache", "--target-streamlit", "1.67"]
    done = CliRunner().invoke(keylint, [*options, "--diff"], prog_name="keylint")
    apply(done.stdout_bytes, tmp_path)
    assert 'persist_state="page"' in app.read_text()


def test_nothing_changes() -> None:
    assert unified_diff([]) == b""
