"""Changes as a unified diff that `git apply` and `patch -p1` take, in the files' own bytes."""

from __future__ import annotations

import difflib
import os
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.fixing.passes import Change

_ESCAPED = frozenset('"\\')
# Controls, invisible characters of formats, and separators of lines.
_ACTING = frozenset({"Cc", "Cf", "Zl", "Zp"})
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified_diff(changes: Iterable[Change]) -> bytes:
    """The diff of all changes; paths are relative to the working directory."""
    return b"".join(line for change in changes for line in _of_file(change))


def _of_file(change: Change) -> Iterator[bytes]:
    # Splitting at line feeds alone keeps the carriage returns of CRLF files in their lines.
    old, new = (_lines(data) for data in (change.before, change.after))
    name = change.name or change.display
    former = b"/dev/null" if change.is_new else _name("a", name)
    now = b"/dev/null" if change.is_gone else _name("b", name)
    for line in difflib.diff_bytes(difflib.unified_diff, old, new, former, now, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + _NO_NEWLINE


def _lines(data: bytes) -> list[bytes]:
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _name(side: str, path: str) -> bytes:
    """A name as git writes it: one with characters that act on a terminal, or cannot be seen, is quoted."""
    name = f"{side}/{path}"
    if any(character in _ESCAPED or _acts(character) for character in name):
        return b'"' + b"".join(map(_quoted, name)) + b'"'
    # A tab ends a name with spaces, as in GNU diff.
    return os.fsencode(name) + b"\t" if " " in name else os.fsencode(name)


def _acts(character: str) -> bool:
    """Whether a character controls, or reorders what is around it: undecodable bytes do neither."""
    return unicodedata.category(character) in _ACTING


def _quoted(character: str) -> bytes:
    if character in _ESCAPED:
        return b"\\" + character.encode()
    data = os.fsencode(character)
    return b"".join(b"\\%03o" % byte for byte in data) if _acts(character) else data
