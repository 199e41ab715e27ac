"""What --output-file names is replaced only where that is a file which nobody else needs; all else is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import keylint
from keylint.cli.main import keylint as program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the links and descriptors are those of other systems")

APP = """\
import streamlit as st

if st.toggle("S", key="s"):
    st.text_input("N", key="n")
st.write(st.session_state.get("n"))
"""
FOUND = "app.py:4:5: KEY101[error]"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / ".git" / "config").write_text("[core]\n")
    (project / "app.py").write_text(APP)
    (project / "requirements.txt").write_text("streamlit>=1.59\n")
    (tmp_path / "profile").write_text("precious\n")
    monkeypatch.chdir(project)
    return project


def shell(command: str) -> tuple[int, str]:
    """The status of a command, and what it says on standard error."""
    program = f"{sys.executable} -m keylint check --output-format concise"
    done = subprocess.run(
        ["bash", "-c", command.replace("keylint", program)],
        env=os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1"])
def test_a_log_that_others_write_keeps_what_it_has(tree: Path, name: str) -> None:
    if not os.path.lexists(name):
        pytest.skip(f"there is no {name} here")
    log = tree / "log"
    log.write_text("precious\n")
    status, _ = shell(f"(echo before; keylint --output-file {name}; s=$?; echo after; exit $s) >> log")
    assert status == 1
    lines = log.read_text().splitlines()
    assert lines[:2] == ["precious", "before"]
    assert lines[2].startswith(FOUND)
    assert lines[-1] == "after"


def test_every_descriptor_is_written_to_as_it_is(tree: Path) -> None:
    (tree / "log").write_text("precious\n")
    assert shell("keylint --output-file /dev/fd/3 3>>log")[0] == 1
    assert shell("keylint --output-file /dev/stderr 2>>log")[0] == 1
    lines = (tree / "log").read_text().splitlines()
    assert lines[0] == "precious"
    assert sum(line.startswith(FOUND) for line in lines) == 2


def test_of_a_file_that_is_gone_nothing_is_made(tree: Path) -> None:
    names = {path.name for path in tree.iterdir()} | {".keylint_cache"}
    assert shell("(rm gone; keylint --output-file /dev/stdout) > gone")[0] == 1
    assert {path.name for path in tree.iterdir()} == names


def test_a_descriptor_that_nobody_opened_is_none() -> None:
    for name, closing in (("/dev/stdout", ">&-"), ("/dev/fd/9", "")):
        error = f"keylint: error: {name}: cannot be written: "
        status, said = shell(f"keylint --output-file {name} {closing}")
        assert (status, said.startswith(error)) == (2, True), said


def check(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, ("check", *arguments), prog_name="keylint")
    return done.exit_code, done.stderr


@pytest.mark.parametrize("target", ["../profile", "../new", "../../nowhere/x", ".git/config", "/dev/null"])
@pytest.mark.parametrize("name", ["report.json", "folder/report.json"])
def test_a_link_of_the_project_does_not_lead_out_of_it(tree: Path, name: str, target: str) -> None:
    if name.startswith("folder/"):
        (tree / "folder").symlink_to((tree / target).parent)
        name = f"folder/{Path(target).name}"
    else:
        (tree / name).symlink_to(target)
    for options in ((), ("--diff",), ("--upgrade-from", "1.50"), ("--fix",)):
        status, said = check("--output-file", name, *options)
        assert status == 2
        assert said.startswith(f"keylint: error: {name}: is a link that leads out of the project's files, to ")
    assert (tree.parent / "profile").read_text() == "precious\n"
    assert (tree / ".git" / "config").read_text() == "[core]\n"
    assert (tree / "app.py").read_text() == APP
    assert not (tree.parent / "new").exists()


@pytest.mark.parametrize("name", ["nowhere/../app.py", "./nowhere/.././requirements.txt"])
def test_nor_is_a_source_by_way_of_a_folder_that_is_not_there(tree: Path, name: str) -> None:
    (tree / "requirements.txt").write_text("streamlit\n")
    before = {path: path.read_bytes() for path in tree.iterdir() if path.is_file()}
    for options in ((), ("--fix",)):
        status, said = check("--output-file", name, *options)
        assert (status, "is a file that keylint reads" in said) == (2, True)
    assert {path: path.read_bytes() for path in tree.iterdir() if path.is_file()} == before


def test_a_link_does_not_lead_out_of_the_repository_that_it_has_come_with(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tree.parent / "other"
    (other / ".git").mkdir(parents=True)
    (other / "report.json").symlink_to("../profile")
    (tree / "below").mkdir()
    (tree / "report.json").symlink_to("../profile")
    for name in ("../other/report.json", "report.json"):
        assert check("--output-file", name)[0] == 2
    monkeypatch.chdir(tree / "below")
    (tree / "below" / "keylint.toml").touch()
    assert check("--output-file", "../report.json")[0] == 2
    assert (tree.parent / "profile").read_text() == "precious\n"


@pytest.mark.parametrize("target", ["keylint.toml", "pages/1_new.py"])
def test_a_link_makes_nothing_that_keylint_would_read(tree: Path, target: str) -> None:
    (tree / "pages").mkdir()
    (tree / "report.json").symlink_to(target)
    assert check("--output-file", "report.json")[0] == 2
    assert not (tree / target).exists()


def test_what_the_user_names_is_written(tree: Path) -> None:
    (tree / "build").mkdir()
    (tree / "report.json").symlink_to("build/report.json")
    (tree.parent / "mine").symlink_to("profile")
    for name in ("report.json", "report.json", "../mine"):  # made, then replaced; the user's own link
        assert check("--output-format", "concise", "--output-file", name) == (1, "")
        assert Path(name).read_text().startswith(FOUND)
        assert Path(name).is_symlink()


@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "requirements.txt",
        "linked",
        ".gitignore",
        "uv.lock",
        "requirements/dev.txt",
        "environment-dev.yml",
        "Dockerfile",
        ".git/info/exclude",
        "my.toml",
        "pyproject.toml",
    ],
)
def test_what_keylint_reads_is_not_replaced(tree: Path, name: str) -> None:
    (tree / "linked").symlink_to("app.py")
    (tree / name).parent.mkdir(exist_ok=True)
    for each in (name, "my.toml", "pyproject.toml"):
        if not (tree / each).exists():
            (tree / each).write_text("[tool.keylint]\n" if each == "pyproject.toml" else "# precious\n")
    before = (tree / name).read_bytes()
    options = ("--config", "my.toml") if name == "my.toml" else ()
    for more in ((), ("--fix",)):
        error = f"keylint: error: {name}: is a file that keylint reads, and is not replaced; name another one\n"
        assert check("--output-file", name, *options, *more) == (2, error)
    assert (tree / name).read_bytes() == before
    assert (tree / "app.py").read_text() == APP


def test_what_is_read_only_is_left_alone(tree: Path) -> None:
    (tree / "report").write_text("precious\n")
    (tree / "report").chmod(0o444)
    error = "keylint: error: report: is read-only, so it is left as it is; make it writable, or name another file\n"
    assert check("--output-file", "report") == (2, error)
    assert (tree / "report").read_text() == "precious\n"


def test_nor_is_the_file_by_which_git_finds_a_worktree(tree: Path) -> None:
    (tree / "worktree").mkdir()
    (tree / "worktree" / ".git").write_text("gitdir: ../.git/worktrees/one\n")
    status, said = check("--output-file", "worktree/.git")
    assert (status, "is a file that keylint reads" in said) == (2, True)
    assert (tree / "worktree" / ".git").read_text() == "gitdir: ../.git/worktrees/one\n"


@pytest.mark.parametrize("is_there", [True, False])
def test_what_lies_in_a_folder_that_is_read_only(tree: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:
    (tree / "closed").mkdir()
    if is_there:
        (tree / "closed" / "report").write_text("precious\n")
    access = os.access
    closed = os.path.realpath(tree / "closed")
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed and access(path, mode))  # also for root
    error = "keylint: error: closed/report: nothing can be written into its folder; name a file in another one\n"
    assert check("--fix", "--output-file", "closed/report") == (2, error)
    assert (tree / "app.py").read_text() == APP


@pytest.mark.parametrize("name", ["", "nope/"])
def test_a_name_that_no_file_can_have(tree: Path, name: str) -> None:
    error = f"keylint: error: --output-file takes the name of a file, not {name!r}\n"
    assert check("--output-file", name) == (2, error)
    assert not (tree / "nope").exists()


def test_that_it_waits_for_the_reader_of_a_pipe_is_said(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    reader = "(until grep -q waiting said; do sleep 0.1; done; cat pipe > read)"
    assert shell(f"touch said; {reader} & keylint --output-file pipe 2> said; s=$?; wait; exit $s")[0] == 1
    assert (tree / "said").read_text() == "keylint: pipe is a pipe that nobody reads; waiting for a reader\n"
    assert (tree / "read").read_text().startswith(FOUND)
