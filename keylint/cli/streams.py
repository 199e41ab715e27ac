"""Standard output and standard error, also where they are closed, full or gone."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import IO

import click

from keylint.errors import UsageError
from keylint.reporters.cells import inert, visible

_SPECIMEN = f"{'a' * 100}..\u2502\U0001f388\n"


def open_streams() -> None:
    """Puts something in the place of each stream that the process was started without: a file that is opened later
    would take its place, and be written to."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # noqa: PERF203 -- three times
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        # To this nothing can be written, so that also the help is found to have gone nowhere.
        sys.stdout = _Closed(open(os.devnull, "rb"), encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not _can_encode(stream.encoding):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class _Closed(TextIOWrapper):
    """Stands for standard output where there is none."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _can_encode(encoding: str) -> bool:
    """Whether any text can be written in an encoding, if need be with escapes: PYTHONIOENCODING may name `idna`."""
    try:
        return bool(_SPECIMEN.encode(encoding, "backslashreplace"))
    except (LookupError, UnicodeError):
        return False


def print_bytes(data: bytes) -> None:
    """Writes to standard output; a reader that has gone away is no error. Raises UsageError for what else is wrong."""
    if isinstance(sys.stdout, _Closed):
        raise unwritable(OSError(errno.EBADF, os.strerror(errno.EBADF)))
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
    if isinstance(sys.stdout, _Closed):
        return UsageError("standard output is closed; send it to a file, or to nowhere with > /dev/null")
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
