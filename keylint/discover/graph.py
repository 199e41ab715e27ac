"""The import graph of the discovered files, made from their bytes as far as somebody asks for it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.discover.imports import ModuleName, module_locations, named_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from keylint.discover.contents import FileContents
    from keylint.discover.files import SourceFile


@dataclass(slots=True)
class ImportGraph:
    """Who imports whom among `files` and `backups`.

    A file stands for itself by its absolute path as a string with forward slashes: there are many thousand look-ups.
    """

    files: Sequence[SourceFile]
    backups: Sequence[SourceFile]
    contents: FileContents
    _by_path: dict[str, SourceFile] = field(init=False)
    _folders: frozenset[str] = field(init=False)
    _names: frozenset[str] = field(init=False)
    _importers: dict[str, list[str]] = field(default_factory=dict)
    _located: dict[tuple[str, ModuleName], tuple[str, ...]] = field(default_factory=dict)
    _roots: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_path = {file.path.as_posix(): file for file in (*self.files, *self.backups)}
        inner = {posixpath.dirname(path) for path in self._by_path}
        self._folders = frozenset(above for folder in inner for above in _with_folders_above(folder))
        stems = {file.path.stem for file in self._by_path.values()}
        self._names = frozenset(stems | {posixpath.basename(folder) for folder in self._folders})

    def imports_one_of(self, path: str, packages: Collection[str]) -> bool:
        """Tells whether a file imports one of `packages`, or one whose name starts so, as those of components do."""
        starts = tuple(packages)
        return any(not module.level and module.dotted.startswith(starts) for module in self._modules_of(path))

    def importers_of(self, path: str) -> Sequence[str]:
        """The files that import `path`. Backups do not count, because nothing of what they draw is alive."""
        if not self._importers:
            for file in self.files:
                importer = file.path.as_posix()
                for module in self._modules_of(importer):
                    for imported in self._files_of(module, importer):
                        self._importers.setdefault(imported, []).append(importer)
        return self._importers.get(path, ())

    def used_by(self, path: str) -> Iterator[str]:
        """The files that a file imports, with the packages around them, and those that it names in a string."""
        for module in self._modules_of(path):
            yield from self._files_of(module, path)
            for package in module.packages():
                yield from self._files_of(package, path)
        for name in named_files(self._source(path)):
            locations = (posixpath.normpath(f"{root}/{name}") for root in self._search_roots(posixpath.dirname(path)))
            yield from filter(self._by_path.__contains__, locations)

    def _source(self, path: str) -> bytes:
        return self.contents.read(self._by_path[path]) or b""

    def _modules_of(self, path: str) -> frozenset[ModuleName]:
        return self.contents.modules(self._by_path[path])

    def _files_of(self, module: ModuleName, importer: str) -> tuple[str, ...]:
        """Each file that the module may be, as only the entry point decides what is on the search path."""
        if not self._names.issuperset(module.parts):
            return ()
        folder = posixpath.dirname(importer)
        place = (folder, module)
        if place not in self._located:
            roots: Iterable[str] = self._search_roots(folder)
            if module.level:
                roots = _with_folders_above(folder)[module.level - 1 : module.level]
            candidates = [[f"{root}/{location}" for location in module_locations(module.dotted)] for root in roots]
            found = (next(filter(self._by_path.__contains__, in_root), None) for in_root in candidates)
            self._located[place] = tuple(path for path in found if path is not None)
        return self._located[place]

    def _search_roots(self, folder: str) -> tuple[str, ...]:
        """The folders from which a file in `folder` may import: its own, those above it, and `src` in each of them."""
        if folder not in self._roots:
            candidates = (root for above in _with_folders_above(folder) for root in (above, f"{above}/src"))
            self._roots[folder] = tuple(root for root in candidates if root in self._folders)
        return self._roots[folder]


def _with_folders_above(folder: str) -> list[str]:
    """`folder` and all folders that contain it, the innermost first. The top one is an empty string, or a drive."""
    parts = folder.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
