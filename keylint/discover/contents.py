"""The bytes of the files and their hashes, read once and handed on from stage to stage."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_content
from keylint.discover.disk import Disk
from keylint.discover.files import SourceFile, Unreadable
from keylint.discover.imports import imported_modules
from keylint.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.discover.imports import ModuleName


@dataclass(slots=True)
class FileContents:
    """A cache of file contents, and the list of files that could not be read.

    `overlay` holds files as they are not on disk (yet), also such that are not there at all. `disk` is for what is no
    source file.
    """

    overlay: dict[Path, bytes] = field(default_factory=dict)
    disk: Disk = field(default_factory=Disk)
    _data: dict[Path, bytes] = field(default_factory=dict)
    _hashes: dict[Path, str] = field(default_factory=dict)
    _files: dict[str, SourceFile] = field(default_factory=dict)
    _made: set[Path] = field(default_factory=set)
    _unreadable: dict[Path, Unreadable] = field(default_factory=dict)
    _modules: dict[Path, tuple[bytes, frozenset[ModuleName]]] = field(default_factory=dict)

    def read(self, file: SourceFile) -> bytes | None:
        """The bytes of `file`; None when it cannot be read, and then it stands in `unreadable`."""
        self._files[file.display] = file
        if file.path in self._unreadable:
            return None
        data = b"" if file.path in self._made else self._data.get(file.path)
        if data is None:
            try:
                data = read_regular(file.path)
            except OSError as error:
                self.note_unreadable(file.path, file.display, error)
                return None
            self._data[file.path] = data
        return self.overlay.get(file.path, data)

    def for_search(self) -> FileContents:
        """The same contents for a look at files that may turn out not to matter: what cannot be read is not noted."""
        return replace(self, _unreadable=dict(self._unreadable))

    def note_unreadable(self, path: Path, display: str, error: OSError) -> None:
        """Adds a file, or a folder of files, that somebody else could not read."""
        self._unreadable.setdefault(path, Unreadable(path, display, error.strerror or str(error)))

    def modules(self, file: SourceFile) -> frozenset[ModuleName]:
        """The modules whose names the file may use; none when it cannot be read."""
        data = self.read(file) or b""
        known = self._modules.get(file.path)
        if known is None or known[0] is not data:  # the overlay may have changed
            known = self._modules[file.path] = (data, imported_modules(data))
        return known[1]

    def hash_of(self, file: SourceFile) -> str | None:
        """The hash of what `read` gives, also of what was forgotten since; None when it cannot be read."""
        if file.path in self.overlay:
            data = self.read(file)
            return None if data is None else hash_of_content(data)
        if file.path not in self._hashes:
            data = self.read(file)
            if data is None:
                return None
            self._hashes[file.path] = hash_of_content(data)
        return self._hashes[file.path]

    def file(self, display: str) -> SourceFile:
        """The file that is shown as `display`: one of those that were read, or else one that is to be made."""
        known = self._files.get(display)
        if known is None:
            known = self._files[display] = SourceFile(self._folder_of(display) / posixpath.basename(display), display)
            self._made.add(known.path)
        return known

    def _folder_of(self, display: str) -> Path:
        """The folder of a file that was not read, which files that were read are in or below."""
        folder = posixpath.dirname(display)
        for file in self._files.values():
            for above, path in zip(PurePosixPath(file.display).parents, file.path.parents, strict=False):
                if str(above) == (folder or "."):
                    return path
        raise KeyError(display)

    def has(self, display: str) -> bool:
        """Whether the file was read, or stands in the overlay."""
        file = self._files.get(display)
        return file is not None and (file.path not in self._made or file.path in self.overlay)

    @property
    def made(self) -> tuple[SourceFile, ...]:
        """The files of the overlay that are to be made."""
        return tuple(file for file in self._files.values() if file.path in self._made and file.path in self.overlay)

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The files that somebody wanted to read."""
        return tuple(self._files.values())

    def why_unreadable(self, file: SourceFile) -> str:
        """What the system says of a file that cannot be read; nothing of one that can."""
        found = self._unreadable.get(file.path)
        return found.reason if found is not None else ""

    def changed(self) -> list[tuple[SourceFile, bytes, bytes]]:
        """The files that the overlay changes, sorted by path: what the disk said, and what they say now."""
        files = {file.path: file for file in self._files.values()}
        found = [(files[path], self._data.get(path, b""), data) for path, data in self.overlay.items()]
        return sorted((entry for entry in found if entry[1] != entry[2]), key=lambda entry: entry[0].display)

    def changed_on_disk(self) -> list[tuple[SourceFile, str]]:
        """The files that are no longer what was read, and why each is not, as the end of a sentence."""
        found = [(file, "is there by now; run keylint again") for file in self.made if os.path.lexists(file.path)]
        for file in self._files.values():
            known = self._data.get(file.path)
            if known is None and file.path not in self._hashes:
                continue
            try:
                data = read_regular(file.path)
            except OSError as error:
                found.append((file, f"cannot be read any more: {error.strerror or error}"))
                continue
            is_same = data == known if known is not None else hash_of_content(data) == self._hashes[file.path]
            if not is_same:
                found.append((file, "has changed since it was read; run keylint again"))
        return sorted(found, key=lambda entry: entry[0].display)

    def forget(self, files: Iterable[SourceFile]) -> None:
        """Lets go of contents that nobody needs any more; a later `read` goes to the disk again. Hashes stay."""
        for file in files:
            if file.path in self._data and file.path not in self.overlay:
                self.hash_of(file)
                del self._data[file.path]
                self._modules.pop(file.path, None)

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that could not be read so far, in the order in which they were asked for."""
        return tuple(self._unreadable.values())
