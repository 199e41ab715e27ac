"""Each app of tests/migrate/apps becomes what stands beside it, and does the same on real Streamlit."""

from __future__ import annotations

import shutil
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from keylint.discover.contents import FileContents
from keylint.engine import check
from keylint.findings import Severity
from keylint.fixing import migrating
from keylint.fixing.migrating import migrate
from keylint.settings import Settings
from tests.migrate.cases import Case, load_cases
from tests.migrate.play import difference
from tests.runtime.judge import quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.fixing.passes import Change

CASES = [pytest.param(case, id=case.name) for case in load_cases()]


def settings(folder: Path, target: str) -> Settings:
    return Settings(root=folder, target_option=target, cache=False)


def carry_out(changes: Iterable[Change]) -> None:
    for change in changes:
        change.path.write_bytes(change.after)
        if change.is_gone:
            change.path.unlink()


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
    carry_out(outcome.changes)
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
    carry_out(outcome.changes)
    assert sources(folder) == sources(case.after)


def test_a_line_that_many_keys_share_is_looked_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "import streamlit as st\n\n\ndef save(key):\n    st.session_state[key] = st.session_state['_' + key]\n\n\n"
    each = "st.session_state['_{k}'] = st.session_state.{k}\nst.text_input('N', key='_{k}', on_change=save, args=('{k}',))\n"
    keys = [f"k{number}" for number in range(12)]
    seeds = "".join(f"st.session_state.setdefault('{key}', '')\n" for key in keys)
    (folder / "app.py").write_text(head + seeds + "".join(each.replace("{k}", key) for key in keys), "utf-8")
    asked: list[int] = []

    def keys_served(keymap: KeyMap, path: str, line: int) -> Iterator[str]:
        asked.append(line)
        return served(keymap, path, line)

    served = migrating.keys_served
    monkeypatch.setattr(migrating, "keys_served", keys_served)
    plan, _ = migrate([Path()], settings(folder, "1.67"))
    assert {migration.key for migration in plan.done} == set(keys)
    assert 5 in asked
    assert len(asked) == len(set(asked))


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
