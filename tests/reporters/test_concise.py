from __future__ import annotations

from keylint.findings import Location, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("pages/1_🎈.py", Span(9, 5, 9, 53))


def test_a_line_for_each_finding() -> None:
    text = render(report(finding(HERE)), "concise", View(quiet=True), lambda path: [])
    assert text == "pages/1_🎈.py:9:5: KEY101[error] 'name' is lost\n"


def test_a_message_cannot_break_the_line() -> None:
    text = render(report(finding(HERE, "a\nb")), "concise", View(quiet=True), lambda path: [])
    assert text.count("\n") == 1


def test_verbose_adds_the_comment() -> None:
    text = render(report(finding(HERE)), "concise", View(quiet=True, verbose=True), lambda path: [])
    assert text.splitlines()[1] == "    # keylint: ignore[KEY101]"


def test_findings_below_the_threshold_are_left_out() -> None:
    text = render(report(finding(HERE, severity=Severity.INFO)), "concise", View(), lambda path: [])
    assert text == "No problems found (1 hidden at info) in 14 widgets with a key (12 keys) on 3 pages of 1 app.\n"
