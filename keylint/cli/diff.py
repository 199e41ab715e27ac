"""`keylint check --diff`."""

from __future__ import annotations

import dataclasses
import sys
from functools import partial
from typing import TYPE_CHECKING

from keylint.cli.faults import faults_told, notices_told, unread_told
from keylint.cli.fix import outside_told
from keylint.cli.output import emit, emit_bytes
from keylint.cli.streams import say
from keylint.faults import Blaming, attempt
from keylint.reporters.cells import visible
from keylint.reporters.counting import number_of
from keylint.reporters.fixed import fixed_lines, in_files, unsafe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from keylint.cli.destination import Destination
    from keylint.cli.known import Filter
    from keylint.discover.files import SourceFile
    from keylint.findings import Severity
    from keylint.fixing.offers import Outcome
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]


def diff(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None,
    known: Filter | None,
    *,
    unsafe: bool,
    output_file: Destination | None,
    exit_zero: bool,
    quiet: bool,
    show_fixes: bool,
) -> int:
    """Prints what `--fix` would change, which is nothing that is `known`; the exit status is 1 when there is
    something, 2 when a file was not read, or changed meanwhile."""
    from keylint.discover.contents import FileContents  # noqa: PLC0415 -- a check without fixes does without all of it
    from keylint.fixing.diff import unified_diff  # noqa: PLC0415
    from keylint.fixing.offers import fix_all  # noqa: PLC0415
    from keylint.rules.key900_unreadable_source import RULE as KEY900  # noqa: PLC0415

    contents = FileContents()
    spares = known.known_of if known is not None else None
    outcome = fix_all(paths, settings, contents, unsafe=unsafe, progress=progress, spares=spares)
    report = outcome.report if known is None else known.applied(outcome.report)[0]
    outcome = dataclasses.replace(outcome, report=report)
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
        outside_told(outcome)
        failed = unread_told([finding for finding in outcome.report.findings if finding.code == KEY900.code])
        failed = _meanwhile_told(contents.changed_on_disk()) or failed
        notices_told(outcome.report.notices)
        failed = faults_told(faults) or failed
    if failed:
        return 2
    for line in () if quiet else _beside(outcome, settings.min_severity, show_fixes=show_fixes):
        say(line)
    return 1 if outcome.changes and not exit_zero else 0


def _beside(outcome: Outcome, threshold: Severity, *, show_fixes: bool) -> Iterator[str]:
    """What the diff does not say: what it mends, on request, and what is there that it does not show."""
    if show_fixes:
        where = in_files(len(outcome.changes), [change.display for change in outcome.changes if change.is_new])
        yield from fixed_lines("Would fix", outcome.mended, outcome.further, where, show_fixes=True)
    unsafe = sum(finding.fix is not None for finding in outcome.report.findings)
    if unsafe:
        yield unsafe_line(unsafe, is_all=not outcome.changes)
    elif not outcome.changes and not show_fixes:
        left = sum(outcome.report.is_shown(finding, threshold) for finding in outcome.report.findings)
        verb = "has" if left == 1 else "have"
        yield (
            f"{number_of(left, 'finding')} {verb} no automatic fix: keylint check says why."
            if left
            else "There is nothing to fix."
        )


def _meanwhile_told(changed: list[tuple[SourceFile, str]]) -> bool:
    """Says on standard error which files are no longer what the diff is about. Tells whether there are any."""
    for file, reason in changed:
        say(f"{file.display} {reason}.")
    return bool(changed)
