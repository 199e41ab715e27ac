"""Writes to what is no regular file, and to what is open already."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

from keylint.cli.streams import say, write_all

_SAID_AFTER, _PAUSE = 1.0, 0.05  # seconds


def write_to_descriptor(number: int, data: bytes) -> None:
    """Writes where the process that started this one has opened a file, wherever that is by now. Raises OSError."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if not os.get_inheritable(number):  # then keylint has opened it
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    write_all(number, data)


def write_to_special(path: str, name: str, data: bytes) -> None:
    """Writes to a pipe or a device, which people know as `name`. Raises OSError."""
    handle = _opened(path, name)
    try:
        write_all(handle, data)
    finally:
        os.close(handle)


def _opened(path: str, name: str) -> int:
    """Opens it; waits for the reader of a pipe, and says so."""
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    if stat.S_ISFIFO(os.stat(path).st_mode):  # noqa: PTH116
        end = time.monotonic() + _SAID_AFTER
        while time.monotonic() < end:
            handle = _opened_if_read(path, flags)
            if handle is not None:
                return handle
            time.sleep(_PAUSE)
        say(f"keylint: {name} is a pipe that nobody reads; waiting for a reader")
    return os.open(path, flags)


def _opened_if_read(path: str, flags: int) -> int | None:
    """The pipe, open; None when it has no reader yet."""
    try:
        handle = os.open(path, flags | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return None
        raise
    os.set_blocking(handle, True)
    return handle
