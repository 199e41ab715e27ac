"""Passes: what meets waits, what does not hold is taken back, and at the end nothing more can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint import engine
from keylint.discover.contents import FileContents
from keylint.discover.files import SourceFile
from keylint.findings import Edit, Finding, Fix, Location, Report, Severity, Span, Totals
from keylint.fixing import passes
from keylint.fixing.offers import Outcome, fix_all
from keylint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def finding(line: int, word: str, new: str, *, safe: bool = True, width: int | None = None) -> Finding:
    """A finding about a word at the start of a line, whose fix replaces it."""
    place = Location("app.py", Span(line, 1, line, 1 + (len(word) if width is None else width)))
    fix = Fix(f"replace {word}", safe, (Edit(place, new),))
    return Finding("KEY101", "n", Severity.ERROR, place, word, "m", fix=fix, code_text=word)


class App:
    """Stands for the analysis: a file of words, and rules that say what is found in them."""

    def __init__(self, folder: Path, text: str, rules: Callable[[list[str]], list[Finding]]) -> None:
        self.file = SourceFile(folder / "app.py", "app.py")
        self.file.path.write_text(text)
        self.rules = rules
        self.checks = 0

    def check(
        self, paths: object, settings: object, progress: object, contents: FileContents, *stores_and_files: object
    ) -> Report:
        self.checks += 1
        data = contents.read(self.file)
        assert data is not None
        found = sorted(self.rules(data.decode().split("\n")), key=lambda each: each.sort_key)
        return Report(tuple(found), (), Totals(), (), ("app.py",))


def run(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    rules: Callable[[list[str]], list[Finding]],
    *,
    unsafe: bool = False,
) -> tuple[str, Outcome]:
    app = App(folder, text, rules)
    for module in (engine, passes):
        monkeypatch.setattr(module, "check", app.check)
    outcome = fix_all([folder], Settings(root=folder), FileContents(), unsafe=unsafe)
    assert app.file.path.read_text() == text  # nothing is written
    return (outcome.changes[0].after.decode() if outcome.changes else text), outcome


def each_bad(lines: list[str]) -> list[Finding]:
    return [finding(number, line, "good") for number, line in enumerate(lines, 1) if line.startswith("bad")]


def test_everything_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, outcome = run(tmp_path, monkeypatch, "bad1\nx\nbad2\n", each_bad)
    assert text == "good\nx\ngood\n"
    assert ([each.key for each in outcome.fixed], outcome.withheld) == (["bad1", "bad2"], ())


@pytest.mark.parametrize(("unsafe", "expected"), [(False, "bad"), (True, "good")])
def test_unsafe_fixes_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsafe: bool, expected: str) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        return [finding(1, "bad", "good", safe=False)] if lines[0] == "bad" else []

    assert run(tmp_path, monkeypatch, "bad", rules, unsafe=unsafe)[0] == expected


def test_fixes_that_meet_follow_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        wanted = [word for word in ("one", "two") if word not in lines]
        return [finding(1, word, f"{word}\n", width=0) for word in wanted]

    assert run(tmp_path, monkeypatch, "end", rules)[0] == "two\none\nend"


def test_a_fix_that_leaves_its_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        return [*each_bad(lines), *([finding(2, lines[1], "worse")] if lines[1] == "stays" else [])]

    def stubborn(lines: list[str]) -> list[Finding]:
        return rules(lines) if lines[1] != "worse" else [*rules(lines), finding(2, "stays", "worse")]

    text, outcome = run(tmp_path, monkeypatch, "bad\nstays", stubborn)
    assert text == "good\nstays"
    assert [(each.finding.key, each.reason) for each in outcome.withheld] == [
        ("stays", "with it, the finding would still be there")
    ]


def test_a_fix_that_brings_another_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        return [finding(number, line, f"bad{line}") for number, line in enumerate(lines, 1) if line in ("1", "bad1")]

    text, outcome = run(tmp_path, monkeypatch, "1", rules)
    assert text == "1"
    assert [each.reason for each in outcome.withheld] == ["with it, m (KEY101)"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("z\nbad\n", "from __future__ import annotations"),
        ("def f(a):\n    x\nbad\n", "return"),
        ("bad\nx = 'a' is 'b'\n", "global x; x = 1; nonlocal x"),
        ("bad\n", "def f(a, a): pass"),
    ],
)
def test_a_fix_that_no_parser_but_python_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, new: str
) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        found = [finding(number, "bad", new) for number, line in enumerate(lines, 1) if line == "bad"]
        return [*found, *(finding(number, "x", "y") for number, line in enumerate(lines, 1) if line == "x")]

    result, outcome = run(tmp_path, monkeypatch, text + "x\n", rules)
    assert result == text + "y\n"
    assert [each.reason for each in outcome.withheld] == ["the changed file would not be valid Python"]


def test_a_file_that_does_not_compile_anyway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path, monkeypatch, "return\nbad\n", each_bad)[0] == "return\ngood\n"


def test_many_that_do_not_hold_are_each_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        new = [finding(number, line, "x") for number, line in enumerate(lines, 1) if line.startswith("new")]
        old = [finding(number, line, f"new{line}\n") for number, line in enumerate(lines, 1) if line.isdigit()]
        return [*each_bad(lines), *new, *old]

    text, outcome = run(tmp_path, monkeypatch, "bad\n1\n2\nbad3\n4\nbad5", rules)
    assert text == "good\n1\n2\ngood\n4\ngood"
    assert [each.finding.key for each in outcome.withheld] == ["1", "2", "4"]


def test_what_holds_only_after_another_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a second run finds nothing to do."""

    def rules(lines: list[str]) -> list[Finding]:
        found = []
        for column, word in enumerate(lines[0], 1):
            place = Location("app.py", Span(1, column, 1, column + 1))
            fix = Fix(f"drop {word}", True, (Edit(place, ""),))
            found.append(Finding("KEY101", "n", Severity.ERROR, place, word, "m", fix=fix))
        if lines[0] == "b":
            found.append(Finding("KEY102", "n", Severity.ERROR, place, None, "m"))
        return found

    text, outcome = run(tmp_path, monkeypatch, "ab", rules)
    assert (text, [each.key for each in outcome.fixed], outcome.withheld) == ("", ["b", "a"], ())


def test_rules_that_disagree_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules(lines: list[str]) -> list[Finding]:
        return [finding(1, lines[0], "a" if lines[0] == "b" else "b")]

    monkeypatch.setattr(passes, "_MOST_PASSES", 5)
    _, outcome = run(tmp_path, monkeypatch, "a", rules)
    assert len(outcome.fixed) <= 5


def test_many_that_do_not_hold_cost_a_check_each_and_hide_none_that_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 150

    def rules(lines: list[str]) -> list[Finding]:
        new = [finding(number, line, "x") for number, line in enumerate(lines, 1) if line.startswith("new")]
        old = [finding(number, line, f"new{line}\n") for number, line in enumerate(lines, 1) if line.isdigit()]
        return [*each_bad(lines), *new, *old]

    numbers = "".join(f"{number}\n" for number in range(count))
    app = App(tmp_path, f"{numbers}bad", rules)
    for module in (engine, passes):
        monkeypatch.setattr(module, "check", app.check)
    outcome = fix_all([tmp_path], Settings(root=tmp_path), FileContents(), unsafe=False)
    assert [change.after.decode() for change in outcome.changes] == [f"{numbers}good"]
    assert len(outcome.withheld) == count
    assert app.checks < 3 * count
