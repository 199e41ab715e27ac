# ruff: noqa: PTH100, PTH109, PTH112, PTH115, PTH116, PTH117, PTH118, PTH120, PTH206 -- names of links, one at a time
"""What --output-file and its like name: looked at before the work begins, and written when it is done.

A regular file is replaced as a whole. What else is there, a pipe or a device, is written to as it is, and so is what
this process was started with: `/dev/stdout` may be a log that others write as well.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.cli.special_files import write_to_descriptor, write_to_special
from keylint.errors import UsageError
from keylint.repositories import repository_around
from keylint.whole_files import replace_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_DESCRIPTOR = re.compile(r"(?:/dev/fd|/proc/(?P<process>\d+)(?:/task/\d+)?/fd)/(?P<number>\d{1,9})")
_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class Destination:
    """`name` is what the user wrote, `path` where it leads; `descriptor` is set for an open file of this process."""

    name: str
    path: str
    descriptor: int | None = None

    def write(self, data: bytes) -> None:
        """Raises UsageError when it cannot be written; a reader that has gone away is no error."""
        try:
            with suppress(BrokenPipeError):
                if self.descriptor is not None:
                    write_to_descriptor(self.descriptor, data)
                elif _is_special(self.path):
                    write_to_special(self.path, self.name, data)
                else:
                    replace_whole(Path(self.path), data)
        except OSError as error:
            raise _unwritable(self.name, error) from error


def destination(
    name: str, projects: Iterable[str], also_read: Collection[str] = (), *, option: str = "--output-file"
) -> Destination:
    """What `name`, which `option` gave, leads to. `projects` are the folders whose links are not trusted to lead out of
    them.

    Raises UsageError for what cannot be written, and for what keylint does not write to: a read-only file, one that it
    reads, such as a source or one of `also_read`, and where a link of the project leads out of that.
    """
    if not name or name.endswith(("/", os.sep)):
        raise UsageError(f"{option} takes the name of a file, not {name!r}")
    try:
        status = os.stat(name)
    except FileNotFoundError:
        status = None
    except OSError as error:
        raise _unwritable(name, error) from error
    *links, (place, _) = _followed(os.path.join(os.getcwd(), name))
    real = os.path.realpath(place)
    repositories = [found for link, _ in links if (found := repository_around(link)) is not None]
    _require_inside(name, real, links, [os.path.realpath(each) for each in (*projects, *repositories)])
    if _DESCRIPTOR.fullmatch(place):
        return Destination(name, place, _descriptor(place))
    if status is None and not os.path.isdir(os.path.dirname(real)):
        raise _unwritable(name, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
    if status is None:  # `nowhere/../app.py`
        with suppress(FileNotFoundError):
            status = os.stat(real)
    is_regular = status is not None and stat.S_ISREG(status.st_mode)
    if status is not None and is_regular:
        _require_replaceable(name, real, status, also_read)
    elif links and _is_read(real):
        raise UsageError(f"{name}: is a link to {real}, which keylint would read; name that file itself")
    # Before --fix writes anything; even a file that is there is replaced by one that is made beside it.
    if (status is None or is_regular) and not os.access(os.path.dirname(real), os.W_OK | os.X_OK):
        raise UsageError(f"{name}: nothing can be written into its folder; name a file in another one")
    return Destination(name, real)


def _unwritable(name: str, error: OSError) -> UsageError:
    return UsageError(f"{name}: cannot be written: {error.strerror or error}")


def _require_inside(name: str, real: str, links: Iterable[tuple[str, str]], projects: Iterable[str]) -> None:
    """Where a link leads that a repository brings along is not for the repository to say."""
    for project in projects:
        if any(_lies_in(link, project) for link, _ in links) and not _lies_in(real, project):
            raise UsageError(
                f"{name}: is a link that leads out of the project's files, to {real}; name that file itself"
            )


def _lies_in(path: str, project: str) -> bool:
    """Whether a path lies in a project, and not among what git keeps of it."""
    below = os.path.join(project, "")
    return path.startswith(below) and ".git" not in path[len(below) :].split(os.sep)


def _require_replaceable(name: str, real: str, status: os.stat_result, also_read: Collection[str]) -> None:
    if _is_read(os.path.abspath(name)) or _is_read(real) or any(_is_same(each, status) for each in also_read):
        raise UsageError(f"{name}: is a file that keylint reads, and is not replaced; name another one")
    if not status.st_mode & stat.S_IWUSR or not os.access(real, os.W_OK):
        raise UsageError(f"{name}: is read-only, so it is left as it is; make it writable, or name another file")


def _is_read(path: str) -> bool:
    from keylint.discover.reads import is_read  # noqa: PLC0415 -- most results go to standard output

    return is_read(path)


def _is_same(path: str, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(path), status)
    except OSError:
        return False


def _followed(path: str) -> Iterator[tuple[str, str]]:
    """Each link on the way to where an absolute path leads, and where the link does; at last where that is, twice.

    What stands for an open file is not followed: it is no place.
    """
    drive, rest = os.path.splitdrive(path)
    here, names, count = drive + os.sep, rest.split(os.sep)[::-1], 0
    while names:
        name = names.pop()
        if name in ("", os.curdir):
            continue
        if name == os.pardir:
            here = os.path.dirname(here)
            continue
        here = os.path.join(here, name)
        if count == _MOST_LINKS or _DESCRIPTOR.fullmatch(here):
            continue
        with suppress(OSError):
            target = os.readlink(here)
            yield here, target
            count += 1
            drive, rest = os.path.splitdrive(target)
            here = drive + os.sep if os.path.isabs(target) else os.path.dirname(here)
            names += rest.split(os.sep)[::-1]
    yield here, here


def _descriptor(place: str) -> int | None:
    found = _DESCRIPTOR.fullmatch(place)
    if found is None or found["process"] not in (None, str(os.getpid())):
        return None
    return int(found["number"])


def _is_special(path: str) -> bool:
    """Whether there is something that is no regular file, or one that only another process has a name for."""
    try:
        return _DESCRIPTOR.fullmatch(path) is not None or not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return False
