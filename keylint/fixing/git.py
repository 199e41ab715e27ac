"""Whether git could bring files back as they are."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from keylint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Neither a hook of the repository nor a lock: asking changes nothing and runs nothing.
_GIT = ("git", "-c", "core.fsmonitor=false", "--no-optional-locks")


def require_clean(files: Iterable[tuple[Path, str]]) -> None:
    """Raises UsageError when a file, given with its shown path, is not in git, or differs from what git has."""
    outside, dirty = [], []
    for path, display in files:
        status = _status(path)
        if status is None:
            outside.append(display)
        elif status:
            dirty.append(display)
    if outside:
        raise UsageError(
            f"{_listed(outside)} not in a git repository, so that the change could not be taken back; "
            "put it under git first, or write anyway with --allow-dirty"
        )
    if dirty:
        raise UsageError(
            f"{_listed(dirty)} not committed as they are; commit or stash the changes first, or write anyway with "
            "--allow-dirty"
            if len(dirty) > 1
            else f"{_listed(dirty)} not committed as it is; commit or stash the change first, or write anyway with "
            "--allow-dirty"
        )


def _status(path: Path) -> str | None:
    """What git says of the file, empty where it is as committed; None outside git or without git."""
    target = path.resolve()
    command = [*_GIT, "-C", str(target.parent), "status", "--porcelain", "--ignored", "--", target.name]
    try:
        finished = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    except OSError:
        return None
    return finished.stdout.strip() if finished.returncode == 0 else None


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
