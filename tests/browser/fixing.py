"""An app, repaired by keylint."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.browser.scenario import Files, Strategy


def fixed(files: Mapping[str, str], target: str, strategy: Strategy) -> Files:
    """The files, and those that are new, after `keylint check --fix --unsafe-fixes`, told to repair with `strategy` for the release `target`.

    Raises AssertionError when keylint fails, or leaves the app as it is.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, source in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(source, encoding="utf-8")
        (folder / "keylint.toml").write_text(f'fix-strategy = "{strategy}"\n', encoding="utf-8")
        command = [sys.executable, "-m", "keylint", "check", "--no-cache", "--fix", "--unsafe-fixes"]
        command += ["--target-streamlit", target, "--min-severity", "info", "--exit-zero"]
        finished = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", cwd=folder)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
        repaired = {path: (folder / path).read_text(encoding="utf-8") for path in found}
    assert repaired != dict(files), finished.stdout + finished.stderr
    return repaired
