"""`keylint check`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint import recall
from keylint.cli.destination import destination
from keylint.cli.diff import diff
from keylint.cli.faults import faults_told, notices_told
from keylint.cli.fix import repair, tell
from keylint.cli.ignoring import Check, reason_option, silence, tell_silenced
from keylint.cli.known import baseline_options, known_filter
from keylint.cli.options import selection_options, settings_for, shared_options
from keylint.cli.outputs import Output, format_option, formats, further_outputs, plain_format, write
from keylint.cli.terminal import Progress, columns, wants_colour, wants_links
from keylint.cli.typed import typed
from keylint.cli.upgrade import report_upgrade, upgrade_options
from keylint.cli.without_app import without_app, without_app_told
from keylint.errors import UsageError
from keylint.findings import Severity
from keylint.reporters import GROUPED_FORMATS
from keylint.reporters.view import GroupBy, View

if TYPE_CHECKING:
    from keylint.cli.outputs import Wish


@click.command(
    "check",
    cls=Check,
    examples=(
        ("keylint check", "the apps in this folder and below"),
        ("keylint check app.py --diff", "what would be repaired, as a diff"),
        ("keylint check --fix --unsafe-fixes", "repair all that can be"),
        ("keylint check --select KEY1,KEY401", "some rules only"),
        ("keylint check --upgrade-from 1.40", "what a newer Streamlit changes"),
        ("keylint check --show-settings", "what is configured, and where"),
    ),
)
@shared_options
@format_option
@click.option(
    "--group-by",
    type=click.Choice([by.value for by in GroupBy]),
    help="What findings are printed together by, each with its code (full, grouped). [default: cause]",
)
@click.option(
    "--output-file", type=click.Path(dir_okay=False, readable=False), metavar="FILE", help="Write the findings to FILE."
)
@selection_options
@click.option("--fix", is_flag=True, help="Repair what can be repaired safely, and show what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also repairs that change what the app does.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what --fix would change, as a diff; write nothing.")
@click.option("--show-fixes", is_flag=True, help="With --fix or --diff: list by file and rule what is fixed.")
@baseline_options
@click.option(
    "--add-ignore",
    callback=reason_option,
    metavar="[=REASON]",
    help="Write a comment that silences each finding, where it can at what hides the widgets; show what is left.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 even if there are findings.")
@click.option("--allow-empty", is_flag=True, help="Also take PATHS for which no app is found.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule (full, concise).")
@click.option("--show-files", is_flag=True, help="List the files that were checked (full, concise).")
@click.option("--show-unknowns", is_flag=True, help="List what could not be resolved (full, concise).")
@click.option(
    "--show-settings", is_flag=True, help="Instead of findings, show what settings hold where, and what gives them."
)
@upgrade_options
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes to read files with.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only: no summary, no progress.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Print of each finding all that is known, and the comment that suppresses it."
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
    wishes: tuple[Wish, ...],
    group_by: str | None,
    output_file: str | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    min_severity: str | None,
    fix: bool,
    unsafe_fixes: bool,
    show_diff: bool,
    show_fixes: bool,
    baseline: str | None,
    no_baseline: bool,
    update_baseline: bool,
    add_ignore: str | None,
    exit_zero: bool,
    allow_empty: bool,
    statistics: bool,
    show_files: bool,
    show_unknowns: bool,
    show_settings: bool,
    upgrade_from: str | None,
    upgrade_to: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    next_step: tuple[str, str] | None = None,
) -> int:
    """Check the Streamlit apps in PATHS, files or folders; by default those in the working directory.

    Options override the configuration. Codes may be given as prefixes, separated by commas: KEY1,KEY401.
    """
    # `next_step` is no option: it is for commands that end with a check, and know better what to do next.
    if not (fix or show_diff):
        _require_fixing(unsafe_fixes=unsafe_fixes, show_fixes=show_fixes)
    is_upgrade = upgrade_from is not None or upgrade_to is not None
    if is_upgrade and (baseline is not None or update_baseline):
        raise UsageError("a baseline is about findings: leave it out with --upgrade-from, which shows changes")
    if show_diff and update_baseline:
        raise UsageError("--update-baseline changes a file: leave it out with --diff, which changes none")
    named, paths = paths, paths or (Path(),)
    settings = settings_for(
        paths,
        config,
        isolated,
        target_option=target_streamlit,
        entrypoints=entrypoints or None,
        include_generated=include_generated or None,
        cache=False if no_cache else None,
        output_format=plain_format(wishes),
        select=select,
        ignore=ignore,
        extend_select=extend_select,
        min_severity=Severity.parse(min_severity) if min_severity else None,
        jobs=jobs,
    )
    if group_by is not None and formats(wishes, settings.output_format).isdisjoint(GROUPED_FORMATS):
        raise UsageError(f"--group-by is for the formats {' and '.join(GROUPED_FORMATS)}; add --output-format")
    if show_settings and (fix or show_diff or is_upgrade or update_baseline or add_ignore is not None):
        raise UsageError("--show-settings goes alone: it changes nothing and shows no findings")
    if add_ignore is not None and (fix or show_diff or is_upgrade or update_baseline):
        raise UsageError(
            "--add-ignore goes alone: it excludes --fix, --diff, --upgrade-from and --update-baseline; run them first"
        )
    known = None
    if not (is_upgrade or show_settings):
        known = known_filter(paths, settings, baseline, no_baseline=no_baseline, update=update_baseline)
    also_read = [str(each) for each in (config, known and known.file.path) if each is not None]
    projects = (str(settings.root), ".")
    place = None if output_file is None else destination(output_file, projects, also_read)
    further = further_outputs(wishes, place, projects, also_read)
    if further and (show_diff or is_upgrade or show_settings):
        raise UsageError(
            "--output-format FORMAT=FILE is about findings: leave it out with --diff, --upgrade-from, --show-settings"
        )
    if show_settings:
        from keylint.cli.showing import show_settings as show  # noqa: PLC0415 -- a check does without

        with nullcontext() if quiet else Progress() as progress:
            effective = settings if baseline is None else settings.overriding(baseline=baseline)
            effective = settings.overriding(baseline=None) if no_baseline else effective
            return show(paths, effective, progress, place)
    view = View(
        threshold=settings.min_severity,
        quiet=quiet,
        verbose=verbose,
        statistics=statistics,
        show_files=show_files,
        show_unknowns=show_unknowns,
        colour=place is None and wants_colour(sys.stdout),
        hyperlinks=place is None and wants_links(sys.stdout),
        width=None if place else columns(sys.stdout),
        group_by=None if group_by is None else GroupBy(group_by),
        command=typed(click.get_current_context()),
        next_step=next_step,
    )
    if is_upgrade:
        status = report_upgrade(paths, settings, view, upgrade_from, upgrade_to, place)
        return 0 if exit_zero and status == 1 else status
    with nullcontext() if quiet else Progress() as progress:
        if show_diff:
            return diff(
                paths,
                settings,
                progress,
                known,
                unsafe=unsafe_fixes,
                output_file=place,
                exit_zero=exit_zero,
                quiet=quiet,
                show_fixes=show_fixes,
            )
        repaired = repair(paths, settings, progress, known, unsafe=unsafe_fixes) if fix else None
        silenced = silence(paths, settings, progress, known, add_ignore) if add_ignore is not None else None
        changed = repaired or silenced
        report = changed.report if changed is not None else recall.check(paths, settings, progress)
    faults = list(report.faults)
    if known is not None:
        report, left = known.applied(report)
    without = () if allow_empty else without_app(named, report)
    # What was done to files is said first, and so even where the findings cannot be.
    failed = repaired is not None and tell(repaired, quiet=quiet, show_fixes=show_fixes)
    failed = (silenced is not None and tell_silenced(silenced, quiet=quiet)) or failed
    try:
        write(report, (*further, Output(settings.output_format, place)), view, faults)
    finally:
        notices_told(report.notices)
        failed = faults_told(faults) or failed
    if failed or without:
        without_app_told(without)
        return 2
    if known is not None and update_baseline:
        known.update(report.baseline, left)
    return 1 if view.shown(report) and not exit_zero else 0


def _require_fixing(*, unsafe_fixes: bool, show_fixes: bool) -> None:
    """Raises UsageError for an option that says how to fix, where nothing is to be fixed."""
    if unsafe_fixes:
        raise UsageError("--unsafe-fixes does nothing alone: add --fix to apply them, or --diff to see them")
    if show_fixes:
        raise UsageError("--show-fixes does nothing alone: add --fix to apply them, or --diff to see them")
