"""`--baseline`: the findings that a project knows of are counted, not reported."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from keylint.baseline.entries import compared
from keylint.baseline.place import configured_file, covers, file_named
from keylint.baseline.text import text_of
from keylint.cli.destination import destination
from keylint.cli.streams import say
from keylint.discover.files import relative_path
from keylint.errors import UsageError
from keylint.findings import Baseline as Known
from keylint.reporters.counting import number_of
from keylint.rules.codes import selected_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from keylint.baseline.entries import Baseline
    from keylint.baseline.place import BaselineFile
    from keylint.cli.destination import Destination
    from keylint.findings import Finding, Report
    from keylint.settings import Settings

    Command = TypeVar("Command", bound=Callable[..., Any])

_UNREAD = "KEY900"  # of what is lost in such a file nothing is gone


def baseline_options(command: Command) -> Command:
    """Adds the options about what is known."""
    for decorate in reversed(
        (
            click.option(
                "--baseline",
                metavar="FILE",
                help="Only what is not in FILE, which `keylint baseline` wrote, is reported and repaired.",
            ),
            click.option("--no-baseline", is_flag=True, help="Report and repair also what the configured one knows."),
            click.option(
                "--update-baseline", is_flag=True, help="Take out of the baseline what is gone; nothing is added."
            ),
        )
    ):
        command = decorate(command)
    return command


@dataclass(frozen=True, slots=True)
class Filter:
    """Takes out of a report what a baseline knows. `is_whole`: the checked paths are all that it is about."""

    file: BaselineFile
    baseline: Baseline
    data: bytes
    is_whole: bool
    codes: frozenset[str]
    root: Path

    def applied(self, report: Report) -> tuple[Report, Baseline]:
        """The report without what is known, and what of the baseline is still found."""
        comparison = compared(report.findings, self.baseline, self.codes)
        is_told = self.is_whole and _is_all_there(report, comparison.new)
        gone = self.baseline.size - comparison.left.size if is_told else None
        known = Known(self.file.shown, comparison.known, gone)
        return dataclasses.replace(report, findings=comparison.new, baseline=known), comparison.left

    def known_of(self, report: Report) -> tuple[Finding, ...]:
        """What the baseline knows of a report; a finding about several inputs only where it knows all of them."""
        return compared(report.findings, self.baseline, self.codes).known

    def update(self, known: Known | None, left: Baseline) -> None:
        """Writes what is left, and says so; `known` is what was said of the report. Raises UsageError where that cannot
        be done."""
        gone = None if known is None else known.gone
        if gone is None:
            raise UsageError(
                f"{self.file.shown}: is left as it is, because not all could be read that it is about, or a page's "
                "file is not there; see the findings and --show-unknowns, and run keylint again"
            )
        if left == self.baseline:
            say(f"{self.file.shown}: nothing is gone, so it stays as it is.")
            return
        self.file.require_unchanged(self.data)
        write(self.file, left, self.root)
        say(f"{self.file.shown}: took out {number_of(gone, 'finding')}, {left.size} left.")


def _is_all_there(report: Report, new: Sequence[Finding]) -> bool:
    """Whether nothing is gone only because keylint failed, or because a file cannot be read or found: with a page that
    was renamed, and is named in `st.Page` as before, the findings about it are not gone."""
    return not (report.faults or report.totals.pages_not_found or any(each.code == _UNREAD for each in new))


def known_filter(
    paths: Sequence[Path], settings: Settings, name: str | None, *, no_baseline: bool, update: bool
) -> Filter | None:
    """The filter of the baseline that the command line or the configuration names; None where neither does.

    Raises UsageError for a baseline that cannot be used, ConfigurationError where its name cannot.
    """
    if no_baseline and (name is not None or update):
        raise UsageError("--no-baseline excludes --baseline and --update-baseline; give one of them")
    file = file_named(name) if name is not None else configured_file(settings)
    if file is None and update:
        raise UsageError("--update-baseline needs a baseline: name it with --baseline, or write it: keylint baseline")
    if file is None or no_baseline:
        return None
    baseline, data = file.read()
    is_whole = covers(file, baseline, paths)
    if update and not is_whole:
        raise UsageError(
            f"--update-baseline: {file.shown} is about more than the given paths, and what is gone elsewhere is not "
            "known; check all that it is about"
        )
    codes = selected_codes(settings.select, settings.ignore, settings.extend_select)
    return Filter(file, baseline, data, is_whole, codes, settings.root)


def write(file: BaselineFile, baseline: Baseline, root: Path) -> None:
    """Writes a baseline of the project `root` into its file. Raises UsageError where it cannot."""
    place_of(file, root).write(text_of(baseline).encode("utf-8", "backslashreplace"))


def place_of(file: BaselineFile, root: Path) -> Destination:
    """Where a baseline is written. Raises UsageError where it cannot be, or something else would be lost."""
    file.require_replaceable()
    return destination(relative_path(file.path), (str(root), "."))
