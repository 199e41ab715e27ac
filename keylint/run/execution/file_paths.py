"""Paths, as far as they decide what is imported or which file is a page: a path is its text, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from keylint.run.values import NONE, Items, Known, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.facts import expressions as ex
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine

_SAME = frozenset({"resolve", "absolute", "as_posix", "expanduser", "__str__", "__fspath__"})
METHODS = _SAME | {"joinpath", "with_name", "with_suffix"}
# No file has a longer path.
_LONGEST = 10_000
_ATTRIBUTES = frozenset({"parent", "parents", "stem", "suffix", "name"})


def path_attribute(text: str, name: str) -> Value | None:
    """`path.parent` and its kin; None for anything else. A text without a slash may be something else that has a
    name."""
    if name not in _ATTRIBUTES or (name == "name" and "/" not in text) or len(text) > _LONGEST:
        return None
    path = PurePosixPath(text)
    if name == "parents":
        return Items("list", tuple(Known(str(parent)) for parent in path.parents))
    return Known(str(getattr(path, name)))


def path_method(text: str, name: str, arguments: Arguments) -> Value | None:
    """The result of a method that gives a path; None when its arguments are not known."""
    if len(text) > _LONGEST:
        return None
    if name in _SAME:
        return Known(os.path.normpath(text).replace(os.sep, "/"))
    given = _texts(arguments)
    if given is None:
        return None
    try:
        return Known(str(getattr(PurePosixPath(text), name)(*given)))
    except (TypeError, ValueError):
        return None


def _texts(arguments: Arguments) -> list[str] | None:
    texts = [value.value for value in arguments.positional if isinstance(value, Known)]
    strings = [text for text in texts if isinstance(text, str)]
    if len(strings) < len(arguments.positional) or arguments.spreads or sum(map(len, strings)) > _LONGEST:
        return None
    return strings


def _joined(*texts: str) -> str:
    return str(PurePosixPath(*texts)) if texts else "."


_FUNCTIONS: dict[str, Callable[..., str]] = {
    "pathlib.Path": _joined,
    "pathlib.PurePath": _joined,
    "pathlib.PurePosixPath": _joined,
    "os.path.join": lambda *texts: str(PurePosixPath(*texts)),
    "os.path.dirname": lambda text: str(PurePosixPath(text).parent),
    "os.path.basename": lambda text: PurePosixPath(text).name,
    "os.path.abspath": lambda text: os.path.normpath(text).replace(os.sep, "/"),
    "os.path.realpath": lambda text: os.path.normpath(text).replace(os.sep, "/"),
    "os.path.normpath": lambda text: os.path.normpath(text).replace(os.sep, "/"),
    "os.fspath": lambda text: text,
}
_SEARCH_PATH = frozenset({"sys.path.insert", "sys.path.append", "site.addsitedir"})


def call_path_function(machine: Machine, name: str, arguments: Arguments, expression: ex.Expression) -> Value | None:
    """The result of a function of `pathlib`, `os.path` or `sys.path`; None when it is none, or cannot be told."""
    if name in _SEARCH_PATH:
        return _extend_search_path(machine, name, arguments)
    function = _FUNCTIONS.get(name)
    given = _texts(arguments) if function is not None else None
    if function is None or given is None:
        return None
    try:
        return Known(function(*given))
    except TypeError:
        return None


def _extend_search_path(machine: Machine, name: str, arguments: Arguments) -> Value:
    """Later imports look in that folder too. A relative one is taken from the entrypoint's folder."""
    given = arguments.positional[-1] if arguments.positional else NONE
    if isinstance(given, Known) and isinstance(given.value, str):
        program = machine.program
        folder = Path(os.path.normpath(program.entrypoint.parent / given.value))
        if folder not in program.search_folders:
            first, last = ((folder,), ()) if name == "sys.path.insert" else ((), (folder,))
            program.search_folders = (*first, *program.search_folders, *last)
    return NONE
