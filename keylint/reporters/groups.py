"""Findings that belong together, and how many inputs and pages they concern."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.findings import Cause, CauseKind, Finding, Location, Role, Severity
from keylint.reporters.view import GroupBy

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Group:
    """One or more findings that have `by` in common, those that matter most first."""

    by: GroupBy
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def severities(self) -> Counter[Severity]:
        """How many of the findings have which severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def cause(self) -> Cause | None:
        """What hides the inputs, where a finding's story says so."""
        return next((finding.cause for finding in self.findings if finding.cause is not None), None)

    @property
    def place(self) -> Location:
        """Where the cause of the first finding is: of a page switch no line of code is."""
        return place_of_cause(self.first)


def grouped(findings: Iterable[Finding], by: GroupBy) -> list[Group]:
    """The groups: those of a cause by weight, the worst first; others in the order of what they have in common."""
    found: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        common = _cause(finding) if by is GroupBy.CAUSE else _NAMES[by](finding)
        found.setdefault(common, []).append(finding)
    groups = [
        Group(by, tuple(sorted(group, key=lambda finding: (-finding.severity, finding.sort_key))))
        for group in found.values()
    ]
    if by is GroupBy.CAUSE:
        return sorted(groups, key=lambda group: (-group.first.severity, -len(group.findings), group.first.sort_key))
    return sorted(groups, key=lambda group: (_NAMES[by](group.first), group.first.sort_key))


# The rules about losses, collisions and workarounds; others are about code, or about keylint's own comments.
_ABOUT_INPUTS = ("KEY1", "KEY2", "KEY3")


def inputs_of(findings: Sequence[Finding]) -> int:
    """How many inputs findings are about: their keys, and the places of those without one."""
    keys = {key for finding in findings for key in finding.keys}
    places = {f.location for f in findings if not f.keys and f.code.startswith(_ABOUT_INPUTS)}
    return len(keys) + len(places)


def pages_of(findings: Iterable[Finding]) -> list[str]:
    """The pages that findings are about, those of the first one first."""
    return list(dict.fromkeys(page for finding in findings for page in all_pages(finding)))


def all_pages(finding: Finding) -> tuple[str, ...]:
    """The pages that a finding is about; its file, where it is about none."""
    return finding.pages or (page_of(finding),)


def page_of(finding: Finding) -> str:
    """The page under which a finding is listed."""
    return finding.page or finding.location.path


def place_of_cause(finding: Finding) -> Location:
    """What hides the input, or does the damage; where nothing else does, the place of the finding itself."""
    if finding.cause is not None:
        return finding.cause.location
    causes = (related.location for related in finding.related if related.role is Role.CAUSE)
    return next(causes, finding.location)


def _cause(finding: Finding) -> Hashable:
    # Which other page is opened makes no difference.
    if finding.cause is not None and finding.cause.kind is CauseKind.PAGE_SWITCH:
        return CauseKind.PAGE_SWITCH
    place = place_of_cause(finding)
    # Different faults of one call are different causes; what one statement hides has one.
    return (place, finding.code) if place == finding.location else place


_NAMES: dict[GroupBy, Callable[[Finding], str]] = {
    GroupBy.PAGE: page_of,
    GroupBy.KEY: lambda finding: finding.key or "",
    GroupBy.RULE: lambda finding: finding.code,
}
