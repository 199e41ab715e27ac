"""The commands of README.md and docs/ run as they are written there, in a project of the reader's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

# What is run elsewhere: by tests/test_hook.py, and below from an index with one more package.
HOOK = "pre-commit run keylint --all-files"
INSTALLING = ["pip install keylint", "uvx keylint demo", "pipx run keylint demo"]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def commands(page: Path) -> list[str]:
    """The lines of the page's blocks of commands, without comments. A block below a mark is
    an output, or the command that .ci/run takes from the README."""
    blocks = re.findall(
        r"(?<!-->\n)^```(?:sh|console)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    lines = [re.sub(r"(^|\s)# .*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def run(line: str, folder: Path, programs: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **environment},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "keylint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m keylint "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an app in `apps/sales`."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    shutil.copytree(ROOT / "keylint" / "demo", folder / "apps" / "sales", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_the_commands_of_a_page_run_one_after_the_other(page: Path, project: Path, programs: Path) -> None:
    for line in commands(page):
        if line in (HOOK, *INSTALLING):
            continue
        assert line.startswith("keylint "), f"{line}: say where it is run"
        done = run(line, project, programs, PYTHONPATH=str(ROOT))
        # 1: there are findings, or something is left to write. What keylint could not do is 2.
        assert done.returncode in (0, 1), f"{line}: {done.stderr}"
        assert "error:" not in done.stderr, line


def test_what_is_run_elsewhere_is_still_written() -> None:
    written = [line for page in PAGES for line in commands(page)]
    assert {HOOK, *INSTALLING} <= {*written}
    assert len(written) > 20


@pytest.mark.slow
def test_the_ways_to_install_it_work_once_it_is_on_an_index(project: Path, tmp_path: Path) -> None:
    """The index has, beside what it has, the wheel of this checkout."""
    wheels, tools = tmp_path / "wheels", tmp_path / "tools"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
    venv.create(tools, with_pip=True)
    fetch = [str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv", "pipx"]
    for command in (build, fetch):
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
        if "No matching distribution found for" in done.stderr:
            pytest.skip("pip reaches no package index")
        assert done.returncode == 0, done.stderr
    places = {
        "PIP_FIND_LINKS": str(wheels),
        "UV_FIND_LINKS": str(wheels),
        "UV_CACHE_DIR": str(tmp_path / "uv"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "PYTHONPATH": "",
    }
    for line in INSTALLING:
        done = run(line, project, tools / "bin", **places)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert "install" in line or "Found 5 errors" in done.stdout, line
    installed = run("keylint --version && keylint check", project, tools / "bin", **places)
    assert (installed.returncode, installed.stderr) == (1, "")
    assert str(tools) in run("command -v keylint", project, tools / "bin").stdout
