from __future__ import annotations

import pytest

from keylint.cli.source import read_lines


@pytest.fixture(autouse=True)
def no_lines_of_another_test() -> None:
    """Lines are remembered by path, and many tests have an app.py in the working directory."""
    read_lines.cache_clear()


@pytest.fixture(autouse=True)
def no_active_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has activated decides no test."""
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)
