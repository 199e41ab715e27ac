"""One line for each finding, in the form that editors and grep understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.reporters import summary
from keylint.reporters.paint import Piece, plain
from keylint.reporters.remedy import clause
from keylint.reporters.view import View, suppression_comment

if TYPE_CHECKING:
    from keylint.findings import Finding, Report


def render(report: Report, view: View) -> str:
    """`path:line:column: CODE[severity] message (fix)` for each finding, then the summary."""
    lines = []
    for finding in view.shown(report):
        span = finding.location.span
        place = f"{finding.location.path}:{span.line}:{span.column}"
        lines.append(f"{place}: {finding.code}[{finding.severity.label}] {finding.message}{_ending(finding)}")
        if view.verbose:
            lines.append(f"    {suppression_comment(finding)}")
    following = summary.appendix(report, view)
    lines.extend(following if lines else following[1:])
    return plain((Piece(line),) for line in lines)


def _ending(finding: Finding) -> str:
    text = clause(finding)
    return f" ({text})" if text else ""
