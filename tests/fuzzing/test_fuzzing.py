"""The random projects are worth trying, and what must not happen on them is noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from keylint import outcome_cache
from tests.fuzzing import batch, trials
from tests.fuzzing.batch import play
from tests.fuzzing.programs import parses
from tests.fuzzing.projects import KINDS, SLOW, SMALL, Example
from tests.fuzzing.trials import ProblemError, Said, run, try_on

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = Example({"app.py": SMALL.encode()}, "reports")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_few_of_each_kind(tmp_path: Path, kind: str) -> None:
    tried = play(kind, 1 if kind in SLOW else 4, 0, tmp_path / "project", set())
    assert tried.problems == {}
    assert tried.examples


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "least"), [("programs", 12), ("variants", 12)])
def test_the_programs_come_to_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, least: int) -> None:
    codes: list[set[str]] = []

    def look(example: Example, folder: Path) -> None:
        assert all(parses(data) for name, data in example.files.items() if name.endswith(".py"))
        example = Example(example.files, "found")
        try_on(example, folder)

    def found(_: Example) -> None:
        said = run("check", "--output-format", "json", "--min-severity", "info", "--no-cache", "--isolated")
        codes.append({finding["code"] for finding in json.loads(said.output)["findings"]} - {"KEY901"})

    monkeypatch.setattr(trials, "TRIALS", {"found": found})
    monkeypatch.setattr(batch, "try_on", look)
    assert play(kind, 80, 1, tmp_path / "project", set()).problems == {}
    assert sum(map(bool, codes)) >= least
    assert len(set().union(*codes)) >= 8


def test_what_keylint_fails_at_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try_on(EXAMPLE, tmp_path)

    def failing(*_: object) -> None:
        raise KeyError("what is not there")

    monkeypatch.setattr(outcome_cache, "run_app", failing)
    (tmp_path / "new").mkdir()
    with pytest.raises(ProblemError, match=r"^internal error: test_fuzzing\.py:\d+"):
        try_on(Example({"other.py": SMALL.encode()}, "reports"), tmp_path / "new")


def test_two_answers_are_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(range(100))
    monkeypatch.setattr(trials, "run", lambda *_: Said(0, b"%d" % next(answers), ""))
    with pytest.raises(ProblemError, match="a warm run reports something else"):
        try_on(EXAMPLE, tmp_path)


@pytest.mark.parametrize(("text", "mark"), [("(", "cannot be parsed"), ("# more\n", "changes something again")])
def test_a_fix_that_breaks_or_repeats_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, mark: str
) -> None:
    def spoil(*_: str) -> Said:
        with (tmp_path / "app.py").open("a") as file:
            file.write(text)
        return Said(0, b"", "")

    monkeypatch.setattr(trials, "run", spoil)
    with pytest.raises(ProblemError, match=mark):
        try_on(Example(EXAMPLE.files, "fix"), tmp_path)


@pytest.mark.slow
def test_a_problem_is_told_once_by_its_smallest_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def complain(example: Example, _: Path) -> None:
        if b".slider(" in b"".join(example.files.values()):
            raise ProblemError("a slider", "")

    monkeypatch.setattr(batch, "try_on", complain)
    [(mark, told)] = play("programs", 60, 0, tmp_path / "project", set()).problems.items()
    assert mark == "a slider"
    assert len(told.splitlines()) < 12
    again = play("programs", 60, 0, tmp_path / "project", {"a slider"})
    assert (again.problems, again.seen["a slider"] > 0) == ({}, True)


@settings(
    max_examples=30, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck)
)
@seed(0)
@given(KINDS["bytes"])
def test_broken_files_are_named_in_full(example: Example) -> None:
    assert set(example.files) <= {line.removeprefix("--- ") for line in str(example).splitlines()}
