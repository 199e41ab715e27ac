"""Applies fixes in passes until none is left, and takes back what does not hold when the app is checked again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.discover.files import relative_path
from keylint.engine import check
from keylint.faults import Blaming
from keylint.fixing.merging import breaks_code, compatible, with_edits
from keylint.fixing.objections import objections_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.findings import Fault, Finding, Fix, Report
    from keylint.settings import Settings
    from keylint.streamlit.versions import Version

    Progress = Callable[[str, int, int], None]

    # A finding and its fix, whatever line they have moved to.
    Attempt = tuple[str, str | None, str | None, str, str]

# A fix removes its finding, so passes end by themselves; this ends them should two rules disagree.
_MOST_PASSES = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a file. `display` is its shown path, `name` that as the file system has it, where it differs."""

    path: Path
    display: str
    before: bytes
    after: bytes
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A fix that is not applied, and why. `is_outside`: it would change a file that is not among the given ones."""

    finding: Finding
    reason: str
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report after all fixes, what they change, the findings that they mend, and what was not done."""

    report: Report
    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    withheld: tuple[Withheld, ...]


@dataclass(slots=True)
class _Passes:
    """The state of the passes: the files as they would be, and what has been decided.

    `held_at` says how many findings had been mended when a fix was withheld, `at_once` how many fixes are tried
    together. `faults` are those of fixes that are withheld for them.
    """

    paths: Sequence[Path]
    settings: Settings
    unsafe: bool
    contents: FileContents
    progress: Progress | None
    codes: frozenset[str] | None
    fixed: list[Finding] = field(default_factory=list)
    withheld: dict[Attempt, Withheld] = field(default_factory=dict)
    held_at: dict[Attempt, int] = field(default_factory=dict)
    at_once: int = 1 << 16
    faults: list[Fault] = field(default_factory=list)

    def report(self) -> Report:
        return check(self.paths, self.settings, self.progress, self.contents)

    def candidates(self, report: Report) -> list[Finding]:
        """The findings to mend in this pass: of fixes that meet in one place, the first."""
        wanted = [
            finding
            for finding in report.findings
            if finding.fix is not None
            and (finding.fix.safe or self.unsafe)
            and _attempt(finding, finding.fix) not in self.withheld
            and (self.codes is None or finding.code in self.codes)
        ]
        return compatible(finding for finding in wanted if self._stays_inside(finding, report))

    def _stays_inside(self, finding: Finding, report: Report) -> bool:
        """Whether the fix changes given files only; of another one the user may not think at all."""
        assert finding.fix is not None
        outside = {edit.location.path for edit in finding.fix.edits} - set(report.checked_files)
        if outside:
            reason = f"it would also change {', '.join(sorted(outside))}: give that path as well"
            self.withheld[_attempt(finding, finding.fix)] = Withheld(finding, reason, is_outside=True)
        return not outside

    def withhold(self, finding: Finding, reason: str) -> None:
        assert finding.fix is not None
        attempt = _attempt(finding, finding.fix)
        self.withheld[attempt] = Withheld(finding, reason)
        self.held_at[attempt] = len(self.fixed)

    def reconsider(self) -> bool:
        """Lets go of what was withheld before other findings were mended; tells whether there is anything."""
        earlier = [attempt for attempt, count in self.held_at.items() if count < len(self.fixed)]
        for attempt in earlier:
            del self.withheld[attempt], self.held_at[attempt]
        return bool(earlier)

    def accept(self, report: Report, findings: list[Finding]) -> Report:
        """Applies the fixes of `findings`, planned for the files of `report`, as far as they hold."""
        while findings:
            before = self.contents.overlay
            group = findings[: self.at_once]
            after, objections = self._tried(report, group)
            if not objections:
                self.fixed += group
                self.at_once *= 2
                return after
            self.contents.overlay = before
            blamed = {id(finding): (finding, reason) for finding, reason in objections if finding is not None}
            for finding, reason in blamed.values():
                self.withhold(finding, reason)
            findings = [finding for finding in findings if id(finding) not in blamed]
            if not blamed:
                # One of them is at fault, and nobody knows which. Where one is others may be: it takes a while until as
                # many are tried at once again.
                self.at_once = len(group) // 2
        return report

    def _tried(self, report: Report, findings: list[Finding]) -> tuple[Report, list[tuple[Finding | None, str]]]:
        """The report once the fixes are laid over the files, and what speaks against them."""
        alone = findings[0] if len(findings) == 1 and findings[0].fix is not None else None
        # Of several, the one that is at fault is found when each is tried alone.
        faults = self.faults if alone is not None else []
        part = f"the application of the fix '{alone.fix.title}'" if alone and alone.fix else ""
        with Blaming(faults, findings[0].location.path, part, "it is left out"):
            overlay = with_edits(self.contents, [finding.fix for finding in findings if finding.fix])
            if breaks_code(self.contents, overlay):
                return report, [(alone, "the changed file would not be valid Python")]
            self.contents.overlay = overlay
            after = self.report()
            faults += [each for each in after.faults if each not in report.faults]
            return after, list(objections_to(report, after, findings))
        return report, [(alone, "keylint itself failed to apply it")]


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
        findings: list[Finding] = []
        with Blaming(passes.faults, "", "the choice of the fixes", "no more are applied"):
            findings = passes.candidates(report)
            if not findings and passes.reconsider():
                findings = passes.candidates(report)
        if not findings:
            break
        report = passes.accept(report, findings)
    report = replace(report, faults=tuple(dict.fromkeys((*report.faults, *passes.faults))))
    return Outcome(report, changes_of(contents), tuple(passes.fixed), tuple(passes.withheld.values()))


def oldest_required(fixed: Iterable[Finding]) -> Version | None:
    """The oldest Streamlit that runs what these fixes made, where the project does not require that yet."""
    return max((each.fix.requires for each in fixed if each.fix and each.fix.requires), default=None)


def changes_of(contents: FileContents) -> tuple[Change, ...]:
    """What the overlay of `contents` changes."""
    return tuple(
        Change(file.path, file.display, before, after, relative_path(file.path))
        for file, before, after in contents.changed()
    )


def _attempt(finding: Finding, fix: Fix) -> Attempt:
    return (finding.code, finding.key, finding.page, finding.code_text, fix.title)
