"""Puts edits into a text, and tells which of them meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.facts.source import Source
    from keylint.findings import Edit, Fix, Span


def spliced(source: Source, edits: Iterable[Edit], begin: int = 0, end: int | None = None) -> str:
    """The text after `edits`, which must not overlap; insertions at one place keep their order.

    `begin` and `end` are the offsets between which all edits are, where only that part is wanted.
    """
    starts = source.line_starts()
    text, pieces, done = source.text, [], begin
    for edit in sorted(edits, key=lambda edit: edit.location.span):
        span = edit.location.span
        start = starts[span.line - 1] + span.column - 1
        pieces += [text[done:start], edit.replacement]
        done = starts[span.end_line - 1] + span.end_column - 1
    return "".join((*pieces, text[done:end]))


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
