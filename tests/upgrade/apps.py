"""What keylint says of an app that is written in the test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keylint.engine import upgrade
from keylint.settings import Settings
from keylint.streamlit.versions import parse_version, version_label
from keylint.upgrade.change import Upgrade

if TYPE_CHECKING:
    import pytest

    from keylint.upgrade.change import Change


class Asked:
    """Writes an app into an empty folder, the working directory, and asks for the changes."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        monkeypatch.chdir(folder)

    def changes(
        self, source: str, start: str = "1.28", end: str = "1.67", *, settings: Settings | None = None, **pages: str
    ) -> tuple[Change, ...]:
        """The changes of app.py and of the files of `pages/`."""
        (self.folder / "app.py").write_text(f"import streamlit as st\n{source}", "utf-8")
        for name, text in pages.items():
            (self.folder / "pages").mkdir(exist_ok=True)
            (self.folder / "pages" / f"{name}.py").write_text(f"import streamlit as st\n{text}", "utf-8")
        between = Upgrade(parse_version(start), parse_version(end))
        return upgrade([Path()], settings or Settings(root=self.folder, cache=False), between).changes

    def said(self, source: str, start: str = "1.28", end: str = "1.67", **pages: str) -> list[str]:
        """Each as `1.50 identity warning`."""
        return [
            f"{version_label(change.since)} {change.kind} {change.severity.label}"
            for change in self.changes(source, start, end, **pages)
        ]
