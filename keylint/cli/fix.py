"""`keylint check --fix`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.cli.streams import say
from keylint.reporters.assumption import needed
from keylint.reporters.fixed import fixed_lines, in_files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from keylint.cli.known import Filter
    from keylint.findings import Fault, Finding, Report
    from keylint.fixing.offers import Outcome
    from keylint.fixing.passes import Withheld
    from keylint.fixing.writing import Written
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What `--fix` did. `report` is what is left, for the files as they are now."""

    report: Report
    outcome: Outcome
    written: Written


def repair(
    paths: Sequence[Path], settings: Settings, progress: Progress | None, known: Filter | None, *, unsafe: bool
) -> Repaired:
    """Fixes what can be fixed, except what is `known`, and writes it."""
    from keylint.discover.contents import FileContents  # noqa: PLC0415 -- a check without fixes does without all of it
    from keylint.fixing.offers import check, fix_all  # noqa: PLC0415
    from keylint.fixing.writing import recover, write_all  # noqa: PLC0415

    faults: list[Fault] = []
    recover(settings.root, faults)
    spares = known.known_of if known is not None else None
    outcome = fix_all(paths, settings, FileContents(), unsafe=unsafe, progress=progress, spares=spares)
    written = write_all(outcome.changes, outcome.fixed, settings.root)
    report = check(paths, settings, progress) if written.failures else outcome.report
    faults += [*outcome.report.faults, *written.faults, *report.faults]
    return Repaired(replace(report, faults=tuple(dict.fromkeys(faults))), outcome, written)


def tell(repaired: Repaired, *, quiet: bool, show_fixes: bool) -> bool:
    """Says on standard error what was done, with `show_fixes` file by file and rule by rule, and what was not. Tells
    whether something failed that was asked for."""
    outcome, written = repaired.outcome, repaired.written
    failed = failures_told(written)
    failed = outside_told(outcome) or failed
    if not quiet:
        spoiled = {failure.display for failure in written.failures}
        mended = [finding for finding in outcome.mended if _is_written(finding, spoiled)]
        further = [finding for finding in outcome.further if _is_written(finding, spoiled)]
        new = [change.display for change in outcome.changes if change.is_new and change.display in written.files]
        where = in_files(len(written.files), new)
        for line in fixed_lines("Fixed", mended, further, where, show_fixes=show_fixes):
            say(line)
        for line in _requirement((*mended, *further)):
            say(line)
    return failed


def _is_written(finding: Finding, spoiled: Collection[str]) -> bool:
    return finding.fix is not None and not any(edit.location.path in spoiled for edit in finding.fix.edits)


def outside_told(outcome: Outcome) -> bool:
    """Says on standard error which fixes would change a file that was not given. Tells whether there are any."""
    outside = [withheld for withheld in outcome.withheld if withheld.is_outside]
    for withheld in outside:
        say(_left_out(withheld))
    return bool(outside)


def _requirement(fixed: Iterable[Finding]) -> list[str]:
    """What has to be written into the requirements beside what was fixed; one line, or none."""
    from keylint.fixing.passes import oldest_required  # noqa: PLC0415 -- as in repair

    version = oldest_required(fixed)
    return [] if version is None else [needed(version)]


def _left_out(withheld: Withheld) -> str:
    finding = withheld.finding
    place = f"{finding.location.path}:{finding.location.span.line}"
    return f"{place}: the fix of {finding.code} is left out, because {withheld.reason}."


def failures_told(written: Written) -> bool:
    """Says on standard error which files could not be written. Tells whether there are any."""
    for failure in written.failures:
        say(f"{failure.display} {failure.reason}.")
    return bool(written.failures)
