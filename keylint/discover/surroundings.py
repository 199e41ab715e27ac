"""What belongs to an app although no path of the command line leads to it: imported helpers, pages, the entrypoint.

`keylint check app.py` has to see the helper that draws a widget, and the page that reads its key. These files are read
and run like all others; what is wrong in them is not reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.discover.files import SourceFile, display_path, is_foreign_name
from keylint.discover.imports import imported_modules, module_locations, named_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.discover.disk import Disk
    from keylint.discover.imports import ModuleName

_PAGES = "pages"


@dataclass(slots=True)
class _Tree:
    """The folders below `root`, listed when somebody asks for them."""

    root: Path
    disk: Disk

    def holds(self, path: Path) -> bool:
        return path.name in self.disk.names(path.parent)

    def names(self, folder: Path) -> frozenset[str]:
        return self.disk.names(folder)

    def is_inside(self, path: Path) -> bool:
        """Whether the path lies in the project, and in no folder of somebody else's code."""
        return path.is_relative_to(self.root) and not any(map(is_foreign_name, path.relative_to(self.root).parts))


def surroundings(files: Iterable[SourceFile], contents: FileContents, root: Path) -> tuple[SourceFile, ...]:
    """The further files of the apps that `files` belong to, below `root`, sorted by path."""
    tree = _Tree(root.parent if root.name == _PAGES else root, contents.disk)
    known = {file.path for file in files}
    found: dict[Path, SourceFile] = {}
    pending = list(files)
    while pending:
        file = pending.pop()
        data = contents.read(file)
        if data is None:
            continue
        for path in (*_beside(file.path, tree), *_used_by(file.path, data, tree)):
            if path not in known and tree.is_inside(path):
                known.add(path)
                found[path] = SourceFile(path, display_path(path))
                pending.append(found[path])
    return tuple(found[path] for path in sorted(found))


def _beside(path: Path, tree: _Tree) -> Iterator[Path]:
    """The pages of an entrypoint; the entrypoint of a page, and its other pages."""
    folder = path.parent
    if folder.name == _PAGES:
        yield from _scripts(folder, tree)
        yield from _scripts(folder.parent, tree)
    elif _PAGES in tree.names(folder):
        yield from _scripts(folder / _PAGES, tree)


def _scripts(folder: Path, tree: _Tree) -> Iterator[Path]:
    return (folder / name for name in tree.names(folder) if name.endswith(".py") and name != "__init__.py")


def _used_by(path: Path, data: bytes, tree: _Tree) -> Iterator[Path]:
    above = [folder for folder in path.parents if folder.is_relative_to(tree.root)]
    for module in imported_modules(data):
        for each in (module, *module.packages()):
            yield from _files_of(each, above, tree)
    for name in named_files(data):
        yield from (folder / name for folder in above if tree.holds(folder / name))


def _files_of(module: ModuleName, above: list[Path], tree: _Tree) -> Iterator[Path]:
    roots = above[module.level - 1 : module.level] if module.level else above
    for root in roots:
        for folder in (root, root / "src"):
            if module.parts and not {module.parts[0], f"{module.parts[0]}.py"} & tree.names(folder):
                continue
            for location in module_locations(module.dotted):
                if tree.holds(folder / location):
                    yield folder / location
                    break
