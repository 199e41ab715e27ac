"""Writes the result: to standard output whatever its encoding, or to a file that is never seen half written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from keylint.cli.streams import print_bytes
from keylint.reporters.cells import inert

if TYPE_CHECKING:
    from keylint.cli.destination import Destination

_ASCII = str.maketrans(
    {"│": "|", "→": "->", "≥": ">=", "≤": "<=", "…": "~", "×": "x", "·": ".", "✘": "x", "▲": "!", "•": "*"}
)


def emit(text: str, output_file: Destination | None, *, machine_readable: bool) -> None:
    """Writes `text` to `output_file`, or to standard output without one.

    Files and machine-readable text are UTF-8; text for people is written in the encoding of standard output, with
    escapes for what that does not have. A reader that has gone away is no error. Raises UsageError when the file cannot
    be written.
    """
    encoding = "utf-8" if machine_readable or output_file else sys.stdout.encoding
    emit_bytes(encoded(text if machine_readable else inert(text), encoding), output_file)


def emit_bytes(data: bytes, output_file: Destination | None) -> None:
    """Writes bytes as they are to `output_file`, or to standard output. Raises UsageError as `emit` does."""
    if output_file:
        output_file.write(data)
        return
    print_bytes(data)


def encoded(text: str, encoding: str) -> bytes:
    """The text in `encoding`, its typographic signs spelled in ASCII when the encoding has no box drawing.

    Half surrogates, which file names and string literals can hold, become escapes, which in JSON are valid ones.
    """
    try:
        "│→≥".encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_ASCII)
    return text.encode(encoding, "backslashreplace")
