"""Workflow commands: GitHub shows them as annotations of the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Finding, Location, Report, Severity
from keylint.reporters.cells import visible
from keylint.reporters.remedy import told

if TYPE_CHECKING:
    from keylint.reporters.view import View

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, view: View) -> str:
    """A workflow command for each finding, a line each."""
    return "".join(f"{_command(finding)}\n" for finding in view.shown(report))


def _command(finding: Finding) -> str:
    return workflow_command(finding.severity, finding.location, f"{finding.code} {finding.name}", told(finding))


def workflow_command(severity: Severity, location: Location, title: str, message: str) -> str:
    """The command that annotates a place."""
    span = location.span
    properties = {
        "file": location.path,
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
        "title": title,
    }
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[severity]} {listed}::{_escape_data(message)}"


def _escape_data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
