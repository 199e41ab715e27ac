from __future__ import annotations

import pytest

from keylint.findings import Location, Severity, Span
from keylint.reporters import render
from keylint.reporters.view import View

from .sample import finding, report

HERE = Location("app.py", Span(9, 5, 10, 53))


def command(*, location: Location = HERE, message: str = "lost", severity: Severity = Severity.ERROR) -> str:
    found = finding(location, message, severity=severity)
    return render(report(found), "github", View(threshold=Severity.INFO), lambda path: [])


@pytest.mark.parametrize(
    ("severity", "name"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_a_command_for_each_severity(severity: Severity, name: str) -> None:
    assert command(severity=severity) == (
        f"::{name} file=app.py,line=9,col=5,endLine=10,endColumn=53,title=KEY101 read-while-hidden::lost\n"
    )


def test_escapes_the_message() -> None:
    assert command(message="100% of a,b: c\r\nd::e").endswith("::100%25 of a,b: c%0D%0Ad::e\n")


def test_escapes_the_properties() -> None:
    location = Location("a,b:100%\n.py", HERE.span)
    assert command(location=location).startswith("::error file=a%2Cb%3A100%25%0A.py,line=9,")


def test_nothing_to_say_is_nothing() -> None:
    assert render(report(), "github", View(), lambda path: []) == ""
