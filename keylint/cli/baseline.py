"""`keylint baseline`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint import recall
from keylint.baseline.entries import Baseline, entries_of
from keylint.baseline.place import configured_file, covers, file_named, paths_below, usual_file
from keylint.cli.faults import faults_told, notices_told
from keylint.cli.helping import Command
from keylint.cli.known import place_of, write
from keylint.cli.options import selection_options, settings_for, shared_options
from keylint.cli.output import emit
from keylint.cli.terminal import Progress
from keylint.errors import UsageError
from keylint.findings import Severity
from keylint.reporters.summary import counted

if TYPE_CHECKING:
    from keylint.baseline.place import BaselineFile
    from keylint.findings import Finding


@click.command(
    "baseline",
    cls=Command,
    examples=(
        ("keylint baseline", "note what is found today"),
        ("keylint check --baseline keylint-baseline.jsonl", "report what is new since"),
    ),
)
@shared_options
@selection_options
@click.option(
    "--output-file",
    type=click.Path(dir_okay=False, readable=False),
    metavar="FILE",
    help="Write to FILE. [default: the configured baseline, else keylint-baseline.jsonl]",
)
def command(
    *,
    paths: tuple[Path, ...],
    target_streamlit: str | None,
    entrypoints: tuple[str, ...],
    config: Path | None,
    include_generated: bool,
    isolated: bool,
    no_cache: bool,
    output_file: str | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    min_severity: str | None,
) -> int:
    """Write down what is found in the Streamlit apps in PATHS, so that only new findings are reported.

    `keylint check --baseline FILE` reports what is not in it. A finding is known by its rule, its key and the code of
    its place, not by its line or file. Exit status: 0 written, 2 usage or configuration error.
    """
    paths = paths or (Path(),)
    settings = settings_for(
        paths,
        config,
        isolated,
        target_option=target_streamlit,
        entrypoints=entrypoints or None,
        include_generated=include_generated or None,
        cache=False if no_cache else None,
        select=select,
        ignore=ignore,
        extend_select=extend_select,
        min_severity=Severity.parse(min_severity) if min_severity else None,
    )
    configured = configured_file(settings)
    file = file_named(output_file) if output_file is not None else configured or usual_file(settings)
    place_of(file, settings.root)  # before the work begins
    _require_all(file, paths)
    with Progress() as progress:
        report = recall.check(paths, settings, progress)
    notices_told(report.notices)
    if faults_told(report.faults):
        return 2
    findings = [finding for finding in report.findings if report.is_shown(finding, settings.min_severity)]
    write(file, Baseline(paths_below(file, paths), entries_of(findings)), settings.root)
    emit(_told(file, findings, is_configured=file == configured), None, machine_readable=False)
    return 0


def _require_all(file: BaselineFile, paths: tuple[Path, ...]) -> None:
    """Raises UsageError where the baseline that is there is about more than the paths: that would be lost."""
    try:
        known, _ = file.read()
    except UsageError:  # there is none, or nothing that could be kept of it
        return
    if not covers(file, known, paths):
        raise UsageError(f"{file.shown} is about more than the given paths; give all, or name another file")


def _told(file: BaselineFile, findings: list[Finding], *, is_configured: bool) -> str:
    """What was written, and what to do next."""
    counts = Counter(finding.severity for finding in findings)
    known = counted(counts) if findings else "no findings"
    following = "keylint check" if is_configured else f"keylint check --baseline {file.shown}"
    return f"Wrote {known} to {file.shown}. Next: {following}\n"
