"""A secret of the user: what carries its mark was written by keylint for this user, and by no repository."""

from __future__ import annotations

import os
import stat
import time
from functools import cache
from pathlib import Path

from keylint.locks import lock
from keylint.regular_files import LARGEST, read_regular
from keylint.repositories import repository_around

_SIZE = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LONGEST_WAIT, _PAUSE = 2.0, 0.01  # seconds


def user_folder() -> Path | None:
    """The folder for what keylint keeps for this user, outside of all projects; None when there is no home."""
    if os.name == "nt":
        places = (os.environ.get("LOCALAPPDATA", ""), "~\\AppData\\Local")
    else:
        places = (os.environ.get("XDG_CACHE_HOME", ""), "~/.cache")
    for place in places:
        folder = os.path.expanduser(place)  # noqa: PTH111 -- a home that is not known is no error
        if os.path.isabs(folder):  # noqa: PTH117
            return Path(folder, "keylint")
    return None


def is_kept_outside(root: Path) -> bool:
    """Whether what is kept for this user lies outside of the project in `root`, and of the repository around it: what
    lies in them, they may have brought along."""
    folder = user_folder()
    if folder is None:
        return False
    places = (Path(os.path.abspath(folder)), Path(os.path.realpath(folder)))  # noqa: PTH100 -- `..` goes, links stay
    projects = (str(root.absolute()), os.path.realpath(root))
    brought = (*projects, *(around for each in projects if (around := repository_around(each)) is not None))
    return not any(place.is_relative_to(each) for place in places for each in brought)


@cache
def user_key() -> bytes | None:
    """The secret, made when there is none; None where it cannot be kept from others, or nothing can be kept."""
    folder = user_folder()
    if folder is None:
        return None
    file = folder / "key"
    try:
        return _read(file) or _made(file)
    except OSError:
        return None


def _read(file: Path) -> bytes | None:
    """The secret in a file; None when there is none. Raises OSError for a file that is not this user's alone."""
    try:
        return _whole(read_private(file, _SIZE))
    except FileNotFoundError:
        return None


def read_private(file: Path, largest: int = LARGEST) -> bytes:
    """What a file holds that is this user's alone. Raises OSError for another."""
    status = file.lstat()
    # Git and archives give a file to everybody to read: what a checkout brought into the home is not taken.
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & _OTHERS):
        raise PermissionError(0, "belongs to others as well", str(file))
    return read_regular(file, largest, follow=False)


def _whole(content: bytes) -> bytes | None:
    return content if len(content) == _SIZE else None


def _made(file: Path) -> bytes:
    """Writes the secret in its place: one that is cut off is none, and is made anew by the next that asks."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | _FLAGS, 0o600)
    try:
        _wait_for(handle)
        if (
            known := _whole(os.read(handle, _SIZE))
        ) is not None:  # the first of several processes makes the key of all of them
            return known
        key = os.urandom(_SIZE)
        os.lseek(handle, 0, os.SEEK_SET)
        if os.write(handle, key) != _SIZE:
            raise OSError(0, "is cut off", str(file))
    finally:
        os.close(handle)
    return key


def _wait_for(handle: int) -> None:
    """Locks the file, which takes no time where nobody else is about to write the few bytes. Raises OSError."""
    end = time.monotonic() + _LONGEST_WAIT
    while not lock(handle):
        if time.monotonic() > end:
            raise BlockingIOError(0, "is locked")
        time.sleep(_PAUSE)
