"""`keylint migrate`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint.cli.faults import faults_told, notices_told, unread_told
from keylint.cli.fix import failures_told
from keylint.cli.helping import Command
from keylint.cli.options import settings_for, shared_options
from keylint.cli.output import emit
from keylint.cli.streams import say
from keylint.cli.terminal import Progress
from keylint.errors import UsageError
from keylint.fixing.git import require_clean
from keylint.fixing.migrating import migrate
from keylint.fixing.writing import recover, write_all
from keylint.reporters.migration import FORMATS, render
from keylint.reporters.part_by_part import part_by_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.findings import Fault
    from keylint.migrations import Migration


@click.command(
    "migrate",
    cls=Command,
    examples=(("keylint migrate", "what would change, and why"), ("keylint migrate --write", "change the files")),
)
@shared_options
@click.option("--write", is_flag=True, help="Change the files; otherwise the plan is only shown.")
@click.option("--allow-dirty", is_flag=True, help="With --write: also files that git could not bring back.")
@click.option(
    "--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How the plan is printed."
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
    write: bool,
    allow_dirty: bool,
    output_format: str,
) -> int:
    """Replace workarounds in the Streamlit apps in PATHS by persist_state, which Streamlit has from 1.59 on.

    Shows what would be done, and what would not and why. Exit status: 0 nothing to do or written, 1 there is something
    to do, 2 usage or configuration error.
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
    )
    if allow_dirty and not write:
        raise UsageError("--allow-dirty does nothing alone: add --write to change the files")
    faults: list[Fault] = []
    if write:
        recover(settings.root, faults)
    with Progress() as progress:
        plan, outcome = migrate(paths, settings, progress)
    written, failed = None, False
    if write and outcome.changes:
        if not allow_dirty:
            require_clean((change.path, change.display) for change in outcome.changes)
        written = write_all(outcome.changes, outcome.fixed, settings.root)
        failed, faults = bool(written.failures), [*faults, *written.faults]
    is_done = write and not failed
    faults = [*plan.faults, *faults]

    def text_of(migrations: Sequence[Migration], is_bare: bool) -> str:
        some = dataclasses.replace(plan, migrations=tuple(migrations), faults=tuple(faults))
        some = dataclasses.replace(some, cleared=(), diff=b"") if is_bare else some
        return render(some, output_format, written=is_done)

    text = part_by_part(plan.migrations, lambda migration: migration.app, text_of, faults)
    is_told = False
    try:
        emit(text, None, machine_readable=output_format == "json")
        is_told = True
    finally:
        if written is not None:
            failures_told(written)
            if not is_told:  # what was done to files is said even where the plan cannot be
                say(f"Written: {', '.join(written.files) or 'nothing'}.")
        failed = unread_told(plan.unread) or failed
        notices_told(outcome.report.notices)
        failed = faults_told(faults) or failed
    if failed:
        return 2
    return 1 if outcome.changes and not is_done else 0
