from __future__ import annotations

import pytest

from keylint.findings import Cause, CauseKind, Finding, Location, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import GroupBy, View

from .sample import finding, report

GATE = Location("gate.py", Span(1, 4, 1, 9))


def one(number: int, **changes: object) -> Finding:
    values: dict[str, object] = {
        "key": f"k{number}",
        "keys": (f"k{number}",),
        "pages": ("app.py",),
        "cause": Cause(GATE, CauseKind.CONDITION),
        **changes,
    }
    return finding(Location("app.py", Span(number, 1, number, 5)), f"'k{number}' is lost", **values)


HIDDEN = [one(number) for number in range(1, 20)]
ALONE = one(30, cause=None, severity=Severity.WARNING, code="KEY306", pages=("app.py", "pages/two.py"))
ANOTHER = one(31, cause=None, severity=Severity.WARNING, code="KEY306", pages=("pages/two.py",))


def show(*findings: Finding, output_format: str = "full", **view: object) -> list[str]:
    chosen = View(**view)  # type: ignore[arg-type]
    return render(report(*findings), output_format, chosen, lambda path: ["if ready:"] * 40).splitlines()


def test_twenty_findings_are_told_one_by_one() -> None:
    lines = show(*HIDDEN, ALONE)
    assert lines[0] == "`ready` at gate.py:1 hides 19 inputs on 1 page"
    assert sum("KEY101[error]" in line for line in lines) == 19


def test_more_are_counted_by_cause_and_by_page() -> None:
    lines = show(*HIDDEN, ALONE, ANOTHER)
    assert lines[:9] == [
        "errors  warnings  inputs  pages  cause",
        "    19         ·      19      1  `ready` at gate.py:1 (KEY101)",
        "     ·         1       1      2  `if r` at app.py:30 (KEY306)",
        "     ·         1       1      1  `if r` at app.py:31 (KEY306)",
        "",
        "errors  warnings  page (what shared code does counts on each)",
        "    19         1  app.py",
        "     ·         2  pages/two.py",
        "",
    ]
    assert not any("KEY101[error]" in line for line in lines)
    assert "Next: keylint check --output-format grouped  lists each of them under its cause" in lines


@pytest.mark.parametrize("by", GroupBy)
def test_the_findings_follow_the_table_on_request(by: GroupBy) -> None:
    lines = show(*HIDDEN, ALONE, ANOTHER, group_by=by)
    assert lines[0].startswith("errors")
    assert sum("KEY101[error]" in line for line in lines) == 19
    assert not any("--output-format grouped" in line for line in lines)


def test_the_short_list_and_the_quiet_output_have_no_table() -> None:
    listed = show(*HIDDEN, ALONE, ANOTHER, output_format="grouped")
    assert not listed[0].startswith("errors")
    assert "Next: keylint check --group-by cause  shows each with its code and what to do" in listed
    assert sum("KEY101[error]" in line for line in show(*HIDDEN, ALONE, ANOTHER, quiet=True)) == 19


def test_many_causes_are_counted() -> None:
    lines = show(*(one(number, cause=None) for number in range(1, 26)))
    assert "and 5 more causes" in [line.strip() for line in lines]
    assert lines[0] == "errors  inputs  pages  cause"


def test_on_a_narrow_terminal_the_cause_goes_on_below() -> None:
    long = "pages/of/a/folder/with/a/long/name/in/it.py"
    cause = Cause(Location(long, GATE.span), CauseKind.CONDITION)
    lines = show(*(one(number, cause=cause, severity=Severity.WARNING) for number in range(1, 22)), width=60)
    assert lines[1:3] == ["      21      21      1  `ready` at", f"      {long}:1 (KEY101)"]
