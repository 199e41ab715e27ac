"""Changes as a unified diff that `git apply` and `patch -p1` take, in the files' own bytes."""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.fixing.passes import Change

_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified_diff(changes: Iterable[Change]) -> bytes:
    """The diff of all changes; paths are relative to the working directory."""
    return b"".join(line for change in changes for line in _of_file(change))


def _of_file(change: Change) -> Iterator[bytes]:
    # Splitting at line feeds alone keeps the carriage returns of CRLF files in their lines.
    old, new = (_lines(data) for data in (change.before, change.after))
    name = change.name or change.display
    for line in difflib.diff_bytes(difflib.unified_diff, old, new, _name("a", name), _name("b", name), lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + _NO_NEWLINE


def _lines(data: bytes) -> list[bytes]:
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _name(side: str, path: str) -> bytes:
    name = os.fsencode(f"{side}/{path}")
    if any(byte in b'"\\' or byte < 32 or byte == 127 for byte in name):
        return b'"' + b"".join(_quoted(byte) for byte in name) + b'"'
    # A tab ends a name with spaces, as in GNU diff.
    return name + b"\t" if b" " in name else name


def _quoted(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\" + bytes((byte,))
    return b"\\%03o" % byte if byte < 32 or byte == 127 else bytes((byte,))
