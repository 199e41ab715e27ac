# ruff: noqa: PTH100, PTH118, PTH120
"""Which files git ignores, and which the `exclude` setting leaves out.

Paths are strings, as in `keylint.discover.files`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.errors import ConfigurationError
from keylint.patterns import LONGEST_LIST, MOST_PATTERNS, Pattern, parse_pattern
from keylint.regular_files import NotRegularError, read_regular, why_unread
from keylint.repositories import repository_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FolderPatterns:
    """Patterns that hold for what lies below `folder`, an absolute path. A later one overrules an earlier one."""

    folder: str
    patterns: tuple[Pattern, ...]

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True: ignored; False: taken back by a `!` pattern; None: no pattern matches, or `path` lies elsewhere."""
        relative = relative_to(path, self.folder)
        if relative is None:
            return None
        for pattern in reversed(self.patterns):
            if pattern.matches(relative, is_folder):
                return not pattern.takes_back
        return None

    def without_those_matching(self, folder: str) -> FolderPatterns:
        """The same patterns but for those that match `folder` itself or a folder around it.

        Whoever names a folder wants what is inside. A pattern for all files, as `*`, is dropped as well then.
        """
        relative = relative_to(folder, self.folder)
        if relative is None:
            return self
        parts = relative.split("/")
        around = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
        kept = (pattern for pattern in self.patterns if not any(pattern.matches(above, True) for above in around))
        return FolderPatterns(self.folder, tuple(kept))


def relative_to(path: str, folder: str) -> str | None:
    """`path` relative to `folder` with forward slashes; None when it does not lie below it. Both are absolute."""
    prefix = folder.rstrip(os.sep) + os.sep
    if not path.startswith(prefix):
        return None
    return path[len(prefix) :].replace(os.sep, "/")


def is_ignored(path: str, is_folder: bool, patterns: Sequence[FolderPatterns]) -> bool:
    """As git decides: the innermost patterns that match win. `patterns` run from the outermost folder inwards."""
    for folder_patterns in reversed(patterns):
        verdict = folder_patterns.verdict(path, is_folder)
        if verdict is not None:
            return verdict
    return False


def exclude_patterns(exclude: Iterable[str], root: Path) -> tuple[FolderPatterns, ...]:
    """The `exclude` setting, relative to `root`. Raises ConfigurationError for a pattern that can match nothing."""
    patterns = []
    for text in exclude:
        pattern = parse_pattern(text)
        if pattern is None:
            raise ConfigurationError(f"exclude: {text!r} is not a pattern; write patterns as in a .gitignore file")
        patterns.append(pattern)
    return (FolderPatterns(os.path.abspath(root), tuple(patterns)),) if patterns else ()


def patterns_above(folder: str, root: str, left_out: dict[str, str]) -> tuple[FolderPatterns, ...]:
    """The patterns that git keeps above `folder`, up to the top of its repository, or without one up to `root`.

    Of a file that cannot be read, `left_out` gets the path and the reason.
    """
    top = repository_around(folder)
    if top is None:
        top = root if relative_to(folder, root) is not None else folder
    above = []
    while folder != top:
        folder = os.path.dirname(folder)
        above.append(folder)
    return tuple(patterns for ancestor in reversed(above) for patterns in patterns_in(ancestor, left_out))


def patterns_in(folder: str, left_out: dict[str, str]) -> tuple[FolderPatterns, ...]:
    """The patterns that git keeps in `folder` itself: .gitignore, and before it .git/info/exclude; `left_out` as in
    `patterns_above`."""
    files = (os.path.join(folder, ".git", "info", "exclude"), os.path.join(folder, ".gitignore"))
    return tuple(FolderPatterns(folder, patterns) for file in files if (patterns := _read(file, left_out)))


def _read(file: str, left_out: dict[str, str]) -> tuple[Pattern, ...]:
    try:
        lines = read_regular(file, LONGEST_LIST).decode("utf-8-sig", "surrogateescape").split("\n")
        if len(lines) > MOST_PATTERNS:
            raise NotRegularError(f"has more than {MOST_PATTERNS:,} lines", file)
    except OSError as error:
        if reason := why_unread(error):
            left_out[file] = reason
        return ()
    return tuple(pattern for line in lines if (pattern := parse_pattern(line)) is not None)
