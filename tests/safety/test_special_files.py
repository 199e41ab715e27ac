"""Only regular files of a bounded size are read, under whatever name others lie, and it is said what was left out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import keylint
from keylint.regular_files import LARGEST, NotRegularError, read_regular

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")

APP = "import streamlit as st\nimport helper\nst.text_input('Name')\n"


def check(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "keylint", "check", "--show-unknowns", *arguments],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        os.chdir(path.parent)
        bound.bind(path.name)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


KINDS = [pipe, bound_socket, endless, terminal, large]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_as_a_source(tree: Path, kind: Callable[[Path], None]) -> None:
    names = ("pages/1_x.py", "helper.py")
    for name in names:
        kind(tree / name)
    reason = "is larger than 16 MiB" if kind is large else "is no regular file"
    for arguments in ((), ("app.py",)):
        done = check(tree, *arguments)
        assert done.returncode == 1, done.stderr
        for name in names:
            assert f"{name}:1:1 KEY900[error] this cannot be read: {reason}" in done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_as_what_a_project_says(tree: Path, kind: Callable[[Path], None]) -> None:
    (tree / "helper.py").touch()
    names = ("requirements.txt", "uv.lock", "environment.yml", "setup.cfg", ".gitignore", "more")
    for name in names:
        kind(tree / name)
    (tree / "requirements-dev.txt").write_text("-r more\n")
    for _ in range(2):
        done = check(tree)
        assert done.returncode == 0, done.stderr
        for name in names:
            assert f"  {name}:1 is " in done.stdout


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (pipe, "it is no regular file"),
        (endless, "it is no regular file"),
        (large, "it is larger than 16 MiB"),
        (folder, "Is a directory"),
        (dangling, "No such file or directory"),
        (loop, "Too many levels of symbolic links"),
    ],
)
@pytest.mark.parametrize("name", ["keylint.toml", "pyproject.toml"])
def test_as_the_configuration(tree: Path, kind: Callable[[Path], None], reason: str, name: str) -> None:
    (tree / "helper.py").touch()
    kind(tree / name)
    done = check(tree)
    assert (done.returncode, done.stderr) == (2, f"keylint: error: {name} cannot be read: {reason}\n")
    assert check(tree, "--config", name).returncode == 2
    assert check(tree, "--isolated").returncode == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (folder, "cannot be read: Is a directory"),
        (dangling, "is a link that leads nowhere, so it was not read"),
        (loop, "cannot be read: Too many levels of symbolic links"),
        (pipe, "is no regular file, so it was not read"),
    ],
)
def test_what_could_not_be_read_is_counted(tree: Path, kind: Callable[[Path], None], said: str) -> None:
    (tree / "helper.py").touch()
    (tree / ".git" / "info").mkdir()
    names = (".git/info/exclude", ".gitignore", "requirements.txt", "uv.lock")
    for name in names:
        kind(tree / name)
    for _ in range(2):  # the second report comes from the cache
        done = check(tree)
        assert done.returncode == 0, done.stderr
        for name in names:
            assert f"  {name}:1 {said}\n" in done.stdout
    for name in names:
        (tree / name).rmdir() if kind is folder else (tree / name).unlink()
        (tree / name).write_text("")
    assert "Everything was resolved." in check(tree).stdout


@pytest.mark.parametrize("kind", [pipe, bound_socket])
def test_as_the_cache(tree: Path, kind: Callable[[Path], None]) -> None:
    (tree / "helper.py").touch()
    kind(tree / ".keylint_cache")
    assert check(tree).returncode == 0


def test_a_link_that_leads_out_is_not_walked(tree: Path) -> None:
    (tree / "helper.py").touch()
    (tree / "usr").symlink_to("/usr")
    (tree / "pages").rmdir()
    (tree / "pages").symlink_to("/usr/lib")
    for arguments in ((), ("app.py",)):
        done = check(tree, "--show-files", *arguments)
        assert done.returncode == 0, done.stderr
        assert "/usr" not in done.stdout
        if not arguments:
            assert "  usr:1 is a link that leads out of the project, so it was not followed" in done.stdout


def test_a_link_to_a_folder_of_the_project_is_walked(tree: Path) -> None:
    (tree / "common").mkdir()
    (tree / "common" / "helper.py").write_text("import streamlit as st\n")
    (tree / "inner").mkdir()
    (tree / "inner" / "linked").symlink_to(tree / "common")
    (tree / "inner" / "app.py").write_text(APP)
    assert "inner/linked/helper.py" in check(tree, "inner", "--show-files").stdout


def test_what_grows_while_it_is_read_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert read_regular(tmp_path / "a", 10) == b"x" * 10
    with pytest.raises(NotRegularError):
        read_regular(tmp_path / "a", 9)
    assert read_regular("/proc/self/status").startswith(b"Name:")  # has no size, as the system says
    with pytest.raises(NotRegularError):
        read_regular("/proc/self/status", 10)
