"""What is offered is applied: the fixes of a check beside what `--fix` leaves of the fixtures, and of apps made for it."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from keylint import engine
from keylint.cli.demo import DEMO
from keylint.discover.contents import FileContents
from keylint.findings import Severity
from keylint.fixing import offers
from keylint.settings import Settings
from tests.fixtures_format import load_cases, load_upgrades

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.findings import Finding

TARGETS = ("1.67", "1.59", "1.40")
APPS = {case.name: case.copy_app for case in (*load_cases(), *load_upgrades())}
APPS["demo"] = lambda folder: shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("__pycache__"))
# Each kind of difference that there was once; of the other apps the quick tests take every twelfth.
TOLD_OTHERWISE = (
    "key101_silent_persist_state",
    "key102_navigation_files",
    "key106_silent_bind",
    "key107_multiselect_on_function_page",
    "key201_chosen_items",
    "key201_silent_app_decides",
    "key201_silent_one_click",
    "key301_beside_fragment",
    "key303_called_before_widget",
    "key309_text_behind_toggle",
    "key403_rather_the_cause",
    "key404_silent_assigned_too",
    "demo",
)
QUICK = sorted({*list(APPS)[::12], *TOLD_OTHERWISE})


def settings(folder: Path, target: str, **changes: object) -> Settings:
    wanted = {"min_severity": Severity.INFO, "cache": False, "jobs": 1, **changes}
    return Settings(root=folder, target_option=target, **wanted)  # type: ignore[arg-type]


def kinds(findings: Iterable[Finding]) -> Counter[tuple[str, str | None, str | None]]:
    return Counter((finding.code, finding.key, finding.page) for finding in findings)


def compare(name: str, folder: Path, target: str) -> None:
    """Fixes copies of an app, with safe fixes and with all, and compares what is left with what was offered."""
    for unsafe in (False, True):
        copy = folder / name / f"{target} {unsafe}"
        copy.parent.mkdir(exist_ok=True)
        APPS[name](copy)
        wanted = settings(copy, target)
        report = offers.check([copy], wanted)
        assert report.faults == ()
        offered = [each for each in report.findings if each.fix is not None and (each.fix.safe or unsafe)]
        if not any(each.fix is not None for each in report.findings):
            return
        outcome = offers.fix_all([copy], wanted, FileContents(), unsafe=unsafe)
        assert kinds(outcome.mended) == kinds(offered)
        for change in outcome.changes:
            change.path.write_bytes(change.after)
        left = engine.check([copy], wanted).findings
        others = kinds(report.findings) - kinds(offered)  # alike, of another place, and refused
        assert not kinds(offered) & (kinds(left) - others), "offered, and not applied"
        assert kinds(left) == kinds(outcome.report.findings)
        applied = kinds(outcome.fixed) - kinds(offered)
        assert applied == kinds(outcome.further) - kinds(offered), "applied, and not told"
        again = offers.fix_all([copy], wanted, FileContents(), unsafe=unsafe)
        assert again.changes == (), "a second run changes something"
        still = [each for each in outcome.report.findings if each.fix is not None and (each.fix.safe or unsafe)]
        assert still == []


@pytest.mark.parametrize("name", QUICK)
def test_offered_is_applied(tmp_path: Path, name: str) -> None:
    for target in ("1.67", "1.40"):
        compare(name, tmp_path, target)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", APPS)
def test_offered_is_applied_everywhere(tmp_path: Path, name: str, target: str) -> None:
    compare(name, tmp_path, target)


def test_where_there_is_much_to_check_trying_is_left_to_the_fixing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    APPS["demo"](tmp_path / "demo")
    wanted = settings(tmp_path / "demo", "1.40")
    untried = engine.check([tmp_path / "demo"], wanted)
    assert offers.check([tmp_path / "demo"], wanted) != untried
    monkeypatch.setattr(offers, "MOST_TRIED", 0)
    left = offers.check([tmp_path / "demo"], wanted).findings
    assert [each.fix and replace(each.fix, is_tried=True) for each in left] == [each.fix for each in untried.findings]
    assert not any(each.fix.is_tried for each in left if each.fix is not None)
