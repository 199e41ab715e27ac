"""Findings to print."""

from __future__ import annotations

from keylint.findings import AppTarget, Certainty, Finding, Location, Report, Severity, Span, Totals

TARGET = AppTarget("app.py", "1.62", Certainty.KNOWN, "requirements.txt")


def place(path: str, line: int, code: str, part: str, *, end_line: int | None = None) -> Location:
    """Where `part` stands in `code`, which is line `line` of the file."""
    start = code.index(part) + 1
    return Location(path, Span(line, start, end_line or line, start + len(part)))


def finding(location: Location, message: str = "'name' is lost", **changes: object) -> Finding:
    values: dict[str, object] = {
        "code": "KEY101",
        "name": "read-while-hidden",
        "severity": Severity.ERROR,
        "location": location,
        "key": "name",
        "message": message,
        **changes,
    }
    return Finding(**values)  # type: ignore[arg-type]


def report(*findings: Finding, totals: Totals = Totals(5, 1, 3, 14, 12), **changes: object) -> Report:  # noqa: B008
    values: dict[str, object] = {"unknowns": (), "targets": (TARGET,), **changes}
    return Report(findings=findings, totals=totals, **values)  # type: ignore[arg-type]
