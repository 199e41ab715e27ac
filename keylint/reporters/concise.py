"""One line for each finding, in the form that editors and grep understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.reporters import summary
from keylint.reporters.cells import visible
from keylint.reporters.view import View, suppression_comment

if TYPE_CHECKING:
    from keylint.findings import Report


def render(report: Report, view: View) -> str:
    """`path:line:column: CODE[severity] message` for each finding, then the summary."""
    lines = []
    for finding in view.shown(report):
        span = finding.location.span
        place = f"{visible(finding.location.path)}:{span.line}:{span.column}"
        lines.append(f"{place}: {finding.code}[{finding.severity.label}] {visible(finding.message)}")
        if view.verbose:
            lines.append(f"    {suppression_comment(finding)}")
    following = summary.appendix(report, view)
    lines.extend(following if lines else following[1:])
    return "".join(f"{line}\n" for line in lines)
