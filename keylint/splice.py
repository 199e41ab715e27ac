"""Puts edits into a text, and tells which of them meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.facts.source import Source
    from keylint.findings import Edit, Fix, Span


def spliced(source: Source, edits: Iterable[Edit], begin: int = 0, end: int | None = None) -> str:
    """The text after `edits`, which must not overlap; insertions at one place keep their order.

    `begin` and `end` are the offsets between which all edits are, where only that part is wanted.
    """
    return "".join(_pieces(source, edits, begin, end))


def _pieces(source: Source, edits: Iterable[Edit], begin: int = 0, end: int | None = None) -> Iterator[str]:
    starts = source.line_starts()
    text, done = source.text, begin
    for edit in sorted(edits, key=lambda edit: edit.location.span):
        span = edit.location.span
        start = starts[span.line - 1] + span.column - 1
        yield text[done:start]
        yield edit.replacement
        done = starts[span.end_line - 1] + span.end_column - 1
    yield text[done:end]


def spliced_bytes(data: bytes, source: Source, edits: Iterable[Edit]) -> bytes:
    """The same in the bytes of the file, of which nothing outside of the edits changes. Raises UnicodeError where the
    encoding does not allow that: it says the same in several ways, or what it says depends on what stands before."""
    if source.encode(source.text) != data:
        raise UnicodeError("what was read would be written in other bytes")
    pieces = list(_pieces(source, edits))
    joined = b"".join((source.mark, *(piece.encode(source.encoding) for piece in pieces)))
    if joined != source.encode("".join(pieces)):
        raise UnicodeError("what stands before decides how this is written")
    return joined


def conflict(one: Fix, other: Fix) -> bool:
    """Whether two fixes touch the same text, or would both insert at one place; equal fixes do not differ."""
    return one.edits != other.edits and any(
        mine.location.path == theirs.location.path and _touch(mine.location.span, theirs.location.span)
        for mine in one.edits
        for theirs in other.edits
    )


def _touch(one: Span, other: Span) -> bool:
    start = max((one.line, one.column), (other.line, other.column))
    end = min((one.end_line, one.end_column), (other.end_line, other.end_column))
    return start <= end
