"""Standard output and standard error, also where they are closed, full or gone."""

from __future__ import annotations

import errno
import os
import select
import sys
import time
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import IO, TYPE_CHECKING

import click

from keylint.errors import UsageError
from keylint.reporters.cells import inert, visible

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PAUSE = 0.05  # seconds
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
    # Those that somebody else has put there take everything, or raise.
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:
        sys.stdout = _whole(sys.stdout)
    if isinstance(sys.stderr, TextIOWrapper) and sys.stderr is sys.__stderr__:
        sys.stderr = _whole(sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not _can_encode(stream.encoding):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_all(handle: int, data: ReadableBuffer) -> None:
    """Writes all of it, also where the system takes a part at a time, or for now nothing. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[_written(handle, rest) :]


def _written(handle: int, data: memoryview) -> int:
    """How much of it was written; nothing once there is room again, where there was none."""
    try:
        return os.write(handle, data)
    except BlockingIOError:
        if sys.platform == "win32":
            time.sleep(_PAUSE)
        else:
            room = select.poll()
            room.register(handle, select.POLLOUT)
            room.poll()
        return 0


class _WholeWriter(FileIO):
    """A file of which each write takes all: those of Python take what the system takes, and with PYTHONUNBUFFERED, or
    where nobody reads yet, the rest would be lost without a word."""

    def write(self, data: ReadableBuffer, /) -> int:
        write_all(self.fileno(), data)
        return len(memoryview(data))


def _whole(stream: TextIOWrapper) -> TextIOWrapper:
    """The same stream, of which nothing is lost; that of a console on Windows takes everything anyway."""
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if type(raw) is not FileIO:
        return stream
    return TextIOWrapper(
        BufferedWriter(_WholeWriter(raw.fileno(), "wb", closefd=False)),
        stream.encoding,
        stream.errors,
        newline="\n",
        line_buffering=stream.line_buffering or stream.write_through,
    )


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
