"""Files in which nothing is left that anybody uses: they go as a whole."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.discover.files import discover
from keylint.discover.imports import imported_modules, imports_computed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.fixing.passes import Change


def without_emptied(changes: Iterable[Change], contents: FileContents, root: Path) -> tuple[Change, ...]:
    """The changes; those that leave a module with nothing but its imports, which no file of the project names, take it
    away."""
    listed = tuple(changes)
    emptied = [change for change in listed if _is_emptied(change)]
    if not emptied:
        return listed
    sources = {file.path: contents.read(file) for file in discover([root], (), root).files}
    gone = {change.path for change in emptied if not _is_named(change, sources)}
    return tuple(replace(each, after=b"", is_gone=True) if each.path in gone else each for each in listed)


def _is_emptied(change: Change) -> bool:
    """Whether all that a file of definitions said has been taken away, and no comment is left. A package's own file has
    a meaning without."""
    if change.is_new or change.path.name == "__init__.py" or change.path.is_symlink() or b"#" in change.after:
        return False
    try:
        before, after = ast.parse(change.before), ast.parse(change.after)
    except (SyntaxError, ValueError):
        return False
    had_definitions = any(isinstance(each, (ast.FunctionDef, ast.ClassDef)) for each in before.body)
    return had_definitions and all(_is_nothing(each) for each in after.body)


def _is_nothing(statement: ast.stmt) -> bool:
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, (ast.Import, ast.ImportFrom))


def _is_named(change: Change, sources: dict[Path, bytes | None]) -> bool:
    """Whether any other file may mean the module. One that cannot be read may."""
    stem, name = change.path.stem, change.path.name.encode()
    for path, data in sources.items():
        if path == change.path:
            continue
        if data is None or name in data or imports_computed(data):
            return True
        if any(module.parts[-1:] == [stem] for module in imported_modules(data)):
            return True
    return False
