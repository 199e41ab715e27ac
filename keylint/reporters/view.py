"""What of a report is printed, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace

from keylint.findings import Finding, Report, Severity


@dataclass(frozen=True, slots=True)
class View:
    """The wishes of the person who reads the report.

    `threshold` is the lowest severity that is printed. `width` is the number of cells of the terminal, None when the
    output goes elsewhere and must not depend on it. `verbose` adds the comment that suppresses each finding, `quiet`
    leaves out the summary. The statistics, unknowns and files belong to the formats that are read by people.
    """

    threshold: Severity = Severity.WARNING
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    show_files: bool = False
    show_unknowns: bool = False
    colour: bool = False
    width: int | None = None

    @property
    def bare(self) -> View:
        """The same without the lists and sentences that stand around the findings."""
        return replace(self, quiet=True, statistics=False, show_files=False, show_unknowns=False)

    def shown(self, report: Report) -> tuple[Finding, ...]:
        """The findings at or above the threshold, in the order of the report."""
        return tuple(finding for finding in report.findings if finding.severity >= self.threshold)


def suppression_comment(finding: Finding) -> str:
    """The comment that suppresses `finding` when it stands on a line of the statement."""
    return f"# keylint: ignore[{finding.code}]"
