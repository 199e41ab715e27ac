"""Where the process works, and where links lead."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from keylint.errors import UsageError


def real_path(path: Path) -> Path:
    """Where a path leads once every link is followed. Unlike `Path.resolve` it does not raise for a link that leads to
    itself, as somebody may have made it a moment ago."""
    return Path(os.path.realpath(path))


def require_working_directory() -> None:
    """Raises UsageError where the process works in no folder that paths can be relative to."""
    try:
        folder = os.getcwd()  # noqa: PTH109 -- fails where the folder is gone
    except OSError as error:
        raise UsageError(f"the working directory cannot be found: {error.strerror}") from None
    try:
        os.stat(folder)  # noqa: PTH116
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise UsageError(
                "the path of the working directory is longer than the system allows; move the project to a shorter one"
            ) from None
