from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from keylint import engine, recall
from keylint.cli.main import keylint
from keylint.findings import AppTarget, Certainty, Finding, Location, Report, Severity, Span, Totals, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keylint.settings import Settings

TARGETS = (AppTarget("app.py", "1.62", Certainty.KNOWN, "requirements.txt"),)
HERE = Location("app.py", Span(2, 1, 2, 14))


def finding(severity: Severity = Severity.ERROR) -> Finding:
    return Finding("KEY101", "read-while-hidden", severity, HERE, "name", "'name' is lost")


def report(*findings: Finding) -> Report:
    return Report(findings, (Unknown("app.py", 1, "exec"),), Totals(1, 1, 1, 2, 2), TARGETS, ("app.py",), 3)


@dataclass
class Engine:
    """Stands for the analysis: returns `result`, raises it, and remembers what it was asked."""

    result: Report | BaseException = field(default_factory=report)
    paths: tuple[Path, ...] = ()
    settings: Settings | None = None
    progress: Callable[[str, int, int], None] | None = None

    def check(
        self, paths: tuple[Path, ...], settings: Settings, progress: Callable[[str, int, int], None] | None
    ) -> Report:
        self.paths, self.settings, self.progress = paths, settings, progress
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A replaced analysis, in an empty folder that holds app.py."""
    for name in ("NO_COLOR", "FORCE_COLOR", "KEYLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_text("import streamlit as st\nst.text_input('[bold]', key='name')\n", encoding="utf-8")
    replaced = Engine()
    monkeypatch.setattr(engine, "check", replaced.check)
    monkeypatch.setattr(recall, "check", replaced.check)
    return replaced


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, arguments, prog_name="keylint")
