"""Lets one process at a time write in a project."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_texts
from keylint.errors import UsageError
from keylint.locks import lock
from keylint.user_key import user_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAID_AFTER, GIVEN_UP_AFTER, PAUSE = 1.0, 10.0, 0.05  # seconds


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Holds the lock of the project in `root`; the system takes it back when the process ends.

    Says on standard error that it waits, and raises UsageError when that takes too long. Where nothing can be locked,
    what has changed is found by reading once more.
    """
    handle = _opened(root)
    if handle is None:
        yield
        return
    try:
        _wait(handle, root)
        yield
    finally:
        os.close(handle)


def _opened(root: Path) -> int | None:
    """What is locked: the folder itself, or on Windows, where folders have no locks, a file that stands for it."""
    try:
        if os.name != "nt":
            return os.open(root, os.O_RDONLY)
        folder = user_folder()
        if folder is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / f"writing-{hash_of_texts(os.path.realpath(root))}.lock", os.O_RDWR | os.O_CREAT)
    except OSError:
        return None


def _wait(handle: int, root: Path) -> None:
    start, is_said = time.monotonic(), False
    while not lock(handle):
        waited = time.monotonic() - start
        if waited > GIVEN_UP_AFTER:
            seconds = f"{GIVEN_UP_AFTER:.0f} seconds"
            raise UsageError(f"another keylint has been writing in {str(root)!r} for {seconds}; end it first")
        if waited > SAID_AFTER and not is_said:
            is_said = True
            with suppress(OSError):
                sys.stderr.write(f"keylint: waiting for another keylint that writes in {str(root)!r}\n")
                sys.stderr.flush()
        time.sleep(PAUSE)
