"""What counts as a backup: a copy that nobody runs, whose findings would only repeat those of its original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class CopyName:
    """A way to name a copy. `pattern` matches a file name without `.py` and captures the name of the original.

    `needs_original`: the name alone proves nothing, the original must stand beside it. `may_be_page`: the name could
    also be that of a page in use (`database_backup.py` may make backups), so a file that Streamlit serves stays in.
    """

    pattern: re.Pattern[str]
    needs_original: bool = True
    may_be_page: bool = False


COPY_NAMES = (
    CopyName(re.compile(r"(.+)\.(?:bak|backup|orig|old)", re.I), needs_original=False),  # by hand, or by an editor
    CopyName(re.compile(r"(.+)-checkpoint", re.I), needs_original=False),  # by Jupyter
    CopyName(re.compile(r"(.+) copy(?: \d+)?", re.I)),  # by the macOS Finder
    CopyName(re.compile(r"(.+) - copy(?: \(\d+\))?", re.I)),  # by the Windows Explorer
    CopyName(re.compile(r"copy of (.+)", re.I)),  # by an online drive
    CopyName(re.compile(r"(.+?) ?\(\d+\)")),  # by a browser that downloads a file again
    CopyName(re.compile(r"(.+)[_-](?:backup|bak|bu|old|copy)(?:[_-]?\d{1,8})?", re.I), may_be_page=True),  # by hand
)

# Folders for what is no longer in use, also numbered or dated: `_old`, `backup_2024-05-01`.
_BACKUP_FOLDER = re.compile(r"_*(?:backups?|bak|archived?|old)(?:[-_ ]?\d[\d_-]*)?", re.I)


def is_backup_folder(name: str) -> bool:
    """Tells whether a folder of this name holds retired code."""
    return _BACKUP_FOLDER.fullmatch(name) is not None


def is_backup_file(stem: str, sibling_stems: Collection[str], folder_name: str) -> bool:
    """Tells whether `stem` + `.py` is a backup, from the stems of the Python files beside it and its folder's name."""
    for copy_name in COPY_NAMES:
        match = copy_name.pattern.fullmatch(stem)
        if match is None:
            continue
        if copy_name.may_be_page and folder_name == "pages":
            continue  # Streamlit serves every file in pages/, this one as well
        if not copy_name.needs_original or match[1] in sibling_stems:
            return True
    return False
