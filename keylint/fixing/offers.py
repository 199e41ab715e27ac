"""What is offered is applied: every fix is tried before, in the way in which `--fix` does it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint import engine
from keylint.discover.contents import FileContents
from keylint.faults import Blaming
from keylint.fixing.fates import with_fates
from keylint.fixing.objections import identities_of
from keylint.fixing.passes import Passes, changes_of
from keylint.planning import UNPLANNED
from keylint.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from keylint.discover.files import Discovery
    from keylint.findings import Finding, Report
    from keylint.fixing.passes import Change, Spares, Stage, Withheld
    from keylint.settings import Settings
    from keylint.stores import Stores

    Progress = Callable[[str, int, int], None]

# Trying the fixes takes several checks: with more Python than that, in bytes, it is left to `--fix`, which says what it
# leaves out. Some thousand lines.
MOST_TRIED = 100_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fixing gives. `report` is about the files after it, `changes` is what becomes of them.

    `fixed` are the findings whose fixes were applied, `withheld` those whose were not. `mended` are the findings that
    had the fix on offer, and `further` those of `fixed` that only came up when others were mended.
    """

    report: Report
    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    withheld: tuple[Withheld, ...]
    mended: tuple[Finding, ...]
    further: tuple[Finding, ...]


def check(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    discovery: Discovery | None = None,
    stores: Stores | None = None,
) -> Report:
    """As `keylint.engine.check`, with the fixes that `--fix` applies: those that it would leave out are refused, with
    what speaks against them. Where there is much to check the fixes have not been tried, and say so.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    first, passes = _begun(paths, settings, contents or FileContents(), progress, discovery, stores)
    if all(finding.fix is None for finding in first.findings):
        return first
    if _size_of(passes) > MOST_TRIED:
        return replace(first, findings=tuple(map(_untried, first.findings)))
    known = passes.contents.overlay
    stages = _stages(passes)
    passes.contents.overlay = known
    return _offering(first, passes, stages)


def fix_all(
    paths: Sequence[Path],
    settings: Settings,
    contents: FileContents,
    *,
    unsafe: bool,
    progress: Progress | None = None,
    codes: frozenset[str] | None = None,
    spares: Spares | None = None,
) -> Outcome:
    """Mends what can be mended, of the rules with these `codes` or of the selected ones, but what somebody `spares`.
    Nothing is written: see `keylint.fixing.writing`."""
    first, passes = _begun(paths, settings, contents, progress, codes=codes)
    passes.spares = spares
    safe, full = _stages(passes)
    done, later = (full, ()) if unsafe else (safe, (full,))
    offered = _offering(first, passes, (safe, full)).findings
    mended = tuple(each for each in offered if each.fix is not None and (each.fix.safe or unsafe))
    known = {identity for finding in mended for identity in identities_of(finding)}
    contents.overlay = done.overlay
    left = _offering(passes.report(settings), passes, later, done)
    passes.stores.save()
    further = tuple(each for each in done.fixed if known.isdisjoint(identities_of(each)))
    return Outcome(left, changes_of(contents), done.fixed, done.withheld, mended, further)


def _untried(finding: Finding) -> Finding:
    return finding if finding.fix is None else replace(finding, fix=replace(finding.fix, is_tried=False))


def _size_of(passes: Passes) -> int:
    """The bytes of all Python files that the walk found, as far as they can be read."""
    size = 0
    for file in passes.discovery.files:
        with suppress(OSError):
            size += file.path.stat().st_size
    return size


def _begun(
    paths: Sequence[Path],
    settings: Settings,
    contents: FileContents,
    progress: Progress | None = None,
    discovery: Discovery | None = None,
    stores: Stores | None = None,
    codes: frozenset[str] | None = None,
) -> tuple[Report, Passes]:
    """The report on the files as they are, and passes over them that have not begun."""
    known = (stores or engine.stores_of(settings, [])).lasting()
    found = discovery or engine.discovered(paths, settings, contents)
    report = engine.check(paths, settings, progress, contents, found, known)
    wanted = Wanted(engine.governing_of(settings, found, contents))
    wants = wanted.has if codes is None else lambda finding: finding.code in codes
    return report, Passes(paths, settings, contents, found, known, wants, progress)


def _stages(passes: Passes) -> tuple[Stage, Stage]:
    """What `--fix` would do, and what `--unsafe-fixes` would do beside it."""
    safe = passes.stage(passes.report(), unsafe=False)
    return safe, passes.stage(safe.report, unsafe=True)


def _offering(report: Report, passes: Passes, stages: tuple[Stage, ...], done: Stage | None = None) -> Report:
    """The report with the fixes that one of the `stages` applies, which follow `done` if anything has been done."""
    faults = passes.faults
    findings = tuple(replace(each, fix=None, no_fix=UNPLANNED.reason) if each.fix else each for each in report.findings)
    with Blaming(faults, "", "the trial of the fixes", "none is offered"):
        findings = with_fates(report.findings, passes.wants, stages, done)
    return replace(report, findings=findings, faults=tuple(dict.fromkeys((*report.faults, *faults))))
