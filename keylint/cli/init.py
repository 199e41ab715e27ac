"""`keylint init`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint import recall
from keylint.baseline.entries import Baseline, entries_of
from keylint.baseline.place import USUAL_NAME, configured_file, paths_below, usual_file
from keylint.cli.destination import destination
from keylint.cli.faults import faults_told, notices_told
from keylint.cli.fix import failures_told
from keylint.cli.helping import Command
from keylint.cli.known import place_of, write
from keylint.cli.options import settings_for
from keylint.cli.output import emit
from keylint.cli.terminal import Progress
from keylint.errors import UsageError
from keylint.fixing.passes import Change
from keylint.fixing.writing import write_all
from keylint.places import real_path
from keylint.reporters.cells import visible
from keylint.reporters.counting import number_of
from keylint.reporters.summary import counted, python_files
from keylint.repositories import repository_around
from keylint.starting.plan import HOOKS, Step, configuration_step, hook_step, is_released

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.baseline.place import BaselineFile
    from keylint.findings import Finding, Report


@click.command(
    "init", cls=Command, examples=(("keylint init --dry-run", "what would be written"), ("keylint init", "write it"))
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def command(*, paths: tuple[Path, ...], dry_run: bool, no_cache: bool) -> int:
    """Set keylint up for the Streamlit apps in PATHS, by default those in the working directory.

    Finds the apps and their Streamlit, and writes down what is found in them today (the baseline), the configuration
    that names the baseline, and a pre-commit hook. What is there stays; a second run changes nothing. Exit status: 0
    done, 2 usage or configuration error.
    """
    paths = paths or (Path(),)
    settings = settings_for(paths, None, False, cache=False if no_cache else None)
    with Progress() as progress:
        report = recall.check(paths, settings, progress)
    notices_told(report.notices)
    if faults_told(report.faults):
        return 2
    if not report.totals.apps:
        raise UsageError(f"no Streamlit app found in {python_files(report)}; give the folder of one")
    # All is planned before anything is written.
    file = configured_file(settings) or usual_file(settings)
    known = [finding for finding in report.findings if report.is_shown(finding, settings.min_severity)]
    is_there = os.path.lexists(file.path)
    if is_there:
        file.read()
    place_of(file, settings.root)
    steps = [configuration_step(settings.root, USUAL_NAME, report.targets)]
    hook = hook_step(paths)
    steps += [hook] if hook is not None else []
    for step in steps:
        if step.before is None and step.after is not None:
            destination(step.name, (str(settings.root), "."))
    lines = list(_apps(report))
    failed = False
    try:
        if not (is_there or dry_run):
            write(file, Baseline(paths_below(file, paths), entries_of(known)), settings.root)
        lines.append(_baseline(file, known, is_there=is_there, dry_run=dry_run))
        for step in steps:
            if not dry_run and _write(step, settings.root):
                failed = True
            else:
                lines += _told(step, dry_run=dry_run)
        if hook is None:
            lines.append(f"No git repository, so no {HOOKS}.")
        if not failed:
            lines += _next(steps, is_new=not is_there, dry_run=dry_run)
    finally:  # what was done is said even where the rest cannot be
        emit("".join(f"{visible(line)}\n" for line in lines), None, machine_readable=False)
    return 2 if failed else 0


def _write(step: Step, root: Path) -> bool:
    """Writes what becomes of a file. Tells whether it could not be."""
    if step.after is None:
        return False
    if step.before is None:
        destination(step.name, (str(root), ".")).write(step.after)
        return False
    around = repository_around(str(real_path(step.path).parent))
    change = Change(step.path, step.shown, step.before, step.after, step.name)
    return failures_told(write_all([change], (), Path(around) if around is not None else root))


def _apps(report: Report) -> Iterator[str]:
    yield f"Found {number_of(report.totals.apps, 'app')}:"
    for target in report.targets:
        yield f"  {target.app}: Streamlit {target.label}"


def _baseline(file: BaselineFile, known: list[Finding], *, is_there: bool, dry_run: bool) -> str:
    if is_there:
        return f"{file.shown} is there already, and stays as it is."
    counts = counted(Counter(finding.severity for finding in known)) if known else "no findings"
    return f"{'Would write' if dry_run else 'Wrote'} {file.shown}: {counts}, known from now on."


def _told(step: Step, *, dry_run: bool) -> Iterator[str]:
    """What was done to a file, with the new lines."""
    if step.after is None:
        yield f"{step.shown} {step.reason}, and stays as it is."
        return
    done = "Write" if step.before is None else "Extend"
    verb = f"Would {done.lower()}" if dry_run else {"Write": "Wrote", "Extend": "Extended"}[done]
    yield f"{verb} {step.shown}:"
    old = Counter((step.before or b"").decode("utf-8").splitlines())
    for line in step.after.decode("utf-8").splitlines():
        if old[line]:
            old[line] -= 1
        else:
            yield f"  + {line}".rstrip()


def _next(steps: list[Step], *, is_new: bool, dry_run: bool) -> Iterator[str]:
    if not is_released() and any(step.path.name == HOOKS and step.after is not None for step in steps):
        yield "The hook runs the keylint that is installed here, as this one does not come from a package index."
    if dry_run:
        yield "Nothing was written."
    elif is_new or any(step.after is not None for step in steps):
        hooked = any(step.path.name == HOOKS for step in steps)
        yield "Next: commit these files" + (", and run: pre-commit install" if hooked else "") + "."
    else:
        yield "Nothing was left to do."
