"""`keylint migrate`."""

from __future__ import annotations

from pathlib import Path

import click

from keylint.cli.faults import faults_told
from keylint.cli.fix import failures_told
from keylint.cli.options import settings_for, shared_options
from keylint.cli.output import emit
from keylint.cli.terminal import Progress
from keylint.fixing.git import require_clean
from keylint.fixing.migrating import migrate
from keylint.fixing.writing import recover, write_all
from keylint.reporters.migration import FORMATS, render


@click.command("migrate")
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
        cache=False if no_cache else None,
    )
    if write:
        recover(settings.root)
    with Progress() as progress:
        plan, outcome = migrate(paths, settings, progress)
    failed = False
    if write and outcome.changes:
        if not allow_dirty:
            require_clean((change.path, change.display) for change in outcome.changes)
        failed = failures_told(write_all(outcome.changes, outcome.fixed, settings.root))
    written = write and not failed
    emit(render(plan, output_format, written=written), None, machine_readable=output_format == "json")
    if faults_told(plan.faults) or failed:
        return 2
    return 1 if outcome.changes and not written else 0
