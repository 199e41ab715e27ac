"""A fault of keylint in one app costs `map`, `migrate`, an upgrade and the passes of `--fix` that app only."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from keylint import engine
from keylint.app import overview
from keylint.cli.main import keylint
from keylint.facts import extract
from keylint.fixing import merging, migrating, objections, orphans, passes
from keylint.run.runs import run_app
from keylint.settings import Settings
from keylint.upgrade import changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from keylint.findings import Report

APP = """\
import streamlit as st

if "name" in st.session_state: st.session_state.name = st.session_state.name
if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.pills("Rows", ["a"], key="rows")
st.write(st.session_state.get("name"))
"""
LOSING = APP.replace(APP.splitlines(keepends=True)[2], "")
UPGRADE = ("check", "--upgrade-from", "1.30", "--min-severity", "info", "--output-format", "json")
MIGRATE = ("migrate", "--output-format", "json")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(APP)
        (tmp_path / name / "requirements.txt").write_text("streamlit==1.67.0\n")
    return tmp_path


@pytest.fixture
def losing(tree: Path) -> Path:
    """The same apps, without what keeps the value."""
    for name in ("one", "two"):
        (tree / name / "app.py").write_text(LOSING)
    return tree


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, [*arguments, "--isolated", "--no-cache"], prog_name="keylint")


def failing_on_one(function: Callable[..., Any], entrypoint_of: Callable[..., str]) -> Callable[..., Any]:
    def failing(*arguments: Any, **options: Any) -> Any:
        if entrypoint_of(*arguments).endswith("one/app.py"):
            raise KeyError("what is not there")
        return function(*arguments, **options)

    return failing


def tells(done: Result, part: str, app: str = "one/app.py") -> bool:
    line = f"keylint: internal error: {part} failed on {app}: KeyError: 'what is not there', at "
    assert done.exit_code == 2, done.stderr
    assert done.stderr.count("internal error") == 1
    assert "Please report these lines" in done.stderr
    return line in done.stderr


@pytest.mark.parametrize("command", [("map", "--output-format", "json"), MIGRATE, UPGRADE])
def test_a_run_that_fails(monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    whole = run(*command).stdout
    assert "one/app.py" in whole
    monkeypatch.setattr(engine, "run_app", failing_on_one(run_app, lambda _, entrypoint, *rest: entrypoint.as_posix()))
    done = run(*command)
    assert tells(done, "the run of the app")
    found = json.loads(done.stdout)
    assert [fault["app"] for fault in found.pop("faults")] == ["one/app.py"]
    assert "two/app.py" in json.dumps(found)
    assert '"line"' in json.dumps(found)


def test_an_overview_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = failing_on_one(overview.overview, lambda keymap, explain: keymap.app.entrypoint)
    monkeypatch.setattr(overview, "overview", failing)
    done = run("map")
    assert tells(done, "the overview")
    assert "one/app.py, a script, for Streamlit 1.67 (one/requirements.txt): not analysed" in done.stdout
    assert ":5 text_input" in done.stdout


def test_a_search_for_changes_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(keymap: Any, upgrade: object) -> Any:
        if keymap.app.entrypoint == "one/app.py":
            raise KeyError("what is not there")
        yield from ()

    failing.__name__ = "editor_changes"
    whole = json.loads(run(*UPGRADE).stdout)["upgrade"]["changes"]
    monkeypatch.setattr(changes, "_KINDS", (failing, *changes._KINDS))
    done = run(*UPGRADE)
    assert tells(done, "the search for editor changes")
    assert json.loads(done.stdout)["upgrade"]["changes"] == whole
    assert run(*UPGRADE, "--exit-zero").exit_code == 2


def test_a_plan_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = failing_on_one(migrating.leftovers, lambda keymap: keymap.app.entrypoint)
    monkeypatch.setattr(migrating, "leftovers", failing)
    done = run(*MIGRATE)
    assert tells(done, "the plan of the migration")
    assert [key["app"] for key in json.loads(done.stdout)["keys"]] == ["two/app.py"]


def test_the_removal_of_what_nothing_uses_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise KeyError("what is not there")

    whole = json.loads(run(*MIGRATE).stdout)
    monkeypatch.setattr(orphans, "_words_said_less", failing)
    done = run(*MIGRATE)
    assert tells(done, "the removal of what nothing uses")
    found = json.loads(done.stdout)
    assert (found["keys"], found["diff"]) == (whole["keys"], whole["diff"])


@pytest.mark.parametrize("where", [merging, objections])
def test_a_fix_that_cannot_be_tried(monkeypatch: pytest.MonkeyPatch, losing: Path, where: object) -> None:
    name = "with_edits" if where is merging else "objections_to"
    original = getattr(where, name)

    def failing(*arguments: Any) -> Any:
        fixes = arguments[1] if where is merging else [finding.fix for finding in arguments[2]]
        if any(edit.location.path == "one/app.py" for fix in fixes for edit in fix.edits):
            raise KeyError("what is not there")
        return original(*arguments)

    monkeypatch.setattr(passes, name, failing)
    done = run("check", "--fix", "--unsafe-fixes")
    assert done.exit_code == 2
    assert "the application of the fix '" in done.stderr
    assert "no automatic fix: keylint itself failed to apply it" in done.stdout
    assert (losing / "one" / "app.py").read_text() == LOSING
    assert (losing / "two" / "app.py").read_text() != LOSING


def test_a_fix_after_which_the_app_cannot_be_run_is_none(monkeypatch: pytest.MonkeyPatch, losing: Path) -> None:
    """The findings of an app that keylint fails on are gone, too, and not for being mended."""
    original = passes.check

    def check(*arguments: Any, **options: Any) -> Report:
        report = original(*arguments, **options)
        if not arguments[3].overlay:
            return report
        fault = engine.Fault("one/app.py", "the run of the app", "KeyError")
        return replace(report, findings=(), faults=(fault,))

    monkeypatch.setattr(passes, "check", check)
    done = run("check", "--fix", "--unsafe-fixes")
    assert done.exit_code == 2
    assert "no automatic fix: with it, keylint itself fails on the code" in done.stdout
    assert "internal error: the run of the app failed on one/app.py" in done.stderr
    assert (losing / "one" / "app.py").read_text() == LOSING


def test_a_file_whose_reading_fails(monkeypatch: pytest.MonkeyPatch, losing: Path) -> None:
    original = extract.extract

    def failing(source: Any) -> Any:
        if "marked" in source.text:
            raise KeyError("what is not there")
        return original(source)

    monkeypatch.setattr(extract, "extract", failing)
    (losing / "one" / "app.py").write_text(f"{LOSING}# marked\n")
    done = run("check")
    assert tells(done, "the reading of the file")
    assert "one/app.py:1:1 KEY900[error] this file is not read, because keylint itself failed to" in done.stdout
    assert "two/app.py:" in done.stdout


def test_a_page_that_cannot_be_read_beside_pages_without_an_entrypoint(tmp_path: Path) -> None:
    """Nothing is known of it: neither of what it shows, nor whether it is an app."""
    root = tmp_path / "folder"
    pages = root / "pages"
    pages.mkdir(parents=True)
    (pages / "2_second.py").write_text('import streamlit as st\nst.text_input("Name", key="name")\n')
    (pages / "1_broken.py").write_text("def (:\n")
    report = engine.check([root], Settings(root=root, cache=False))
    assert [(finding.code, finding.location.path) for finding in report.findings] == [
        ("KEY900", "folder/pages/1_broken.py")
    ]
