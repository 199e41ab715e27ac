"""Runs keylint as a process of a shell, which can set limits and take things away before it starts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import keylint


def in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of bash in a folder, with this keylint on the path of Python."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
