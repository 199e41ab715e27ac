from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.upgrade.apps import Asked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(tmp_path, monkeypatch)
