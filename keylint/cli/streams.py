"""Standard output and standard error, also where they are closed, full or gone."""

from __future__ import annotations

import os
import sys
from typing import IO

import click

from keylint.errors import UsageError
from keylint.reporters.cells import inert, visible

_closed: list[str] = []


def open_streams() -> None:
    """Puts something in the place of each stream that the process was started without: a file that is opened later
    would take its place, and be written to."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # noqa: PERF203 -- three times
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        _closed.append("standard output")
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def print_bytes(data: bytes) -> None:
    """Writes to standard output; a reader that has gone away is no error. Raises UsageError for what else is wrong."""
    if _closed:
        raise UsageError("standard output is closed; send it to a file, or to nowhere with > /dev/null")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget(sys.stdout)
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError) -> UsageError:
    """What to say of an error of standard output, which is not tried again."""
    _forget(sys.stdout)
    return UsageError(f"standard output cannot be written: {error.strerror or error}")


def say(line: str) -> None:
    """Writes a line to standard error, as far as it takes one; whatever it says, nothing acts on it."""
    try:
        click.echo(inert(visible(line)), err=True)
    except OSError:
        _forget(sys.stderr)


def _forget(stream: IO[str]) -> None:
    # Otherwise the interpreter complains when it flushes the stream at exit.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return
