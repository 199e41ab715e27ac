from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from keylint import __version__

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "keylint", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_version() -> None:
    assert run("--version").stdout == f"keylint {__version__}\n"


def test_help_names_the_commands() -> None:
    output = run("--help").stdout
    for name in ("check", "map", "rule"):
        assert f"\n  {name} " in output
        assert run(name, "--help").exit_code == 0
    assert run("-h").stdout == output


@pytest.mark.parametrize("arguments", [("chekc",), ("--nonsense",)])
def test_bad_usage_is_one_line_and_status_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("keylint: error: ")
    assert result.stderr.count("\n") == 1


def test_as_a_process() -> None:
    good, bad = process("rule", "KEY901"), process("rule", "KEY90I")
    assert (good.returncode, good.stderr) == (0, b"")
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.decode().startswith("keylint: error: unknown rule 'KEY90I'")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rule"], ["rule", "KEY901"]])
def test_starts_without_what_is_slow(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from keylint.cli.main import keylint\n"
        f"status = keylint.main({arguments!r}, standalone_mode=False)\n"
        "slow = {'libcst', 'rich', 'packaging', 'multiprocessing', 'asyncio'} & set(sys.modules)\n"
        "sys.exit(str(slow) if slow or status else 0)\n"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_output_for_a_terminal_without_unicode() -> None:
    finished = process("rule", "KEY901", PYTHONIOENCODING="ascii")
    assert finished.returncode == 0
    assert b"# keylint: ignore[~]" in finished.stdout


@pytest.mark.skipif(os.name == "nt", reason="the shell's pipe is tested")
def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    program = f"{sys.executable} -m keylint rule --all 2>{tmp_path / 'errors'}; echo $? >{tmp_path / 'status'}"
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        subprocess.run(["/bin/sh", "-c", program], stdout=closed, check=True)
    assert (tmp_path / "errors").read_text() == ""
    assert (tmp_path / "status").read_text() == "0\n"
