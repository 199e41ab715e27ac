"""Paths that the system does not let anybody look at: a plain line, and never an internal error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import keylint
from keylint.cli.main import keylint as program
from keylint.discover import requirement_files
from tests.safety.shells import in_shell

if TYPE_CHECKING:
    from click.testing import Result

    from keylint.discover.disk import Disk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the names are those of other systems")

APP = "import streamlit as st\nst.text_input('Name', key='name')\n"
LONG = "a" * 300


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "loop.py").symlink_to("loop.py")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", LONG), f"{LONG}: File name too long; give a file or a folder that can be read"),
        (("map", f"{LONG}/x"), f"{LONG}/x: File name too long; give a file or a folder that can be read"),
        (("migrate", "loop"), "loop: Too many levels of symbolic links; give a file or a folder that can be read"),
        (("check", "app.py/x"), "app.py/x: no such file or folder"),
        (("check", "--config", LONG), f"{LONG} does not exist; --config takes a keylint.toml or a pyproject.toml"),
        (("check", "--entrypoint", "loop.py"), "the entrypoint loop.py is not among the files that are checked"),
        (("check", "--output-file", LONG), f"{LONG}: cannot be written: File name too long"),
        (("check", "--output-file", "loop"), "loop: cannot be written: Too many levels of symbolic links"),
        (("check", "--output-file", "app.py/x"), "app.py/x: cannot be written: Not a directory"),
        (("check", "--diff", "--output-file", "loop"), "loop: cannot be written: Too many levels of symbolic links"),
        (("demo", "--copy", LONG), f"{LONG} cannot be written: "),
    ],
)
def test_on_the_command_line(tree: Path, arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 2, done.exception
    assert done.stderr.startswith(f"keylint: error: {said}"), done.stderr
    assert (tree / "loop").is_symlink()


@pytest.mark.parametrize("key", ["entrypoints", "exclude", "select"])
def test_a_null_character_in_the_configuration(tree: Path, key: str) -> None:
    (tree / "keylint.toml").write_text(f"{key} = {json.dumps(['a' + chr(0)])}\n")
    done = CliRunner().invoke(program, ("check",))
    assert done.exit_code == 2
    assert f"keylint.toml: {key} must have no null characters" in done.stderr


@pytest.mark.parametrize("command", ["check", "map", "rule", "check /"])
@pytest.mark.parametrize("start", [(), ("-P",)])
def test_a_working_directory_that_is_gone(tree: Path, command: str, start: tuple[str, ...]) -> None:
    if start and sys.version_info < (3, 11):
        pytest.skip("-P is new in Python 3.11")
    gone = tree / "gone"
    gone.mkdir()
    python = " ".join((sys.executable, *start))
    done = in_shell(f"rmdir {gone}; exec {python} -m keylint {command}", gone)
    error = "keylint: error: the working directory cannot be found: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", error)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        "check",
        "check --no-cache",
        "check --fix",
        "check --diff",
        "check --output-file report --entrypoint app.py",
        "map",
        "migrate --target-streamlit 1.67",
        "migrate --write --allow-dirty",
        "demo",
    ],
)
def test_a_working_directory_that_goes_meanwhile(tree: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    folder, find, asked, goes_at = tree / "project", os.getcwd, 0, 0

    def asked_for() -> str:
        nonlocal asked
        asked += 1
        if asked == goes_at:
            shutil.rmtree(folder)
        return find()

    def run() -> Result:
        nonlocal asked
        folder.mkdir()
        (folder / "app.py").write_text(APP)
        os.chdir(folder)
        asked = 0
        return CliRunner().invoke(program, command.split())

    monkeypatch.setattr(os, "getcwd", asked_for)
    status, count = run().exit_code, asked
    os.chdir(tree)
    shutil.rmtree(folder)
    for goes_at in range(1, count + 1):
        done = run()
        assert isinstance(done.exception, SystemExit | None)
        if not (command == "demo" and goes_at > 2 and done.exit_code == status):  # the demo lies elsewhere
            error = "keylint: error: the working directory cannot be found: No such file or directory\n"
            assert (done.exit_code, done.stderr) == (2, error), goes_at


@pytest.mark.parametrize("command", ["check", "check app.py", "map", "rule", "demo"])
def test_a_working_directory_with_a_path_that_is_too_long(tree: Path, command: str) -> None:
    long = f"for n in $(seq 20); do mkdir {LONG[:250]} && cd {LONG[:250]}; done; cp {tree}/app.py ."
    done = in_shell(f"{long}; exec {sys.executable} -m keylint {command}", tree)
    error = "the path of the working directory is longer than the system allows; move the project to a shorter one"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"keylint: error: {error}\n")
    # A folder that deep is no obstacle to the check of the one above it.
    assert CliRunner().invoke(program, ("check", "app.py")).exit_code == 0


def test_requirements_that_become_a_link_to_themselves(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, read = tree / "requirements.txt", requirement_files.read_text

    def read_and_looped(path: Path, disk: Disk) -> str | None:
        text = read(path, disk)
        if path.name == file.name and not file.is_symlink():
            file.unlink()
            file.symlink_to(file.name)
        return text

    file.write_text("streamlit==1.60\n")
    monkeypatch.setattr(requirement_files, "read_text", read_and_looped)
    done = CliRunner().invoke(program, ("check", "app.py", "--no-cache"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert file.is_symlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="another user is needed")
def test_what_another_user_cannot_look_at() -> None:
    code = (
        "import os, sys; import keylint.cli.check, keylint.engine; from keylint.cli.main import keylint\n"
        "os.setgid(65534); os.setuid(65534); keylint.main(sys.argv[1:], prog_name='keylint')"
    )
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "closed").mkdir(mode=0o700)
        (Path(folder) / "closed" / "app.py").write_text(APP)
        for path, said in (("closed/app.py", "closed/app.py: Permission denied; give"), ("closed", "is not readable")):
            done = subprocess.run(
                [sys.executable, "-c", code, "check", path, "--no-cache"],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent), "HOME": "/nonexistent"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 2
            assert said in done.stderr
            assert "internal error" not in done.stderr
