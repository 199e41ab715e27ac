"""Where the repository lies that a file has come with."""

from __future__ import annotations

import os
from pathlib import Path


def repository_around(path: str | Path) -> Path | None:
    """The nearest folder at or above an absolute path that git keeps; None where there is none."""
    here = Path(path)
    return next((folder for folder in (here, *here.parents) if os.path.lexists(folder / ".git")), None)
