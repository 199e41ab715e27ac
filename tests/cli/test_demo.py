from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import keylint

DEMO = Path(keylint.__file__).parent / "demo"


def process(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "keylint", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
    )


def test_shows_one_finding_of_each_kind(tmp_path: Path) -> None:
    finished = process("demo", folder=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert re.findall(r"^✘ (\S+):\d+:\d+ (KEY\d+)\[(\w+)\]", finished.stdout, re.MULTILINE) == [
        ("app.py", "KEY101", "error"),
        ("options.py", "KEY103", "error"),
        ("pages/1_Forecast.py", "KEY102", "error"),
        ("pages/1_Forecast.py", "KEY401", "error"),
        ("pages/2_Report.py", "KEY201", "error"),
    ]


def test_is_what_check_prints_for_a_copy(tmp_path: Path) -> None:
    copied = process("demo", "--copy", "coffee", folder=tmp_path)
    assert (copied.returncode, copied.stderr) == (0, "")
    assert copied.stdout == "Wrote the demo app to coffee. Next: keylint check coffee\n"
    checked = process("check", "--no-cache", folder=tmp_path / "coffee")
    assert checked.returncode == 1
    *said, next_step = process("demo", folder=tmp_path).stdout.splitlines()
    assert [line.replace("keylint/demo/", "") for line in said] == checked.stdout.splitlines()[:-1]
    assert next_step.startswith("Next: keylint demo --copy coffee ")


def test_does_not_heed_the_project_around_it(tmp_path: Path) -> None:
    """It may be installed in a virtual environment inside a project that has its own configuration."""
    (tmp_path / "keylint.toml").write_text('select = ["KEY9"]\n', encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("streamlit==1.40\n", encoding="utf-8")
    assert "this project: 1.59 to" in process("demo", folder=tmp_path).stdout


def test_writes_nothing_unless_asked(tmp_path: Path) -> None:
    before = sorted(DEMO.rglob("*"))
    process("demo", folder=tmp_path)
    assert sorted(DEMO.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "coffee").mkdir()
    finished = process("demo", "--copy", "coffee", folder=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "keylint: error: coffee exists already; name a folder that does not\n"


def test_says_when_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finished = process("demo", "--copy", "file/coffee", folder=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("keylint: error: file/coffee cannot be written: ")
    assert finished.stderr.count("\n") == 1
