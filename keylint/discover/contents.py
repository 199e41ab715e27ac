"""The bytes of the files, read once and handed on from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.discover.files import Unreadable
from keylint.discover.imports import imported_modules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.files import SourceFile
    from keylint.discover.imports import ModuleName


@dataclass(slots=True)
class FileContents:
    """A cache of file contents, and the list of files that could not be read.

    `overlay` holds files as they are not on disk (yet).
    """

    overlay: dict[Path, bytes] = field(default_factory=dict)
    _data: dict[Path, bytes] = field(default_factory=dict)
    _files: dict[str, SourceFile] = field(default_factory=dict)
    _unreadable: dict[Path, Unreadable] = field(default_factory=dict)
    _modules: dict[Path, tuple[bytes, frozenset[ModuleName]]] = field(default_factory=dict)

    def read(self, file: SourceFile) -> bytes | None:
        """The bytes of `file`; None when it cannot be read, and then it stands in `unreadable`."""
        self._files[file.display] = file
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
        return self.overlay.get(file.path, data)

    def modules(self, file: SourceFile) -> frozenset[ModuleName]:
        """The modules whose names the file may use; none when it cannot be read."""
        data = self.read(file) or b""
        known = self._modules.get(file.path)
        if known is None or known[0] is not data:  # the overlay may have changed
            known = self._modules[file.path] = (data, imported_modules(data))
        return known[1]

    def file(self, display: str) -> SourceFile:
        """The file that is shown as `display`, among those that were read."""
        return self._files[display]

    def changed(self) -> list[tuple[SourceFile, bytes, bytes]]:
        """The files that the overlay changes, sorted by path: what the disk said, and what they say now."""
        files = {file.path: file for file in self._files.values()}
        found = [(files[path], self._data[path], data) for path, data in self.overlay.items()]
        return sorted((entry for entry in found if entry[1] != entry[2]), key=lambda entry: entry[0].display)

    def forget(self, files: Iterable[SourceFile]) -> None:
        """Lets go of contents that nobody needs any more; a later `read` goes to the disk again."""
        for file in files:
            if file.path not in self.overlay:
                self._data.pop(file.path, None)
                self._modules.pop(file.path, None)

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that could not be read so far, in the order in which they were asked for."""
        return tuple(self._unreadable.values())
