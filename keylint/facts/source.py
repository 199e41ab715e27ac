"""The text of a Python file, and what is needed to write it back as it was."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from keylint.errors import SourceError

if TYPE_CHECKING:
    from keylint.findings import Span

_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?$")
_NEWLINE = re.compile(r"\r\n?|\n")
_NEWLINE_BYTES = re.compile(rb"\r\n?|\n")


@lru_cache(maxsize=32)
def _line_starts(text: str) -> tuple[int, ...]:
    """Asked once for each fix of a file."""
    return (0, *(ending.end() for ending in _NEWLINE.finditer(text)))


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file. `text` has no byte order mark and keeps every line ending; `newline` is the first one used.

    `encoding` is the name of a codec of the standard library.
    """

    text: str
    encoding: str = "utf-8"
    has_bom: bool = False
    newline: str = "\n"

    @property
    def mark(self) -> bytes:
        """What the file starts with before its text."""
        return codecs.BOM_UTF8 if self.has_bom else b""

    def encode(self, text: str) -> bytes:
        """The bytes to write in place of this file so that it says `text`. Raises UnicodeError."""
        return self.mark + text.encode(self.encoding)

    def line_starts(self) -> list[int]:
        """The offset, in characters from 0, at which each line starts."""
        return list(_line_starts(self.text))

    def between(self, span: Span) -> str:
        """The text of a span of the file."""
        starts = _line_starts(self.text)
        return self.text[starts[span.line - 1] + span.column - 1 : starts[span.end_line - 1] + span.end_column - 1]

    def split_lines(self) -> list[str]:
        """The lines without their endings, split where Python ends a line: not at form feeds or Unicode separators."""
        return _NEWLINE.split(self.text)


def decode(data: bytes) -> Source:
    """Decodes a file as Python does (PEP 263). Raises SourceError when Python could not read it either."""
    has_bom = data.startswith(codecs.BOM_UTF8)
    if has_bom:
        data = data[len(codecs.BOM_UTF8) :]
    encoding = _declared_encoding(data, has_bom)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _end(_as_far_as_it_goes(data[: error.start], encoding))
        byte = f"0x{data[error.start]:02x}" if error.start < len(data) else "the end"
        raise SourceError(f"cannot be decoded as {encoding}: {byte} is not valid there", line, column) from error
    except (LookupError, UnicodeError) as error:
        raise SourceError(f"cannot be decoded as {encoding}: {error}") from error
    null = text.find("\0")
    if null >= 0:
        raise SourceError("contains a NUL byte, so it is not Python source", *_end(text[:null]))
    newline = _NEWLINE.search(text)
    return Source(text, encoding, has_bom, newline.group() if newline else "\n")


def _declared_encoding(data: bytes, has_bom: bool) -> str:
    """The encoding named by a comment on the first line, or on the second below a comment or blank line; else utf-8."""
    for number, line in enumerate(_NEWLINE_BYTES.split(data, maxsplit=2)[:2], start=1):
        cookie = _COOKIE.match(line)
        if cookie:
            name = cookie.group(1).decode("ascii", "replace")
            try:
                encoding = codecs.lookup(name).name
            except (LookupError, ValueError):
                raise SourceError(f"declares the unknown encoding {name!r}", number) from None
            if has_bom and encoding != "utf-8":
                raise SourceError(f"declares the encoding {name!r} but starts with a UTF-8 byte order mark", number)
            return encoding
        if not _BLANK.match(line):
            break
    return "utf-8"


def _as_far_as_it_goes(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # not every codec can replace
        return ""


def _end(text: str) -> tuple[int, int]:
    """The line and the column of what follows `text`."""
    lines = _NEWLINE.split(text)
    return len(lines), len(lines[-1]) + 1
