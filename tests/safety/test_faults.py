"""A fault of keylint in one app, rule or fix is said to be one, and costs nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint import judging, outcome_cache
from keylint.cli.main import keylint
from keylint.fixes.plan import Planner
from keylint.rules.registry import all_rules
from keylint.run.runs import run_app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

APP = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(APP)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, ["check", "--isolated", *arguments], prog_name="keylint")


def test_a_run_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(project: object, entrypoint: Path, *rest: object) -> object:
        if entrypoint.parent.name == "one":
            raise KeyError("what is not there")
        return run_app(project, entrypoint, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(outcome_cache, "run_app", failing)
    for _ in range(2):  # it is not remembered either
        done = check()
        assert done.exit_code == 2
        assert "two/app.py:4:5 KEY101[error]" in done.stdout
        assert "one/app.py:" not in done.stdout
        assert "1 of 2 pages was not analysed to its end" in done.stdout
        assert (
            "internal error: the run of the app failed on one/app.py: KeyError: 'what is not there', at " in done.stderr
        )
        assert "Please report these lines" in done.stderr
    monkeypatch.setattr(outcome_cache, "run_app", run_app)
    assert check("one", "two").exit_code == 1


def test_a_rule_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(keymap: object) -> object:
        raise ZeroDivisionError("division by zero")

    rules = [replace(rule, check=failing) if rule.code == "KEY201" else rule for rule in all_rules()]
    monkeypatch.setattr(judging, "all_rules", lambda: rules)
    done = check("--output-format", "json")
    assert done.exit_code == 2
    assert '"KEY101"' in done.stdout
    assert done.stderr.count("internal error: the rule KEY201 failed on ") == 2
    assert '"part": "the rule KEY201"' in done.stdout


@pytest.mark.parametrize("option", [(), ("--fix",), ("--diff",)])
def test_a_fix_that_fails(monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]) -> None:
    def failing(planner: object, repair: object) -> object:
        raise IndexError("too far")

    monkeypatch.setattr(Planner, "plan", failing)
    done = check(*option)
    assert done.exit_code == 2
    if option != ("--diff",):
        assert "no automatic fix: keylint itself failed to plan it" in done.stdout
    assert "internal error: the fix '" in done.stderr
    assert "failed on one/app.py: IndexError: too far, at " in done.stderr
