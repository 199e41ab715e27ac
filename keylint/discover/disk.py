"""What a check reads beside the files of its walk: each folder listed and each file read once, and remembered.

What was seen decides the outcome as much as the sources do, so a later check asks here whether it would see the same.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_content, hash_of_texts
from keylint.regular_files import NotRegularError, read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Of a folder's names only these matter: Python files, those that may declare dependencies, and what has no suffix, as
# folders that are imported from. So a new README, or a report that is written into the project, changes nothing.
_SUFFIXES = (".py", ".txt", ".in", ".toml", ".lock", ".cfg", ".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at `path`: the hash of a folder's names or of a file's content, None where there was none.

    With a `prefix` it is the hash of those names that begin with it.
    """

    path: str
    is_folder: bool
    digest: str | None
    prefix: str = ""


@dataclass(slots=True)
class Disk:
    """The file system as it was when it was first asked."""

    _names: dict[tuple[str, str], frozenset[str] | None] = field(default_factory=dict)
    _contents: dict[str, bytes | None] = field(default_factory=dict)
    _left_out: dict[str, str] = field(default_factory=dict)

    def names(self, folder: str | Path) -> frozenset[str]:
        """The names in a folder that may matter to a check; none where it cannot be listed."""
        return self._listed(folder, "")

    def names_beginning(self, folder: str | Path, prefix: str) -> frozenset[str]:
        """All names in a folder that begin with `prefix`; none where it cannot be listed."""
        return self._listed(folder, prefix)

    def _listed(self, folder: str | Path, prefix: str) -> frozenset[str]:
        place = (os.fspath(folder), prefix)
        if place not in self._names:
            self._names[place] = _listed(*place)
        return self._names[place] or frozenset()

    def read(self, file: str | Path) -> bytes | None:
        """What a file holds; None when it cannot be read."""
        path = os.fspath(file)
        if path not in self._contents:
            try:
                self._contents[path] = _read(path)
            except NotRegularError as error:
                self._contents[path] = None
                self._left_out[path] = error.strerror or ""
        return self._contents[path]

    @property
    def left_out(self) -> Mapping[str, str]:
        """What was asked for and is no file that keylint reads: why, by path."""
        return self._left_out

    def seen(self) -> tuple[Seen, ...]:
        """Everything that was asked for so far, for `is_unchanged`."""
        folders = (Seen(path, True, _of_names(names), prefix) for (path, prefix), names in self._names.items())
        files = (Seen(path, False, _of_content(data)) for path, data in self._contents.items())
        return (*folders, *files)


def is_unchanged(seen: Sequence[Seen]) -> bool:
    """Whether the file system would answer as it did."""
    return all(_digest(each) == each.digest for each in seen)


def _digest(seen: Seen) -> str | None:
    if seen.is_folder:
        return _of_names(_listed(seen.path, seen.prefix))
    try:
        return _of_content(_read(seen.path))
    except NotRegularError:
        return None


def _listed(folder: str, prefix: str) -> frozenset[str] | None:
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- faster, and met by every folder
    except (OSError, ValueError):  # ValueError: a path that no folder can have
        return None
    if prefix:
        return frozenset(name for name in names if name.startswith(prefix))
    return frozenset(
        name for name in names if not name.startswith(".") and ("." not in name or name.endswith(_SUFFIXES))
    )


def _read(path: str) -> bytes | None:
    try:
        return read_regular(path)
    except NotRegularError:
        raise
    except (OSError, ValueError):
        return None


def _of_names(names: frozenset[str] | None) -> str | None:
    return None if names is None else hash_of_texts(*sorted(names))


def _of_content(data: bytes | None) -> str | None:
    return None if data is None else hash_of_content(data)
