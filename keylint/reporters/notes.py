"""What is said below the source of a finding: what to do about it, and where else it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keylint.reporters.groups import all_pages
from keylint.reporters.paint import Line, Piece
from keylint.reporters.remedy import remedy
from keylint.reporters.view import View, suppression_comment
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.findings import Finding


class Note(NamedTuple):
    """A text with its name, such as `help`."""

    name: str
    text: str


def notes_of(finding: Finding, view: View) -> list[Note]:
    """The notes of a finding. A page is named once: by the headline, by the route, or by a note."""
    notes = [Note(name, text) for name, text in remedy(finding)]
    if len(finding.route) > 1:
        notes.append(Note("route", " → ".join(finding.route)))
    elif finding.page and finding.page != finding.location.path:
        notes.append(Note("page", finding.page))
    others = all_pages(finding)[1:]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        notes.append(Note("also on", ", ".join(others) if view.verbose else others[0] + more))
    if view.verbose:
        notes.append(Note("to suppress", suppression_comment(finding)))
    return notes


def note_lines(notes: Iterable[Note], digits: int, columns: int | None) -> Iterator[Line]:
    """The notes, beside an excerpt whose line numbers have that many digits."""
    margin = f"{' ' * (digits + 1)}= "
    for note in notes:
        line = Piece(margin, "gutter"), Piece(f"{note.name}:", "note"), Piece(f" {note.text}")
        yield from wrapped(line, columns, len(margin) + 2)
