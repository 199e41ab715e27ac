"""What of a report is printed, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from keylint.findings import Finding, Report, Severity


class GroupBy(Enum):
    """What findings have in common that are printed together: what hides the inputs or does the damage, the page, the
    key, or the rule."""

    CAUSE = "cause"
    PAGE = "page"
    KEY = "key"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class View:
    """The wishes of the person who reads the report.

    `threshold` is the lowest severity that is printed. `width` is the number of cells of the terminal, None when the
    output goes elsewhere and must not depend on it. `verbose` tells of each finding what a group tells of the first
    alone, and the comment that suppresses it; `quiet` leaves out the summary. `group_by` is None where nobody says how.
    The statistics, unknowns and files belong to the formats that are read by people. `command` is the command line that
    made the report, to which the next steps add options; `next_step` is another command instead, and what it does.
    """

    threshold: Severity = Severity.WARNING
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    show_files: bool = False
    show_unknowns: bool = False
    colour: bool = False
    hyperlinks: bool = False
    width: int | None = None
    group_by: GroupBy | None = None
    command: str = "keylint check"
    next_step: tuple[str, str] | None = None

    @property
    def bare(self) -> View:
        """The same without the lists and sentences that stand around the findings."""
        return replace(self, quiet=True, statistics=False, show_files=False, show_unknowns=False)

    @property
    def for_file(self) -> View:
        """The same for a file, which must not depend on the terminal."""
        return replace(self, colour=False, hyperlinks=False, width=None)

    def shown(self, report: Report) -> tuple[Finding, ...]:
        """The findings at or above the threshold, in the order of the report."""
        return tuple(finding for finding in report.findings if report.is_shown(finding, self.threshold))


def suppression_comment(finding: Finding) -> str:
    """The comment that suppresses `finding` when it stands on a line of the statement."""
    return f"# keylint: ignore[{finding.code}]"
