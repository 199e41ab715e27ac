"""Applies fixes in passes until none is left, and takes back what does not hold when the app is checked again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.discover.files import relative_path
from keylint.engine import check
from keylint.faults import Blaming
from keylint.fixing.merging import breaks_code, compatible, first_fixes, with_edits
from keylint.fixing.objections import objections_to
from keylint.rules.codes import selected_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.discover.files import Discovery
    from keylint.findings import Fault, Finding, Report
    from keylint.settings import Settings
    from keylint.stores import Stores
    from keylint.streamlit.versions import Version

    Progress = Callable[[str, int, int], None]
    # What of a report is to stay as it is.
    Spares = Callable[[Report], Iterable[Finding]]

    # A finding and its fix, whatever line they have moved to.
    Attempt = tuple[str, str | None, str | None, str]

# A fix removes its finding, so passes end by themselves; this ends them should two rules disagree.
_MOST_PASSES = 100
_UNUSED_SUPPRESSION = "KEY901"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a file. `display` is its shown path, `name` that as the file system has it, where it differs.

    One that `is_new` is not there before, and `before` is empty; one that `is_gone` is not there after.
    """

    path: Path
    display: str
    before: bytes
    after: bytes
    name: str | None = None
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A fix that is not applied, and why. `is_outside`: it would change a file that is not among the given ones."""

    finding: Finding
    reason: str
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What has come of the passes so far: the report on the files as they would be, with all rules, the `overlay` that
    makes them so, the findings whose fixes were applied, what was not done, and whether unsafe fixes were asked for."""

    report: Report
    overlay: dict[Path, bytes]
    fixed: tuple[Finding, ...]
    withheld: tuple[Withheld, ...]
    unsafe: bool


@dataclass(slots=True)
class Passes:
    """The passes over the apps below `paths`: the files as they would be, and what has been decided.

    Only findings that somebody `wants` to mend are, and of these none that somebody `spares`; what speaks against a fix
    comes from every rule. `held_at` says how many findings had been mended when a fix was withheld, `at_once` how many
    fixes are tried together, `trials` how often the files were in another state. `faults` are those of fixes that are
    withheld for them.
    """

    paths: Sequence[Path]
    settings: Settings
    contents: FileContents
    discovery: Discovery
    stores: Stores
    wants: Callable[[Finding], bool]
    progress: Progress | None = None
    spares: Spares | None = None
    unsafe: bool = False
    fixed: list[Finding] = field(default_factory=list)
    withheld: dict[Attempt, Withheld] = field(default_factory=dict)
    held_at: dict[Attempt, int] = field(default_factory=dict)
    at_once: int = 1 << 16
    trials: int = 0
    faults: list[Fault] = field(default_factory=list)

    def report(self, settings: Settings | None = None) -> Report:
        """The report on the files as they would be: of every rule, or as `settings` want it."""
        wanted = settings or _of_all_rules(self.settings)
        if self.contents.overlay:
            self.trials += 1
            self.stores = self.stores.labelled(f"trial {self.trials}")
        files = sorted((*self.discovery.files, *self.contents.made), key=lambda file: str(file.path))
        discovery = replace(self.discovery, files=tuple(files))
        return check(self.paths, wanted, self.progress, self.contents, discovery, self.stores)

    def stage(self, report: Report, *, unsafe: bool) -> Stage:
        """Mends what can be mended after `report`, the last one on the files as they would be."""
        self.unsafe = unsafe
        for _ in range(_MOST_PASSES):
            findings: list[Finding] = []
            with Blaming(self.faults, "", "the choice of the fixes", "no more are applied"):
                findings = self.candidates(report)
                if not findings and self.reconsider():
                    findings = self.candidates(report)
            if not findings:
                break
            report = self.accept(report, findings)
        return Stage(report, self.contents.overlay, tuple(self.fixed), tuple(self.withheld.values()), unsafe)

    def candidates(self, report: Report) -> list[Finding]:
        """The findings to mend in this pass: of fixes that meet in one place, the first."""
        spared = {id(finding) for finding in (self.spares(report) if self.spares is not None else ())}
        wanted = [
            finding
            for finding in report.findings
            if finding.fix is not None
            and (finding.fix.safe or self.unsafe)
            and attempt_of(finding) not in self.withheld
            and self.wants(finding)
            and id(finding) not in spared
        ]
        return compatible(finding for finding in wanted if self._stays_inside(finding, report))

    def _stays_inside(self, finding: Finding, report: Report) -> bool:
        """Whether the fix changes given files only, beside new ones; of another one the user may not think at all."""
        assert finding.fix is not None
        changed = {edit.location.path for edit in finding.fix.edits if self.contents.has(edit.location.path)}
        outside = changed - set(report.checked_files)
        if outside:
            is_written_anew = outside.issubset(report.generated_files)
            what_to_do = "change what generates that file" if is_written_anew else "give that path as well"
            reason = f"it would also change {', '.join(sorted(outside))}: {what_to_do}"
            self.withheld[attempt_of(finding)] = Withheld(finding, reason, is_outside=True)
        return not outside

    def withhold(self, finding: Finding, reason: str) -> None:
        attempt = attempt_of(finding)
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
            group = first_fixes(findings, self.at_once)
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
                self.at_once = len({finding.fix for finding in group}) // 2
        return report

    def _tried(self, report: Report, findings: list[Finding]) -> tuple[Report, list[tuple[Finding | None, str]]]:
        """The report once the fixes are laid over the files, and what speaks against them."""
        fixes = list(dict.fromkeys(finding.fix for finding in findings if finding.fix is not None))
        # Of several, the one that is at fault is found when each is tried alone.
        at_fault: list[Finding | None] = [*findings] if len(fixes) == 1 else [None]
        faults = self.faults if len(fixes) == 1 else []
        part = f"the application of the fix '{fixes[0].title}'"
        with Blaming(faults, findings[0].location.path, part, "it is left out"):
            overlay = with_edits(self.contents, fixes)
            if breaks_code(self.contents, overlay):
                return report, [(each, "the changed file would not be valid Python") for each in at_fault]
            self.contents.overlay = overlay
            after = self.report()
            faults += [each for each in after.faults if each not in report.faults]
            return after, list(objections_to(report, after, findings))
        return report, [(each, "keylint itself failed to apply it") for each in at_fault]


def _of_all_rules(settings: Settings) -> Settings:
    """What an error tells of a fix is heard though the user has not selected its rule. Comments that suppress nothing
    are none: what they would suppress was not asked for."""
    codes = selected_codes(settings.select, settings.ignore, settings.extend_select)
    ignored = () if _UNUSED_SUPPRESSION in codes else (_UNUSED_SUPPRESSION,)
    return settings.overriding(select=("KEY",), ignore=ignored, extend_select=())


def oldest_required(fixed: Iterable[Finding]) -> Version | None:
    """The oldest Streamlit that runs what these fixes made, where the project does not require that yet."""
    return max((each.fix.requires for each in fixed if each.fix and each.fix.requires), default=None)


def changes_of(contents: FileContents) -> tuple[Change, ...]:
    """What the overlay of `contents` changes."""
    return tuple(
        Change(file.path, file.display, before, after, relative_path(file.path), file in contents.made)
        for file, before, after in contents.changed()
    )


def attempt_of(finding: Finding) -> Attempt:
    title = finding.fix.title if finding.fix is not None else ""
    return (finding.code, finding.key, finding.page, title)
