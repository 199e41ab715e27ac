"""What belongs to an app although no path of the command line leads to it: imported helpers, pages, the entrypoint.

`keylint check app.py` has to see the helper that draws a widget, and the page that reads its key. These files are read
and run like all others; what is wrong in them is not reported.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.discover.files import SourceFile, display_path, is_foreign_name
from keylint.discover.imports import imports_computed, module_locations, named_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from keylint.discover.contents import FileContents
    from keylint.discover.imports import ModuleName

_PAGES = "pages"


@dataclass(slots=True)
class _Tree:
    """The folders below `root`, listed when somebody asks for them.

    Paths are absolute strings with forward slashes: there are many thousand look-ups.
    """

    root: str
    contents: FileContents
    _inside: dict[str, bool] = field(default_factory=dict)
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _located: dict[tuple[str, ModuleName], tuple[str, ...]] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return name in self.needed(folder)

    def needed(self, folder: str) -> frozenset[str]:
        """What is in a folder that the app has files in; where it cannot be listed, that is noted."""
        names = self.names(folder)
        if self.contents.disk.is_closed(folder):
            _note_unlisted(folder, self.contents)
        return names

    def names(self, folder: str) -> frozenset[str]:
        """What is in a folder; nothing where a link has led out of the project."""
        if folder not in self._inside:
            real = os.path.realpath(folder or "/")
            self._inside[folder] = f"{real}{os.sep}".startswith(f"{self.root.rstrip('/')}/".replace("/", os.sep))
        return self.contents.disk.names(folder or "/") if self._inside[folder] else frozenset()

    def is_inside(self, path: str) -> bool:
        """Whether the path lies in the project, and in no folder of somebody else's code."""
        prefix = f"{self.root}/"
        return path.startswith(prefix) and not any(map(is_foreign_name, path[len(prefix) :].split("/")))

    def above(self, folder: str) -> tuple[str, ...]:
        """The folder and those around it, up to and with the root; nothing for a folder outside."""
        if folder not in self._above:
            found = []
            rest = folder
            while rest.startswith(f"{self.root}/"):
                found.append(rest)
                rest = rest.rpartition("/")[0]
            self._above[folder] = (*found, self.root) if rest == self.root else ()
        return self._above[folder]

    def files_of(self, module: ModuleName, folder: str) -> tuple[str, ...]:
        """The files that a module may be which a file in `folder` imports: the first in each place to look."""
        place = (folder, module)
        if place not in self._located:
            self._located[place] = tuple(self._locate(module, folder))
        return self._located[place]

    def _locate(self, module: ModuleName, folder: str) -> Iterator[str]:
        above = self.above(folder)
        first = module.dotted.partition(".")[0]
        if module.dotted and not first:  # what the scan took for a name was none
            return
        locations = [posixpath.normpath(location) for location in module_locations(module.dotted)]
        for root in above[module.level - 1 : module.level] if module.level else above:
            for start in (root, f"{root}/src"):
                names = self.names(start)
                if first and first not in names and f"{first}.py" not in names:
                    continue
                paths = (f"{start}/{location}" for location in locations)
                yield from [path for path in paths if self.holds(path)][:1]


def surroundings(
    files: Iterable[SourceFile], contents: FileContents, root: Path, around: Iterable[SourceFile] = ()
) -> tuple[SourceFile, ...]:
    """The further files of the apps that `files` belong to, below `root`, sorted by path. Of the scripts `around` them
    those are taken that come to one of them."""
    tree = _Tree((root.parent if root.name == _PAGES else root).as_posix().rstrip("/"), contents)
    pending = list(files)
    known = {file.path.as_posix() for file in pending}
    found = list(_leading_to(known, around, contents, tree))
    pending += found
    known.update(script.path.as_posix() for script in found)
    while pending:
        file = pending.pop()
        if contents.read(file) is None:
            continue
        for path in (*_beside(file.path.as_posix(), tree), *_used_by(file, contents, tree)):
            if path not in known and tree.is_inside(path):
                known.add(path)
                found.append(SourceFile(Path(path), display_path(Path(path))))
                pending.append(found[-1])
    return tuple(sorted(found, key=lambda file: file.path))


def _leading_to(
    given: Collection[str], scripts: Iterable[SourceFile], contents: FileContents, tree: _Tree
) -> Iterator[SourceFile]:
    """Those of the scripts which import or name one of the given files, over any number of steps. Modules whose names
    are made may be any: that counts where Streamlit is named beside it, and not of a plugin's loader."""
    contents, here = contents.for_search(), os.getcwd()  # noqa: PTH109 -- as the walk does
    users: dict[str, list[str]] = {}
    by_path = {script.path.as_posix(): script for script in scripts if script.path.as_posix() not in given}
    pending = list(by_path)
    seen = set(pending)
    while pending:
        path = pending.pop()
        file = SourceFile(Path(path), display_path(path, here))
        source = contents.read(file) or b""
        for used in _used_by(file, contents, tree, guesses=b"streamlit" in source):
            users.setdefault(used, []).append(path)
            if used not in seen and used not in given and tree.is_inside(used):
                seen.add(used)
                pending.append(used)
    leading = set(given)
    pending = list(given)
    while pending:
        for path in users.get(pending.pop(), ()):
            if path not in leading:
                leading.add(path)
                pending.append(path)
    return (script for path, script in by_path.items() if path in leading)


def _beside(path: str, tree: _Tree) -> Iterator[str]:
    """The pages of an entrypoint; the entrypoint of a page, and its other pages."""
    folder = posixpath.dirname(path)
    if posixpath.basename(folder) == _PAGES:
        yield from _scripts(folder, tree)
        yield from _scripts(posixpath.dirname(folder), tree)
    elif _PAGES in tree.names(folder):
        yield from _scripts(f"{folder}/{_PAGES}", tree)


def _note_unlisted(folder: str, contents: FileContents) -> None:
    try:
        os.scandir(folder).close()
    except OSError as error:
        contents.note_unreadable(Path(folder), display_path(folder), error)


def _scripts(folder: str, tree: _Tree) -> Iterator[str]:
    return (path for path in _named_as_scripts(folder, tree.needed(folder)) if not os.path.isdir(path))  # noqa: PTH112


def _named_as_scripts(folder: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{folder}/{name}" for name in names if name.endswith(".py") and name != "__init__.py")


def _near(folder: str, tree: _Tree) -> Iterator[str]:
    """The modules in a folder, and in the packages in it. Links are not followed: what one leads to is near elsewhere,
    and through links that lead up everything would be near."""
    for place in (folder, *_packages_in(folder, tree)):
        yield from filter(os.path.isfile, _named_as_scripts(place, tree.names(place)))


def _packages_in(folder: str, tree: _Tree) -> Iterator[str]:
    for name in sorted(tree.names(folder)):
        path = f"{folder}/{name}"
        if "." not in name and not is_foreign_name(name) and os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
            yield path


def _used_by(file: SourceFile, contents: FileContents, tree: _Tree, *, guesses: bool = True) -> Iterator[str]:
    """What the file imports or names, and where it `guesses`, what it may import under names that it makes."""
    folder = file.path.parent.as_posix()
    for module in contents.modules(file):
        yield from tree.files_of(module, folder)
        for package in module.packages():
            yield from tree.files_of(package, folder)
    source = contents.read(file) or b""
    if guesses and imports_computed(source):
        yield from _near(folder, tree)
    for name in named_files(source):
        paths = (posixpath.normpath(posixpath.join(start, name)) for start in tree.above(folder))
        yield from filter(tree.holds, paths)
