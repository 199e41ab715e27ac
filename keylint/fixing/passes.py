"""Applies fixes in passes until none is left, and takes back what does not hold when the app is checked again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.engine import check
from keylint.findings import Severity
from keylint.fixing.merging import compatible, with_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.findings import Finding, Fix, Report
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]
    Identity = tuple[str, str | None, str | None]

# A fix removes its finding, so passes end by themselves; this ends them should two rules disagree.
_MOST_PASSES = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a file. `display` is its shown path."""

    path: Path
    display: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Withheld:
    """A fix that is not applied, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report after all fixes, what they change, the findings that they mend, and what was not done."""

    report: Report
    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    withheld: tuple[Withheld, ...]


@dataclass(slots=True)
class _Passes:
    """The state of the passes: the files as they would be, and what has been decided."""

    paths: Sequence[Path]
    settings: Settings
    unsafe: bool
    contents: FileContents
    progress: Progress | None
    codes: frozenset[str] | None
    fixed: list[Finding] = field(default_factory=list)
    withheld: dict[Fix, Withheld] = field(default_factory=dict)

    def report(self) -> Report:
        return check(self.paths, self.settings, self.progress, self.contents)

    def candidates(self, report: Report) -> list[Finding]:
        """The findings to mend in this pass: of fixes that meet in one place, the first."""
        wanted = [
            finding
            for finding in report.findings
            if finding.fix is not None and (finding.fix.safe or self.unsafe) and finding.fix not in self.withheld
            if self.codes is None or finding.code in self.codes
        ]
        return compatible(wanted)

    def accept(self, report: Report, findings: list[Finding]) -> Report:
        """Applies the fixes of `findings`, planned for the files of `report`, as far as they hold."""
        if not findings:
            return report
        before = self.contents.overlay
        self.contents.overlay = with_edits(self.contents, [finding.fix for finding in findings if finding.fix])
        after = self.report()
        reason = _objection(report, after, findings)
        if reason is None:
            self.fixed += findings
            return after
        self.contents.overlay = before
        if len(findings) == 1:
            fix = findings[0].fix
            assert fix is not None
            self.withheld[fix] = Withheld(findings[0], reason)
            return report
        # The first half shifts the lines of the second: that one is planned anew in the next pass.
        first = findings[: len(findings) // 2]
        return self.accept(report, first)


def fix_all(
    paths: Sequence[Path],
    settings: Settings,
    contents: FileContents,
    *,
    unsafe: bool,
    progress: Progress | None = None,
    codes: frozenset[str] | None = None,
) -> Outcome:
    """Mends what can be mended, of the rules with these `codes` or of all. Nothing is written: see
    `keylint.fixing.writing`."""
    passes = _Passes(paths, settings, unsafe, contents, progress, codes)
    report = passes.report()
    for _ in range(_MOST_PASSES):
        findings = passes.candidates(report)
        if not findings:
            break
        report = passes.accept(report, findings)
    return Outcome(report, changes_of(contents), tuple(passes.fixed), tuple(passes.withheld.values()))


def changes_of(contents: FileContents) -> tuple[Change, ...]:
    """What the overlay of `contents` changes."""
    return tuple(Change(file.path, file.display, before, after) for file, before, after in contents.changed())


def _objection(before: Report, after: Report, findings: list[Finding]) -> str | None:
    """Why the fixes of `findings` must not stay: a finding that they leave, or one that they bring."""
    old, new = _counted(before), _counted(after)
    for finding in findings:
        identity = _identity(finding)
        if new[identity] >= old[identity]:
            return "the finding would still be there"
    keys = {finding.key for finding in findings}
    for finding in after.findings:
        identity = _identity(finding)
        # Of the keys that a fix is about, no loss may come, however slight.
        is_loss = finding.code.startswith("KEY1") and finding.key in keys
        if (finding.severity >= Severity.WARNING or is_loss) and new[identity] > old[identity]:
            return f"it would bring {finding.code} for '{finding.key}'"
    return None


def _counted(report: Report) -> Counter[Identity]:
    return Counter(_identity(finding) for finding in report.findings)


def _identity(finding: Finding) -> Identity:
    return (finding.code, finding.key, finding.page)
