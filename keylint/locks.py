"""Locks on open files, which the system takes back when a process ends, however it ends."""

from __future__ import annotations

import os
import stat
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

    def remove_unlocked(file: Path) -> None:
        """Removes a file that no process writes; what is open cannot be removed anyway."""
        with suppress(OSError):
            file.unlink()
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

    def remove_unlocked(file: Path) -> None:
        """Removes a regular file of which no process holds the lock, as it does while it writes the file."""
        with suppress(OSError):
            if not stat.S_ISREG(file.lstat().st_mode):
                return
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if lock(handle):  # and held until the file is gone: nobody can have begun to write it
                    file.unlink()
            finally:
                os.close(handle)
