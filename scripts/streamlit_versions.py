"""Creates one virtual environment per Streamlit release that the scenarios are proven on, outside the checkout.

    python scripts/streamlit_versions.py [VERSION…]

They live in $KEYLINT_VENVS, or ~/.cache/keylint/streamlit, and are made once. Prints the interpreter of each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "keylint" / "streamlit" / "commands.json"
NEWEST: str = json.loads(CATALOGUE.read_text(encoding="utf-8"))["releases"][-1]
VERSIONS = ("1.28.2", "1.40.2", "1.52.2", "1.59.2", NEWEST)


def folder() -> Path:
    """Where the environments live."""
    chosen = os.environ.get("KEYLINT_VENVS")
    return Path(chosen) if chosen else Path.home() / ".cache" / "keylint" / "streamlit"


def interpreter(version: str) -> Path:
    """The Python of the environment of `version`, whether it exists or not."""
    home = folder() / version
    return home / "Scripts" / "python.exe" if os.name == "nt" else home / "bin" / "python"


def requirements(version: str) -> list[str]:
    """What pip installs for `version`: old releases admit newer dependencies than they work with."""
    wanted = [f"streamlit=={version}"]
    if tuple(int(part) for part in version.split(".")) < (1, 36):
        wanted += ["numpy<2", "pandas<2.2", "altair<5.5", "pyarrow<20"]
    return wanted


def ensure(version: str) -> Path:
    """Makes the environment of `version` when it is not complete, and returns its interpreter.

    Raises subprocess.CalledProcessError when pip cannot install it.
    """
    python = interpreter(version)
    complete = folder() / version / ".complete"
    if not complete.exists():
        venv.EnvBuilder(with_pip=True, clear=True).create(folder() / version)
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *requirements(version),
        ]
        if sys.version_info < (3, 11):
            command.append("tomli")
        subprocess.run(command, check=True)
        complete.touch()
    return python


def main() -> None:
    for version in sys.argv[1:] or VERSIONS:
        print(ensure(version), flush=True)


if __name__ == "__main__":
    main()
