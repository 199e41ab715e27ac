"""Whether git could bring files back as they are.

A repository's own configuration names programs that git runs: filters of contents, monitors, pagers, ways to a remote.
Git is only asked for the hash of what was committed, which needs none of them; the file is hashed here.
"""

from __future__ import annotations

import os
import subprocess
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from keylint.errors import UsageError
from keylint.isolation import find_program
from keylint.places import real_path
from keylint.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# A repository that lies in the files of another one as a folder without `.git` is none.
_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", "--no-optional-locks")
# Of a clone that lacks objects, git would fetch them by whatever means the repository names.
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_TERMINAL_PROMPT": "0"}
_SHA1_DIGITS = 40
_PATIENCE = 10  # seconds: a configuration may include a pipe or an endless file


def require_clean(files: Iterable[tuple[Path, str]]) -> None:
    """Raises UsageError when a file, given with its shown path, is not in git, or differs from what git has."""
    outside, dirty = [], []
    git = find_program("git")
    for path, display in files:
        target = real_path(path)
        if git is None or _asked(git, target.parent, "--is-inside-work-tree") != "true":
            outside.append(display)
        elif not _is_committed(git, target):
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


def _is_committed(git: str, file: Path) -> bool:
    """Whether the last commit has the file as it is, or with other line ends, as git on Windows keeps it."""
    committed = _asked(git, file.parent, "--verify", "--quiet", f"HEAD:./{file.name}")
    if not committed:
        return False
    try:
        content = read_regular(file)
    except OSError:
        return False
    return committed in (_hash(content, committed), _hash(content.replace(b"\r\n", b"\n"), committed))


def _hash(content: bytes, like: str) -> str:
    """What git calls a file with this content, in the kind of hash that `like` is."""
    kind = sha1 if len(like) == _SHA1_DIGITS else sha256
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _asked(git: str, folder: Path, *question: str) -> str | None:
    """What `git rev-parse` answers in a folder; None where it does not. Raises UsageError where it comes to no end."""
    try:
        finished = subprocess.run(
            [git, *_OPTIONS, "-C", str(folder), "rev-parse", *question],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=os.environ | _ENVIRONMENT,
            timeout=_PATIENCE,
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"git does not answer within {_PATIENCE} seconds; look at the configuration of the repository, or write "
            "anyway with --allow-dirty"
        ) from None
    return finished.stdout.strip() if finished.returncode == 0 else None


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
