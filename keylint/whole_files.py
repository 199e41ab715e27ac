"""Writes files that are there as a whole or not at all.

What a killed process leaves of one has a name that nobody else gives, and is removed by the next that writes into the
same folder. It is locked for as long as it is written.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from keylint.locks import lock, remove_unlocked

if TYPE_CHECKING:
    from pathlib import Path

_UNFINISHED = re.compile(r"\.keylint-unfinished-[0-9a-f]{16}\.tmp")
_MOST_ATTEMPTS = 5


def replace_whole(target: Path, content: bytes) -> None:
    """Puts a file with this content in the place of `target`, with its mode, if there is one. Raises OSError."""
    _remove_abandoned(target.parent)
    unfinished, file = _begun(target.parent)
    try:
        with file:
            file.write(content)
            with suppress(FileNotFoundError):
                # By its handle: what has the name by now may be a link that somebody else put there.
                made = file.fileno() if os.name != "nt" else unfinished
                os.chmod(made, stat.S_IMODE(target.stat().st_mode))  # noqa: PTH101
            if os.name != "nt":  # where nothing is replaced by what is open
                unfinished.replace(target)
        if os.name == "nt":
            unfinished.replace(target)
    finally:
        remove_if_there(unfinished)


def remove_if_there(file: Path) -> None:
    """Removes what should be gone, as far as it can be: what went wrong before is what has to be told."""
    with suppress(OSError):
        file.unlink()


def _begun(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file, locked before another process may take it for an abandoned one."""
    for _ in range(_MOST_ATTEMPTS):
        unfinished = folder / f".keylint-unfinished-{os.urandom(8).hex()}.tmp"
        file = unfinished.open("xb")
        if lock(file.fileno()) and unfinished.exists():
            return unfinished, file
        file.close()
    raise BlockingIOError(0, "is removed by others again and again", str(folder))


def _remove_abandoned(folder: Path) -> None:
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 -- only names matter, and there may be many
            if _UNFINISHED.fullmatch(name):
                remove_unlocked(folder / name)
