"""`keylint check --fix` and `--diff`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from keylint.cli.faults import faults_told, unread_told
from keylint.cli.output import emit, emit_bytes
from keylint.cli.streams import say
from keylint.faults import Blaming, attempt
from keylint.reporters.assumption import needed
from keylint.reporters.cells import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from keylint.cli.destination import Destination
    from keylint.findings import Fault, Finding, Report
    from keylint.fixing.passes import Outcome, Withheld
    from keylint.fixing.writing import Written
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What `--fix` did. `report` is what is left, for the files as they are now."""

    report: Report
    outcome: Outcome
    written: Written


def repair(paths: Sequence[Path], settings: Settings, progress: Progress | None, *, unsafe: bool) -> Repaired:
    """Fixes what can be fixed and writes it."""
    from keylint.discover.contents import FileContents  # noqa: PLC0415 -- a check without fixes does without all of it
    from keylint.engine import check  # noqa: PLC0415
    from keylint.fixing.passes import fix_all  # noqa: PLC0415
    from keylint.fixing.writing import recover, write_all  # noqa: PLC0415

    faults: list[Fault] = []
    recover(settings.root, faults)
    outcome = fix_all(paths, settings, FileContents(), unsafe=unsafe, progress=progress)
    written = write_all(outcome.changes, outcome.fixed, settings.root)
    report = check(paths, settings, progress) if written.failures else outcome.report
    faults += [*outcome.report.faults, *written.faults, *report.faults]
    return Repaired(replace(report, faults=tuple(dict.fromkeys(faults))), outcome, written)


def tell(repaired: Repaired, *, quiet: bool) -> bool:
    """Says on standard error what was done, and what was not. Tells whether something failed that was asked for."""
    outcome, written = repaired.outcome, repaired.written
    failed = failures_told(written)
    lines = [_left_out(withheld) for withheld in outcome.withheld if withheld.is_outside or not quiet]
    if not quiet:
        spoiled = {failure.display for failure in written.failures}
        mended = [
            finding
            for finding in outcome.fixed
            if finding.fix is not None and not any(edit.location.path in spoiled for edit in finding.fix.edits)
        ]
        files = _number(len(written.files), "file")
        lines.append(f"Fixed {_number(len(mended), 'finding')} in {files}." if mended else "Fixed nothing.")
        lines += _requirement(mended)
    for line in lines:
        say(line)
    return failed or any(withheld.is_outside for withheld in outcome.withheld)


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


def diff(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None,
    *,
    unsafe: bool,
    output_file: Destination | None,
    exit_zero: bool,
) -> int:
    """Prints what `--fix` would change; the exit status is 1 when there is something, 2 when a file was not read."""
    from keylint.discover.contents import FileContents  # noqa: PLC0415 -- a check without fixes does without all of it
    from keylint.fixing.diff import unified_diff  # noqa: PLC0415
    from keylint.fixing.passes import fix_all  # noqa: PLC0415
    from keylint.rules.key900_unreadable_source import RULE as KEY900  # noqa: PLC0415

    outcome = fix_all(paths, settings, FileContents(), unsafe=unsafe, progress=progress)
    faults = list(outcome.report.faults)
    diffs = (
        attempt(Blaming(faults, change.display, "the diff"), partial(unified_diff, [change]), b"")
        for change in outcome.changes
    )
    changed = b"".join(diffs)
    failed = False
    try:
        if output_file is None and sys.stdout.isatty():  # for eyes, not for `git apply`
            lines = changed.decode("utf-8", "backslashreplace").split("\n")
            emit("\n".join("\t".join(map(visible, line.split("\t"))) for line in lines), None, machine_readable=False)
        else:
            emit_bytes(changed, output_file)
    finally:
        for withheld in outcome.withheld:
            if withheld.is_outside:
                say(_left_out(withheld))
        failed = unread_told([finding for finding in outcome.report.findings if finding.code == KEY900.code])
        failed = faults_told(faults) or failed
    if failed:
        return 2
    return 1 if outcome.changes and not exit_zero else 0


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
