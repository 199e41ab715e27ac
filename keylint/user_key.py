"""A secret of the user: what carries its mark was written by keylint for this user, and by no repository."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

from keylint.regular_files import read_regular

_SIZE = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


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
        status = file.lstat()
    except FileNotFoundError:
        return None
    # Git and archives give a file to everybody to read: what a checkout brought into the home is not taken.
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & _OTHERS):
        raise PermissionError(0, "belongs to others as well", str(file))
    key = read_regular(file, _SIZE, follow=False)
    return key if len(key) == _SIZE else None


def _made(file: Path) -> bytes:
    import secrets  # noqa: PLC0415 -- slow to import, and needed once

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"key.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    key = secrets.token_bytes(_SIZE)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(key)
        try:
            os.link(unfinished, file)  # the first of several processes makes the key of all of them
        except FileExistsError:
            if (known := _read(file)) is not None:
                return known
            unfinished.replace(file)
        except OSError:  # a file system without such links
            unfinished.replace(file)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return key
