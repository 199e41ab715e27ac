"""Where an app has the functions that keep values: found where they are, else written once for all of its files."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.imports import bound_names, end_of_imports, import_from, imported, local_name, session_state
from keylint.fixes.kept import code_of, function_like
from keylint.fixes.modules import is_about_state, only_defines
from keylint.fixes.style import with_blank_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keylint.findings import Edit
    from keylint.fixes.kept import Function
    from keylint.fixes.sources import Sources
    from keylint.fixes.tree import Tree
    from keylint.repairs import Home

    # the file that imports, the dotted name with leading dots → the file, when it is one of the app's
    Importable = Callable[[str, str], Tree | None]

NEW_FILES = ("state.py", "widget_state.py")
_OTHER_NAMES = ("kept_value", "kept_widget")
_HEADING = '"""What the app keeps of its widgets while they are not shown."""'


@dataclass(slots=True)
class Added:
    """The functions that a file is given, with the name that the user knows for each: `at_end` of it, or at its top,
    where the file itself needs them."""

    tree: Tree
    known: dict[Function, str] = field(default_factory=dict)
    at_end: bool = True


@dataclass(slots=True)
class Library:
    """The files of the project as places for functions; what one repair adds to each is written in one piece.

    `find` gives what an import means, `tree_of` a file, or None for one that cannot be read, and `new` one that is not
    there.
    """

    sources: Sources
    find: Importable
    tree_of: Callable[[str], Tree | None]
    new: Callable[[str, Tree], Tree]
    _added: dict[str, Added] = field(default_factory=dict)
    _imported: dict[str, tuple[Tree, dict[str, dict[str, str]]]] = field(default_factory=dict)

    def begin(self) -> None:
        """Forgets what the last repair added."""
        self._added.clear()
        self._imported.clear()

    def available(self, tree: Tree, function: Function, home: Home) -> str:
        """What a file calls the function; `edits` make it so."""
        own = function_like(tree, function)
        if own is not None:
            return own
        folder = posixpath.dirname(home.entrypoint)
        found = self._existing(tree, function, home, folder)
        if found is None:
            path = self._place(tree, folder, home)
            target = tree if path == tree.path else self._tree_at(path, tree)
            found = path, self._add(target, function, home, is_own=target is tree)
        return self._import(tree, folder, *found)

    def edits(self) -> Iterator[Edit]:
        """What the files are given: imports, and the functions themselves."""
        for tree, modules in self._imported.values():
            for module, names in modules.items():
                yield from import_from(tree, module, names, partial(self._is_own, tree))
        for added in self._added.values():
            yield from _written(added)

    def _is_own(self, tree: Tree, module: str) -> bool:
        return self.find(tree.path, module) is not None

    def _existing(self, tree: Tree, function: Function, home: Home, folder: str) -> tuple[str, str] | None:
        """The module that has the function already, and its name there."""
        wanted = function.naming.format(home.name)
        if home.file is not None and (named := self.tree_of(home.file)) is not None:
            defined = (each.name.value for each in named.module.body if isinstance(each, cst.FunctionDef))
            if wanted in defined:  # as the user has it, whatever it looks like
                return home.file, wanted
        for other in self._libraries(home):
            name = function_like(other, function) if other is not tree else None
            if name is not None and self._module(tree, other.path, folder) is not None:
                return other.path, name
        return None

    def _import(self, tree: Tree, folder: str, path: str, name: str) -> str:
        if path == tree.path:
            return name
        module = self._module(tree, path, folder)
        if module is None:
            raise Refused(f"{tree.path} cannot import {path}, where the helper is")
        local = local_name(tree, module, name)
        self._imported.setdefault(tree.path, (tree, {}))[1].setdefault(module, {})[name] = local
        return local

    def _tree_at(self, path: str, importer: Tree) -> Tree:
        tree = self.tree_of(path) if path in self.sources.contents else self.new(path, importer)
        if tree is None:
            raise Refused(f"{path} cannot be read")
        return tree

    def _place(self, tree: Tree, folder: str, home: Home) -> str:
        """The file that the function is to be written to."""
        if home.file is not None:
            return self._wanted(tree, folder, home.file)
        if home.is_alone or not tree.path.startswith(f"{folder}/" if folder else ""):
            return tree.path  # a file from elsewhere may belong to apps that cannot import from this folder
        for other in self._libraries(home):
            if is_about_state(other) and self._can_import(tree, other.path, folder):
                return other.path
        for name in NEW_FILES:
            path = posixpath.join(folder, name)
            if not self.sources.is_taken(path) and self._can_import(tree, path, folder):
                return path
        names = " and ".join(NEW_FILES)
        raise Refused(f"{names} are something else already: say where the helper belongs with `fix-helper`")

    def _wanted(self, tree: Tree, folder: str, path: str) -> str:
        if path == tree.path:
            return path
        other = self.tree_of(path) if path in self.sources.contents else None
        if path in self.sources.contents and (other is None or not only_defines(other)):
            raise Refused(
                f"{path}, the `fix-helper`, does more than to define functions: no file can import it for one"
            )
        if path not in self.sources.contents and self.sources.is_taken(path):
            raise Refused(f"{path}, the `fix-helper`, is there and none of the files that are checked")
        if not any(other.startswith(posixpath.dirname(path)) for other in self.sources.contents):
            raise Refused(f"the folder of {path}, the `fix-helper`, has none of the app's files")
        if not self._can_import(tree, path, folder):
            raise Refused(f"{tree.path} cannot import {path}, the `fix-helper`, from the folder of its app")
        return path

    def _add(self, tree: Tree, function: Function, home: Home, *, is_own: bool) -> str:
        """Notes that the file needs the function, for itself if it `is_own`, and gives its name there."""
        added = self._added.setdefault(tree.path, Added(tree))
        added.at_end = added.at_end and not is_own
        if function not in added.known:
            taken = bound_names(tree)
            names = (home.name, *_OTHER_NAMES)
            known = next((name for name in names if function.naming.format(name) not in taken), None)
            if known is None:
                name = function.naming.format(home.name)
                raise Refused(f"the name {name} already means something else in {tree.path}")
            added.known[function] = known
        return function.naming.format(added.known[function])

    def _libraries(self, home: Home) -> Iterator[Tree]:
        """The files of the app that only define functions about session state, the nearest first."""
        found = (each for each in home.files if each in self.sources.libraries and each != home.entrypoint)
        for path in sorted(found, key=lambda path: (path.count("/"), path)):
            tree = self.tree_of(path)
            if tree is not None and only_defines(tree):
                yield tree

    def _can_import(self, tree: Tree, path: str, folder: str) -> bool:
        return self._module(tree, path, folder) is not None

    def _module(self, tree: Tree, path: str, folder: str) -> str | None:
        """What the file calls the module at `path`; None where that would be another one, or would import the file."""
        prefix = f"{folder}/" if folder else ""
        if not path.startswith(prefix):
            return None
        dotted = _dotted(path.removeprefix(prefix))
        if not all(part.isidentifier() for part in dotted.split(".")):
            return None
        name = self._prefix(tree, prefix) + dotted
        found = self.find(tree.path, name)
        if found is None:
            return name if path not in self.sources.contents else None
        imports = (self.find(path, module) for module, _, _ in imported(found))
        return name if found.path == path and tree not in imports else None

    def _prefix(self, tree: Tree, prefix: str) -> str:
        """What comes before the names of the app's modules where the file imports them: the package that they are in,
        or dots."""
        for module, _, _ in imported(tree):
            found = self.find(tree.path, module) if module.strip(".") else None
            if found is not None and found.path.startswith(prefix):
                dotted = _dotted(found.path.removeprefix(prefix))
                if module == dotted or module.endswith(f".{dotted}"):
                    return module.removesuffix(dotted)
        return ""


def _written(added: Added) -> Iterator[Edit]:
    tree = added.tree
    state, imports = session_state(tree) if tree.text else ("st.session_state", [])
    yield from imports
    step, newline = tree.module.default_indent, tree.newline
    code = (newline * 2).join(code_of(each, state, name, step, newline) for each, name in added.known.items())
    if not tree.text:
        yield tree.insert(0, f"{_HEADING}{newline * 2}import streamlit as st{newline * 3}{code}")
        return
    place = len(tree.text) if added.at_end else end_of_imports(tree)
    yield tree.insert(place, with_blank_lines(tree, place, code, 2))


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
