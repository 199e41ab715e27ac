"""What a file of an app calls another one that it imports, and where the files lie that all of an app can import."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.discover.imports import imported_modules
from keylint.fixes.imports import imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.fixes.sources import Sources
    from keylint.fixes.tree import Tree
    from keylint.repairs import Home

    # the file that imports, the dotted name with leading dots → the file, when it is one of the app's
    Importable = Callable[[str, str], Tree | None]


@dataclass(slots=True)
class Naming:
    """The names of modules. `find` gives what an import means.

    What is imported from is the folder of an app's script, and the folders from which its files are seen to import.
    """

    sources: Sources
    find: Importable
    _roots: dict[Home, tuple[str, ...]] = field(default_factory=dict)

    def module(self, tree: Tree, path: str, home: Home) -> str | None:
        """What the file calls the module at `path`; None where that would be another one, or would import the file."""
        for module, member, _ in imported(tree):
            found = self.find(tree.path, module) if member is not None and module.strip(".") else None
            if found is not None and found.path == path:
                return module
        for root in self._roots_around(path, home):
            name = self._module_below(tree, path, root)
            if name is not None:
                return name
        return None

    def package(self, path: str, home: Home) -> str | None:
        """The folder of the package that a file from elsewhere is in, or its own; None where no file is seen to import
        it."""
        found = self._roots_around(path, home)
        if not found:
            return None
        top, inside, _ = path.removeprefix(_prefix(found[0])).partition("/")
        return posixpath.join(found[0], top) if inside else found[0]

    def _roots_around(self, path: str, home: Home) -> list[str]:
        if home not in self._roots:
            self._roots[home] = self._roots_of(home)
        return [root for root in self._roots[home] if path.startswith(_prefix(root))]

    def _roots_of(self, home: Home) -> tuple[str, ...]:
        folder = posixpath.dirname(home.entrypoint)
        found: set[str] = set()
        if not all(path.startswith(_prefix(folder)) for path in home.files):
            for importer in home.files:
                for module in imported_modules(self.sources.contents.get(importer, b"")):
                    path = self.sources.resolve(importer, module.dotted) if module.dotted and not module.level else None
                    if path is not None and f".{dotted(path)}".endswith(f".{module.dotted}"):
                        found.add(_without(path, module.dotted))
        return (folder, *sorted(found - {folder}, key=lambda root: (-len(root), root)))

    def _module_below(self, tree: Tree, path: str, root: str) -> str | None:
        below = dotted(path.removeprefix(_prefix(root)))
        if not all(part.isidentifier() for part in below.split(".")):
            return None
        name = self._before(tree, _prefix(root)) + below
        found = self.find(tree.path, name)
        if found is None:
            return name if path not in self.sources.contents else None
        imports = (self.find(path, module) for module, _, _ in imported(found))
        return name if found.path == path and tree not in imports else None

    def _before(self, tree: Tree, prefix: str) -> str:
        """What comes before the names of the app's modules where the file imports them: the package that they are in,
        or dots."""
        for module, _, _ in imported(tree):
            found = self.find(tree.path, module) if module.strip(".") else None
            if found is not None and found.path.startswith(prefix):
                below = dotted(found.path.removeprefix(prefix))
                if module == below or module.endswith(f".{below}"):
                    return module.removesuffix(below)
        return ""


def dotted(path: str) -> str:
    """The name of the module that a file is, from the folder that its path begins in."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _prefix(root: str) -> str:
    return f"{root}/" if root else ""


def _without(path: str, module: str) -> str:
    """The folder from which a file is imported under the name."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return "/".join(parts[: len(parts) - module.count(".") - 1])
