"""Which files keylint reads, by their names: no result is written over one of them."""

from __future__ import annotations

import os.path

from keylint.discover.declarations import declares_dependencies

_CONFIGURATION = frozenset({"keylint.toml", "pyproject.toml", ".gitignore"})


def is_read(path: str) -> bool:
    """Whether a file at this path would be read, if its project is: a source, a declaration, a configuration."""
    folder, name = os.path.split(path)
    return (
        name.endswith(".py") or name in _CONFIGURATION or declares_dependencies(name, os.path.basename(folder))  # noqa: PTH119 -- paths are texts here
    )
