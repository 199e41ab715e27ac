"""Locks on open files, which the system takes back when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> bool:
        """Locks an open file for this process, if nobody else has; tells whether the lock is had."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def is_abandoned(file: Path) -> bool:  # noqa: ARG001
        """Whether no process writes a file; what is open cannot be removed anyway."""
        return True
else:
    import fcntl

    def lock(handle: int) -> bool:
        """Locks an open file or folder for this process, if nobody else has; tells whether the lock is had.

        Where the file system knows no locks, it is: there, two processes have to find out in other ways.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def is_abandoned(file: Path) -> bool:
        """Whether no process holds the lock of a file that is locked while it is written."""
        with suppress(OSError):
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                return lock(handle)
            finally:
                os.close(handle)
        return False
