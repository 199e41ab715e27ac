"""keylint says of every app in fixtures/upgrades/ exactly the changes that stand beside the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from keylint.engine import upgrade
from keylint.settings import Settings
from keylint.streamlit.versions import version_label
from keylint.upgrade.change import Change, Kind, Upgrade
from tests.fixtures_format import Case, load_upgrades

CASES = load_upgrades()
_MARKER = re.compile(r"#\s*change:\s*(.+?)\s*$")


class Said(NamedTuple):
    place: str
    since: str
    kind: str
    severity: str
    key: str | None


def said(change: Change) -> Said:
    place = f"{change.location.path}:{change.location.span.line}"
    return Said(place, version_label(change.since), change.kind, change.severity.label, change.key or None)


def marked(folder: Path) -> list[Said]:
    found = []
    for file in sorted(folder.rglob("*.py")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            marker = _MARKER.search(line)
            for text in marker.group(1).split(";") if marker else ():
                since, kind, severity, *key = text.split()
                place = f"{file.relative_to(folder).as_posix()}:{number}"
                found.append(Said(place, since, kind, severity, key[0] if key else None))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_changes_are_those_marked(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = tmp_path / "app"
    case.copy_app(app)
    monkeypatch.chdir(app)
    report = upgrade([Path()], Settings(root=app, cache=False), Upgrade((1, 28, 0), (1, 67, 0)))
    assert sorted(map(said, report.changes), key=str) == sorted(marked(case.folder), key=str)


def test_every_kind_has_a_case() -> None:
    assert {change.kind for case in CASES for change in marked(case.folder)} == set(get_args(Kind))
