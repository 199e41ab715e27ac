"""Each app of tests/migrate/apps becomes what stands beside it, and does the same on real Streamlit."""

from __future__ import annotations

import shutil
from itertools import cycle
from pathlib import Path

import pytest
import streamlit as st

from keylint.discover.contents import FileContents
from keylint.engine import check
from keylint.findings import Severity
from keylint.fixing.migrating import migrate
from keylint.settings import Settings
from tests.migrate.cases import Case, load_cases
from tests.migrate.play import difference
from tests.runtime.judge import quiet

CASES = [pytest.param(case, id=case.name) for case in load_cases()]


def settings(folder: Path, target: str) -> Settings:
    return Settings(root=folder, target_option=target, cache=False)


def sources(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES)
def test_becomes_what_stands_beside_it(case: Case, folder: Path) -> None:
    shutil.copytree(case.before, folder, dirs_exist_ok=True)
    plan, outcome = migrate([Path()], settings(folder, case.target))
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    assert sources(folder) == sources(case.after)
    assert {migration.key for migration in plan.done} == set(case.keys)
    assert not plan.refused
    assert set(plan.files) == {change.display for change in outcome.changes}


@pytest.mark.parametrize("ends", [(b"\r\n",), (b"\r",), (b"\r\n", b"\n"), (b"\n", b"\r\n")])
@pytest.mark.parametrize("case", CASES)
def test_whatever_its_lines_end_with(case: Case, ends: tuple[bytes, ...], folder: Path) -> None:
    shutil.copytree(case.before, folder, dirs_exist_ok=True)
    for path in folder.rglob("*.py"):
        lines = path.read_bytes().splitlines()
        path.write_bytes(b"".join(line + end for line, end in zip(lines, cycle(ends), strict=False)))
    _, outcome = migrate([Path()], settings(folder, case.target))
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    assert sources(folder) == sources(case.after)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_left_to_do_and_nothing_is_lost(case: Case, folder: Path) -> None:
    shutil.copytree(case.after, folder, dirs_exist_ok=True)
    plan, outcome = migrate([Path()], settings(folder, case.target))
    assert (plan.migrations, outcome.changes, plan.diff) == ((), (), b"")
    report = check([Path()], settings(folder, case.target), contents=FileContents())
    assert not [finding for finding in report.findings if finding.severity >= Severity.WARNING]
    assert not [finding for finding in report.findings if finding.code < "KEY108" and finding.key in case.keys]


@pytest.mark.runtime
@pytest.mark.parametrize("case", CASES)
def test_does_the_same_on_streamlit(case: Case) -> None:
    if not case.is_playable(st.__version__):
        pytest.skip(f"the driver plays it from {case.oldest} on")
    with quiet():
        assert difference(case) is None
