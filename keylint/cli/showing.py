"""`keylint check --show-settings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint import recall
from keylint.cli.faults import faults_told, notices_told
from keylint.cli.output import emit
from keylint.discover.disk import Disk
from keylint.discover.governing import Configurations, Governing
from keylint.reporters.cells import visible
from keylint.reporters.settings_text import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keylint.cli.destination import Destination
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]


def show_settings(
    paths: tuple[Path, ...], settings: Settings, progress: Progress | None, output_file: Destination | None
) -> int:
    """Prints which settings hold for which apps, and where they come from; the exit status is 0, or 2 where keylint
    itself failed to tell."""
    report = recall.check(paths, settings, progress)
    text = render(report, Governing(settings, Configurations(settings, Disk())))
    try:
        emit("".join(f"{visible(line)}\n" for line in text.splitlines()), output_file, machine_readable=False)
    finally:
        notices_told(report.notices)
        failed = faults_told(report.faults)
    return 2 if failed else 0
