# ruff: noqa: PTH100, PTH113, PTH117, PTH118, PTH120 -- pathlib is not imported before it is known from where
"""Keeps the code of a checked tree from running: in this process, in workers, and in place of another program.

Whoever works in a folder is easily given modules of it by Python, and programs of it by the system.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing is not imported either
if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = os.path.dirname(os.path.abspath(__file__))

# A worker takes the search path of its parent. keylint itself is found by its place, not by a search: it may be used
# from a folder that nothing shall be imported from. Before all that it is said that it dies with its parent, where the
# system offers it: elsewhere a worker may first have to come to the end of its start, or of a parser's work.
_BOOTSTRAP = """\
import sys
if sys.platform == "linux":
    try:
        from ctypes import CDLL
        CDLL(None).prctl(1, 9, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass
from importlib.util import module_from_spec, spec_from_file_location
place, module, *sys.path = sys.argv[1:]
spec = spec_from_file_location("keylint", place + "/__init__.py", submodule_search_locations=[place])
sys.modules["keylint"] = package = module_from_spec(spec)
spec.loader.exec_module(package)
from importlib import import_module
import_module(module).main()
"""


def import_only_what_is_installed() -> None:
    """Takes the working directory off Python's search path, and puts what PYTHONPATH names in it behind all others.

    Has to be called before anything is imported that may lie in the working directory.
    """
    try:
        below = os.path.join(_real(""), "")
    except OSError:  # the working directory is gone, and nothing in it can be meant
        sys.path[:] = filter(os.path.isabs, sys.path)
        return
    named = {_real(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    inside = {entry for entry in named if entry.startswith(below)}
    sys.path[:] = sorted(_elsewhere(sys.path), key=lambda entry: _real(entry) in inside)


def worker_command(module: str) -> list[str] | None:
    """The command that runs the `main` of a module of keylint in a process of its own, which imports from where this
    one does, and ends with the thread that starts it; None where there is no Python to start."""
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    return [sys.executable, "-I", "-c", _BOOTSTRAP, PACKAGE, module, *_elsewhere(sys.path)]


def find_program(name: str) -> str | None:
    """Where a program is installed; nothing that is looked for relative to the working directory, as Windows does."""
    names = [name] if os.name != "nt" else [f"{name}.exe"]
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not os.path.isabs(folder) or _real(folder) == _real(""):
            continue
        for candidate in (os.path.join(folder, each) for each in names):
            if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
                return candidate
    return None


def _elsewhere(entries: Iterable[str]) -> list[str]:
    """The entries of a search path that are not the working directory, as absolute paths."""
    here = _real("")
    return [os.path.abspath(entry) for entry in entries if _real(entry) != here]


def _real(path: str) -> str:
    return os.path.realpath(path or os.curdir)
