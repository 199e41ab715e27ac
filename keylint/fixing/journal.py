# ruff: noqa: PTH105 -- what is replaced in the project is counted apart from this
"""What a run is about to replace, so that the next run can end what a killed one began.

The journal of a project lies in the user's own folder, where no repository can put one. It stands there from before the
first new file is made until after the last one is in place.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_content, hash_of_texts
from keylint.regular_files import read_regular
from keylint.user_key import is_kept_outside, read_private, user_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PREFIX, SUFFIX = ".keylint-", ".tmp"
_TEMPORARY = re.compile(r"\.keylint-[0-9a-f]{16}\.tmp")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new file and the one that it is to replace: the name of the first in the folder of the second, and the hashes
    of what the second says before and after. Of a file that is new, `before` is empty, and `after` of one that goes."""

    temporary: str
    target: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a project; `file` is None where nothing can be kept for the user."""

    file: Path | None

    def begin(self, replacements: Sequence[Replacement], *, complete: bool) -> None:
        """Notes what is made, or once all of it is `complete`, that it is put in place; as far as it can be noted."""
        if self.file is None:
            return
        noted = {"complete": complete, "replacements": [asdict(each) for each in replacements]}
        with suppress(OSError):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = _unfinished(self.file)
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as opened:
                opened.write(json.dumps(noted).encode())
            os.replace(unfinished, self.file)

    def end(self) -> None:
        """Everything is in place, or as it was."""
        if self.file is not None:
            with suppress(OSError):
                self.file.unlink(missing_ok=True)

    def recover(self) -> None:
        """Ends what a killed run began: puts in place what was complete, and removes what was not."""
        if self.file is None:
            return
        with suppress(OSError):
            _unfinished(self.file).unlink(missing_ok=True)
        with suppress(OSError, ValueError, TypeError, KeyError):
            noted = json.loads(read_private(self.file))
            for each in [Replacement(**fields) for fields in noted["replacements"]]:
                with suppress(OSError):
                    _recover(each, self.file.parent / each.target, complete=noted["complete"] is True)
            self.end()


def journal_of(root: Path) -> Journal:
    """The journal of the project in `root`; none where it would lie in that."""
    folder = user_folder() if is_kept_outside(root) else None
    return Journal(None if folder is None else folder / f"writing-{hash_of_texts(os.path.realpath(root))}.json")


def _unfinished(journal: Path) -> Path:
    """What becomes the journal once all of it is written."""
    return journal.with_name(f"{journal.name}.tmp")


def _recover(replacement: Replacement, target: Path, *, complete: bool) -> None:
    if _TEMPORARY.fullmatch(replacement.temporary) is None:
        return
    temporary = target.with_name(replacement.temporary)
    new = hash_of_content(read_regular(temporary, follow=False))
    now = hash_of_content(read_regular(target)) if os.path.lexists(target) else ""
    if complete and not replacement.after and now == replacement.before:
        target.replace(temporary)
        temporary.unlink()
    elif complete and new == replacement.after and now == replacement.before:
        temporary.replace(target)
    else:
        temporary.unlink()
