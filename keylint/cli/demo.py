"""`keylint demo`."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import click

from keylint.cli import check
from keylint.cli.helping import Command
from keylint.cli.output import emit
from keylint.errors import UsageError
from keylint.places import real_path
from keylint.reporters.cells import visible

_NEXT = ("keylint demo --copy coffee", "writes this app to a folder, to try keylint check coffee --fix on it")

DEMO = real_path(Path(__file__)).parent.parent / "demo"


@click.command(
    "demo",
    cls=Command,
    examples=(
        ("keylint demo", "what keylint says of a small app"),
        ("keylint demo --copy coffee", "a copy of it to try things on"),
    ),
)
@click.option(
    "--copy", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the app to the new FOLDER instead."
)
@click.pass_context
def command(context: click.Context, *, copy: Path | None) -> int:
    """Check the small Streamlit app that comes with keylint: what it finds, on code that you can read and run.

    The same as `keylint check` in the folder of that app, except that the exit status is 0.
    """
    if copy is not None:
        _write_copy(copy)
        emit(f"Wrote the demo app to {visible(f'{copy}. Next: keylint check {copy}')}\n", None, machine_readable=False)
        return 0
    folder = Path.cwd()
    os.chdir(DEMO)  # paths are shown relative to the working directory
    try:
        status: int = context.invoke(check.command, isolated=True, no_cache=True, exit_zero=True, next_step=_NEXT)
    finally:
        with suppress(OSError):  # it may be gone by now
            os.chdir(folder)
    return status


def _write_copy(folder: Path) -> None:
    """Raises UsageError when there is something at `folder` already, or nothing can be written there."""
    try:
        shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("__pycache__"))
    except FileExistsError:
        raise UsageError(f"{folder} exists already; name a folder that does not") from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}") from error
