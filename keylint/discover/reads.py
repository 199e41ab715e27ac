"""Which files keylint reads, by their names: no result is written over one of them."""

from __future__ import annotations

import os

from keylint.discover.declarations import declares_dependencies
from keylint.discover.files import CONFIGURATIONS

_CONFIGURATION = CONFIGURATIONS | {".gitignore"}


def is_read(path: str) -> bool:
    """Whether a file at this path would be read, if its project is: a source, a declaration, a configuration, and what
    git keeps for itself."""
    *folders, name = path.split(os.sep)  # noqa: PTH206 -- paths are texts here
    return (
        name.endswith(".py")
        or name in _CONFIGURATION
        or declares_dependencies(name, folders[-1] if folders else "")
        or ".git" in (*folders, name)
    )
