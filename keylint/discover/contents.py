"""The bytes of the files, read once and handed on from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.discover.files import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.files import SourceFile


@dataclass(slots=True)
class FileContents:
    """A cache of file contents, and the list of files that could not be read."""

    _data: dict[Path, bytes] = field(default_factory=dict)
    _unreadable: dict[Path, Unreadable] = field(default_factory=dict)

    def read(self, file: SourceFile) -> bytes | None:
        """The bytes of `file`; None when it cannot be read, and then it stands in `unreadable`."""
        if file.path in self._unreadable:
            return None
        data = self._data.get(file.path)
        if data is None:
            try:
                data = file.path.read_bytes()
            except OSError as error:
                self._unreadable[file.path] = Unreadable(file.path, file.display, error.strerror or str(error))
                return None
            self._data[file.path] = data
        return data

    def forget(self, files: Iterable[SourceFile]) -> None:
        """Lets go of contents that nobody needs any more; a later `read` goes to the disk again."""
        for file in files:
            self._data.pop(file.path, None)

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that could not be read so far, in the order in which they were asked for."""
        return tuple(self._unreadable.values())
