# ruff: noqa: PTH118, PTH120 -- asked for every folder of a project, and text is faster
"""Where the repository lies that a file has come with."""

from __future__ import annotations

import os


def repository_around(path: str) -> str | None:
    """The nearest folder at or above an absolute path that git keeps; None where there is none."""
    while not os.path.lexists(os.path.join(path, ".git")):
        parent = os.path.dirname(path)
        if parent == path:
            return None
        path = parent
    return path
