"""What a check reads beside the files of its walk: each folder listed and each file read once, and remembered.

What was seen decides the outcome as much as the sources do, so a later check asks here whether it would see the same.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_content, hash_of_texts
from keylint.regular_files import read_regular, why_unread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Of a folder's names only these matter: Python files, those that may declare dependencies, and what has no suffix, as
# folders that are imported from. So a new README, or a report that is written into the project, changes nothing.
_SUFFIXES = (".py", ".txt", ".in", ".toml", ".lock", ".cfg", ".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at `path`: the hash of a folder's names or of a file's content, None where there was none, or why
    it could not be read.

    With a `prefix` it is the hash of those names that begin with it.
    """

    path: str
    is_folder: bool
    digest: str | None
    prefix: str = ""


@dataclass(slots=True)
class Disk:
    """The file system as it was when it was first asked."""

    # A text says why there is none: "" for what is not there.
    _names: dict[tuple[str, str], frozenset[str] | str] = field(default_factory=dict)
    _contents: dict[str, bytes | str] = field(default_factory=dict)

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
        names = self._names[place]
        return frozenset() if isinstance(names, str) else names

    def is_closed(self, folder: str | Path) -> bool:
        """Whether a folder whose names were asked for is there, and cannot be listed."""
        names = self._names.get((os.fspath(folder), ""))
        return isinstance(names, str) and names != ""

    def read(self, file: str | Path) -> bytes | None:
        """What a file holds; None when it cannot be read."""
        path = os.fspath(file)
        if path not in self._contents:
            self._contents[path] = _read(path)
        content = self._contents[path]
        return None if isinstance(content, str) else content

    @property
    def left_out(self) -> Mapping[str, str]:
        """What was asked for, is there, and was not read: why, by path."""
        folders = {path: names for (path, _), names in self._names.items() if isinstance(names, str) and names}
        files = {path: content for path, content in self._contents.items() if isinstance(content, str) and content}
        return folders | files

    def seen(self) -> tuple[Seen, ...]:
        """Everything that was asked for so far, for `is_unchanged`."""
        folders = (Seen(path, True, _of_names(names), prefix) for (path, prefix), names in self._names.items())
        files = (Seen(path, False, _of_content(data)) for path, data in self._contents.items())
        return (*folders, *files)


def is_unchanged(seen: Sequence[Seen]) -> bool:
    """Whether the file system would answer as it did."""
    return all(_digest(each) == each.digest for each in seen)


def _digest(seen: Seen) -> str | None:
    return _of_names(_listed(seen.path, seen.prefix)) if seen.is_folder else _of_content(_read(seen.path))


def _listed(folder: str, prefix: str) -> frozenset[str] | str:
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- faster, and met by every folder
    except OSError as error:
        return why_unread(error)
    except ValueError:  # a path that no folder can have
        return ""
    if prefix:
        return frozenset(name for name in names if name.startswith(prefix))
    return frozenset(
        name for name in names if not name.startswith(".") and ("." not in name or name.endswith(_SUFFIXES))
    )


def _read(path: str) -> bytes | str:
    try:
        return read_regular(path)
    except OSError as error:
        return why_unread(error)
    except ValueError:
        return ""


def _of_names(names: frozenset[str] | str) -> str | None:
    return names or None if isinstance(names, str) else hash_of_texts(*sorted(names))


def _of_content(content: bytes | str) -> str | None:
    return content or None if isinstance(content, str) else hash_of_content(content)
