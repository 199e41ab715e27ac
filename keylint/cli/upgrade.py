"""`keylint check --upgrade-from`: what changes for the apps between two versions of Streamlit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

import click

from keylint.cli.faults import faults_told, notices_told, unread_told
from keylint.cli.output import emit
from keylint.cli.source import read_lines
from keylint.cli.terminal import Progress
from keylint.errors import UsageError
from keylint.findings import Severity
from keylint.reporters import MACHINE_FORMATS, UPGRADE_FORMATS
from keylint.reporters.part_by_part import part_by_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from keylint.cli.destination import Destination
    from keylint.reporters.view import View
    from keylint.settings import Settings
    from keylint.upgrade.change import Change

    Command = TypeVar("Command", bound=Callable[..., Any])


def upgrade_options(command: Command) -> Command:
    """Adds the options that name an upgrade."""
    for decorate in reversed(
        (
            click.option(
                "--upgrade-from",
                metavar="VERSION",
                help="Instead of findings, list what changes when the app leaves this Streamlit version.",
            ),
            click.option(
                "--to",
                "upgrade_to",
                metavar="VERSION",
                help="With --upgrade-from: the version to upgrade to. [default: the newest known]",
            ),
        )
    ):
        command = decorate(command)
    return command


def report_upgrade(
    paths: tuple[Path, ...],
    settings: Settings,
    view: View,
    start: str | None,
    end: str | None,
    output_file: Destination | None,
) -> int:
    """Prints the changes, and gives the exit status: 1 when one that is shown is a warning or an error, else 0; 2 where
    keylint itself failed, or could not read a file.

    Raises UsageError when the options do not name an upgrade, or the format has no place for one.
    """
    from keylint import engine  # noqa: PLC0415 -- a check without these options does without all of it
    from keylint.reporters import upgrade  # noqa: PLC0415
    from keylint.upgrade.versions import parse_upgrade  # noqa: PLC0415

    if settings.target_option is not None:
        raise UsageError(
            "--target-streamlit and --upgrade-from exclude each other; name the two versions of the upgrade"
        )
    if settings.output_format not in UPGRADE_FORMATS:
        raise UsageError(
            f"an upgrade is told in the formats {', '.join(UPGRADE_FORMATS)}, not as {settings.output_format}; "
            "name one of them with --output-format"
        )
    between = parse_upgrade(start, end)
    if view.quiet:
        report = engine.upgrade(paths, settings, between, None)
    else:
        with Progress() as progress:
            report = engine.upgrade(paths, settings, between, progress)
    faults = list(report.checked.faults)

    def text_of(changes: Sequence[Change], is_bare: bool) -> str:
        checked = dataclasses.replace(report.checked, faults=tuple(faults))
        some = dataclasses.replace(report, changes=tuple(changes), checked=checked)
        return upgrade.render(some, settings.output_format, view.bare if is_bare else view, read_lines)

    text = part_by_part(
        report.changes, lambda change: f"{change.location.path}:{change.location.span.line}", text_of, faults
    )
    failed = False
    try:
        emit(text, output_file, machine_readable=settings.output_format in MACHINE_FORMATS)
    finally:
        failed = unread_told(report.unread)
        notices_told(report.checked.notices)
        failed = faults_told(faults) or failed
    if failed:
        return 2
    return 1 if any(change.severity >= Severity.WARNING for change in upgrade.shown(report, view)) else 0
