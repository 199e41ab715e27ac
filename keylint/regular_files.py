# ruff: noqa: PTH116 -- a path need not be a Path: many files are read
"""Reads files that others put there: regular ones of a bounded size, never a pipe, a device or an endless file."""

from __future__ import annotations

import errno
import os
import stat

LARGEST = 16 << 20
"""More bytes than anybody writes into a file that keylint reads; `docs/security.md` names it."""

_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
)  # os.open does not hand on what it opens
_PIECE = 1 << 20


class NotRegularError(OSError):
    """What is no regular file, or too large, is not read. `strerror` says which, as the end of a sentence."""

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(0, reason, path)


def read_regular(path: str | os.PathLike[str], largest: int = LARGEST, *, follow: bool = True) -> bytes:
    """What a file holds. Raises NotRegularError, or another OSError where the system does not let keylint read it.

    With `follow` False a symbolic link is no regular file.
    """
    name = os.fspath(path)
    # Before it is opened: to open a device may already do something.
    _require_regular(os.stat(path, follow_symlinks=follow), largest, name)
    handle = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        status = os.fstat(handle)
        _require_regular(status, largest, name)
        pieces, size = [], 0
        while piece := os.read(handle, max(status.st_size + 1 - size, _PIECE if size > status.st_size else 1)):
            pieces.append(piece)
            size += len(piece)
            if size > largest:
                raise NotRegularError(_too_large(largest), name)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
    finally:
        os.close(handle)


def is_missing(error: OSError) -> bool:
    """Whether an error says that there is nothing."""
    return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL)


def why_unread(error: OSError) -> str:
    """What to say of a file or folder that could not be read, as the end of a sentence; "" where nothing is there."""
    if isinstance(error, NotRegularError):
        return f"{error.strerror}, so it was not read"
    if not is_missing(error):
        return f"cannot be read: {error.strerror or error}"
    is_link = error.filename is not None and os.path.islink(error.filename)  # noqa: PTH114
    return "is a link that leads nowhere, so it was not read" if is_link else ""


def error_of_reading(path: str, largest: int = LARGEST) -> OSError | None:
    """What `read_regular` would raise for what is at `path`, as far as that can be told without opening it; None for a
    folder."""
    try:
        _require_regular(os.stat(path), largest, path)
    except IsADirectoryError:
        return None
    except OSError as error:
        return error
    return None


def _require_regular(status: os.stat_result, largest: int, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        raise NotRegularError("is no regular file", name)
    if status.st_size > largest:
        raise NotRegularError(_too_large(largest), name)


def _too_large(largest: int) -> str:
    return f"is larger than {largest >> 20} MiB" if largest >= 1 << 20 else f"is larger than {largest >> 10} KiB"
