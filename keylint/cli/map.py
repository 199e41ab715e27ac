"""`keylint map`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint import engine
from keylint.cli.faults import faults_told, notices_told, unread_told
from keylint.cli.helping import Command
from keylint.cli.options import settings_for, shared_options
from keylint.cli.output import emit
from keylint.cli.terminal import columns, wants_colour
from keylint.reporters.map_table import render
from keylint.reporters.part_by_part import part_by_part

if TYPE_CHECKING:
    from keylint.findings import Fault


@click.command(
    "map",
    cls=Command,
    examples=(
        ("keylint map app.py", "the keys of one app"),
        ("keylint map --output-format json", "the same for programs"),
    ),
)
@shared_options
@click.option(
    "--output-format",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How it is printed.",
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
    output_format: str,
) -> int:
    """Show, for each Streamlit app in PATHS, its pages and keys.

    Each key with where and when it is shown, where it is read, what keeps it, and when it is lost.
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
    faults: list[Fault] = []
    overviews = engine.map_apps(paths, settings, faults)
    room, colour = columns(sys.stdout), wants_colour(sys.stdout)
    text = part_by_part(
        overviews.apps,
        lambda app: app.entrypoint,
        lambda some, _: render(some, output_format, room, colour, faults, overviews.unread, overviews.left_out),
        faults,
    )
    failed = False
    try:
        emit(text, None, machine_readable=output_format == "json")
    finally:
        failed = unread_told(overviews.unread)
        notices_told(overviews.notices)
        failed = faults_told(faults) or failed
    return 2 if failed else 0
