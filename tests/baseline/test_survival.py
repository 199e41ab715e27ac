"""What a formatter, moved lines and renamed pages do to all fixtures brings no new finding."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keylint.baseline.entries import Baseline, compared, entries_of
from keylint.engine import check
from keylint.rules.codes import known_codes
from keylint.settings import Settings

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
FORMAT = [sys.executable, "-m", "ruff", "format", "--quiet", "--isolated", "--line-length", "60"]


def renamed_pages(folder: Path) -> set[tuple[str, str]]:
    """Renames every page; gives the old and new names."""
    names = set()
    for page in list(folder.rglob("pages/*.py")):
        new = re.sub(r"^(\d+_)?", lambda number: f"{number[0]}New_", page.name)
        page.rename(page.with_name(new))
        names.add((page.name, new))
    return names


def moved(text: str, pages: set[tuple[str, str]]) -> str:
    """The text of a file that names the pages as they are called now, further down."""
    for old, new in pages:
        text = re.sub(rf"(?<=pages/){re.escape(old)}", new, text)
    is_fixed = text.startswith("\ufeff") or "coding" in text[:100]
    return text if is_fixed else f"\n\n{text}"


@pytest.mark.slow
def test_nothing_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder)
    monkeypatch.chdir(folder)
    settings = Settings(root=folder, cache=False, target_option="1.67")
    before = check([Path()], settings)
    assert len(before.findings) > 300
    subprocess.run([*FORMAT, "--config", "format.quote-style='single'", "."], check=False)
    pages = renamed_pages(folder)
    assert len(pages) > 20
    for file in folder.rglob("*.py"):
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        file.write_text(moved(text, pages), "utf-8")
    after = check([Path()], settings)
    known = Baseline((".",), entries_of(before.findings))
    comparison = compared(after.findings, known, known_codes())
    assert [(each.code, each.location, each.code_text) for each in comparison.new] == []
    assert comparison.left == known
