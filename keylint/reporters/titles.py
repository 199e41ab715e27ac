"""What the findings of a group have in common, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import CauseKind
from keylint.reporters.cells import visible, width
from keylint.reporters.counting import number_of
from keylint.reporters.groups import inputs_of, page_of, pages_of
from keylint.reporters.headline import rule_page
from keylint.reporters.paint import Line, Piece
from keylint.reporters.view import GroupBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Location
    from keylint.reporters.groups import Group
    from keylint.reporters.places import ReadLines

_LONGEST_CODE = 60
SHORT_CODE = 36


def has_title(group: Group) -> bool:
    """Whether there is something to say of the group that its findings do not: a cause of one finding is in that."""
    return group.by is not GroupBy.CAUSE or len(group.findings) > 1


def title(group: Group, read_lines: ReadLines) -> Line:
    """What hides how many inputs on how many pages; or the page, key or rule, with the number of problems."""
    if group.by is GroupBy.CAUSE:
        return (*cause_pieces(group, read_lines), Piece(_effect(group), "note"))
    count = Piece(f": {number_of(len(group.findings), 'problem')}", "note")
    return (*_name(group), count)


def cause_pieces(group: Group, read_lines: ReadLines, longest: int = _LONGEST_CODE) -> Iterator[Piece]:
    """What hides the inputs of a group, or does the damage: `longest` cells of its code at most, and the place."""
    if group.cause is not None and group.cause.kind is CauseKind.PAGE_SWITCH:
        yield Piece("Opening another page", "note")
        return
    text = _code_at(group.place, read_lines, longest)
    where = f"{group.place.path}:{group.place.span.line}"
    if text:
        over = "A loop over " if group.cause is not None and group.cause.kind is CauseKind.LOOP else ""
        yield Piece(over, "note")
        yield Piece(f"`{text}`", "key")
        yield Piece(" at ", "note")
    yield Piece(where, "path")


def _effect(group: Group) -> str:
    count, pages = inputs_of(group.findings), pages_of(group.findings)
    inputs = f"{number_of(count, 'input')} on {number_of(len(pages), 'page')}"
    if group.cause is not None:
        return f" hides {inputs}"
    return f": {'the same problem' if count > 1 else number_of(len(group.findings), 'problem')} with {inputs}"


def _name(group: Group) -> Iterator[Piece]:
    first = group.first
    if group.by is GroupBy.PAGE:
        yield Piece(page_of(first), "path")
    elif group.by is GroupBy.RULE:
        yield Piece(f"{first.code} {first.name}", "note", rule_page(first.code))
    elif first.key is not None:
        yield Piece(f"'{first.key}'", "key")
    else:
        yield Piece("Without a key", "note")


def _code_at(place: Location, read_lines: ReadLines, longest: int) -> str:
    """The code of a place, or the beginning of it; "" where it cannot be read."""
    source, span = read_lines(place.path), place.span
    if not 0 < span.line <= len(source):
        return ""
    line = source[span.line - 1]
    is_whole = span.end_line == span.line
    text = visible(line[span.column - 1 : span.end_column - 1 if is_whole else None]).strip()
    if width(text) > longest:
        text, is_whole = text[: longest - 1].rstrip(), False
    return text if is_whole else f"{text}…"
