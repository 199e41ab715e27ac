"""The places of findings, as marked pieces of their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keylint.reporters.excerpt import Mark, excerpt, gutter_width
from keylint.reporters.paint import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keylint.findings import Finding

    ReadLines = Callable[[str], Sequence[str]]


class Place(NamedTuple):
    """A marked place of a file."""

    path: str
    mark: Mark


def places_of(finding: Finding) -> list[Place]:
    """The finding's own place, then those that explain it."""
    own = Place(finding.location.path, Mark(finding.location.span, "", finding.severity.label, primary=True))
    others = (
        Place(related.location.path, Mark(related.location.span, related.message, "secondary"))
        for related in finding.related
    )
    return [own, *others]


def digits_of(places: Sequence[Place]) -> int:
    """How wide the line numbers beside these places are."""
    return gutter_width(place.mark for place in places)


def excerpts(
    places: Sequence[Place], path: str, digits: int, read_lines: ReadLines, columns: int | None
) -> Iterator[Line]:
    """The source of the places, file by file; that of `path`, which the reader has been told, without its name."""
    by_path: dict[str, list[Mark]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place.mark)
    for other, marks in by_path.items():
        source = read_lines(other)
        if other != path:
            first = min(mark.span for mark in marks)
            yield Piece(f"{' ' * (digits + 1)}::: ", "gutter"), Piece(f"{other}:{first.line}:{first.column}")
        if source or any(mark.label for mark in marks):
            yield from excerpt(marks, source, digits, columns)
