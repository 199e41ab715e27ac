"""Where an app has the functions that keep values: found where they are, else written once for all of its files."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused
from keylint.fixes.imports import bound_names, end_of_imports, import_from, local_name, session_state
from keylint.fixes.kept import code_of, function_like
from keylint.fixes.modules import is_about_state, only_defines
from keylint.fixes.naming import Naming
from keylint.fixes.style import with_blank_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keylint.findings import Edit
    from keylint.fixes.kept import Function
    from keylint.fixes.naming import Importable
    from keylint.fixes.sources import Sources
    from keylint.fixes.tree import Tree
    from keylint.repairs import Home

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
    _naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        self._naming = Naming(self.sources, self.find)

    def begin(self) -> None:
        """Forgets what the last repair added."""
        self._added.clear()
        self._imported.clear()

    def available(self, tree: Tree, function: Function, home: Home) -> str:
        """What a file calls the function; `edits` make it so."""
        own = function_like(tree, function)
        if own is not None:
            return own
        found = self._existing(tree, function, home)
        if found is None:
            path = self._place(tree, home)
            target = tree if path == tree.path else self._tree_at(path, tree)
            found = path, self._add(target, function, home, is_own=target is tree)
        return self._import(tree, home, *found)

    def edits(self) -> Iterator[Edit]:
        """What the files are given: imports, and the functions themselves."""
        for tree, modules in self._imported.values():
            for module, names in modules.items():
                yield from import_from(tree, module, names, partial(self._is_own, tree))
        for added in self._added.values():
            yield from _written(added)

    def _is_own(self, tree: Tree, module: str) -> bool:
        return self.find(tree.path, module) is not None

    def _existing(self, tree: Tree, function: Function, home: Home) -> tuple[str, str] | None:
        """The module that has the function already, and its name there."""
        wanted = function.naming.format(home.name)
        if home.file is not None and (named := self.tree_of(home.file)) is not None:
            defined = (each.name.value for each in named.module.body if isinstance(each, cst.FunctionDef))
            if wanted in defined:  # as the user has it, whatever it looks like
                return home.file, wanted
        for other in self._libraries(home):
            name = function_like(other, function) if other is not tree else None
            if name is not None and self._naming.module(tree, other.path, home) is not None:
                return other.path, name
        return None

    def _import(self, tree: Tree, home: Home, path: str, name: str) -> str:
        if path == tree.path:
            return name
        module = self._naming.module(tree, path, home)
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

    def _place(self, tree: Tree, home: Home) -> str:
        """The file that the function is to be written to."""
        if home.file is not None:
            return self._wanted(tree, home, home.file)
        if home.is_alone:
            return tree.path
        # A file from elsewhere may belong to apps that cannot import from this folder.
        is_inside = _is_in_folder(tree.path, home)
        for other in self._libraries(home):
            is_near = is_inside or not _is_in_folder(other.path, home)
            if is_near and is_about_state(other) and self._can_import(tree, other.path, home):
                return other.path
        folder = posixpath.dirname(home.entrypoint) if is_inside else self._naming.package(tree.path, home)
        for name in NEW_FILES if folder is not None else ():
            path = posixpath.join(folder or "", name)
            if not self.sources.is_taken(path) and self._can_import(tree, path, home):
                return path
        if not is_inside:
            return tree.path
        names = " and ".join(NEW_FILES)
        raise Refused(f"{names} are something else already: say where the helper belongs with `fix-helper`")

    def _wanted(self, tree: Tree, home: Home, path: str) -> str:
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
        if not self._can_import(tree, path, home):
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
        for path in sorted(found, key=lambda path: (not _is_in_folder(path, home), path.count("/"), path)):
            tree = self.tree_of(path)
            if tree is not None and only_defines(tree):
                yield tree

    def _can_import(self, tree: Tree, path: str, home: Home) -> bool:
        return self._naming.module(tree, path, home) is not None


def _is_in_folder(path: str, home: Home) -> bool:
    """Whether a file lies in or below the folder of the app's script."""
    folder = posixpath.dirname(home.entrypoint)
    return path.startswith(f"{folder}/" if folder else "")


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
