"""A key that many pages draw costs what its pages are, not their pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app import identity
from keylint.engine import check
from keylint.remedies import choice
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGES = 30


def test_its_repair_is_looked_for_once_and_equal_calls_are_not_compared_by_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text("import streamlit as st\nst.title('Home')\n", "utf-8")
    for number in range(PAGES):
        source = "import streamlit as st\nst.number_input('Days', 1, 90, key='days')\n"
        (tmp_path / "pages" / f"{number:02}_part.py").write_text(source, "utf-8")
    repaired: list[str] = []
    looked_up: list[str] = []
    monkeypatch.setattr(choice, "obstacle", lambda keymap, key: repaired.append(key))
    known = identity.command_at
    monkeypatch.setattr(identity, "command_at", lambda name, at: looked_up.append(name) or known(name, at))
    report = check([tmp_path], Settings(root=tmp_path, select=("KEY204",), cache=False, jobs=1))
    assert len(report.findings) == PAGES
    assert repaired == ["days"]
    assert looked_up == []
