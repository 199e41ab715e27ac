"""Tables that fit a width: columns of text, wrapped where they must be, measured in the cells of a terminal."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from keylint.reporters.cells import visible, width
from keylint.reporters.paint import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A cell is a list of entries, each of which begins a line of its own.
Cell = tuple[Piece, ...]

_GAP = 2
_LEAST = 6
# What the first column and the others get before the rest is shared out.
_NAME = 24
_ENTRY = 16
_INDENT = 2
# Where a word that is too long is best cut: after these.
_JOINTS = "/_.-:,"


def layout(heads: Sequence[str], rows: Sequence[Sequence[Cell]], room: int) -> Iterator[Line]:
    """The lines of a table whose widest is `room` cells wide, as far as six cells a column allow it.

    A column in which every cell is empty is left out.
    """
    used = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    if not used:
        return
    titles: list[Cell] = [(Piece(heads[number], "note"),) for number in used]
    table = [titles, *([_seen(row[number]) for number in used] for row in rows)]
    widths = _fit([[_natural(row[column]) for row in table] for column in range(len(used))], room)
    for row in table:
        yield from _row(row, widths)


def _seen(cell: Cell) -> Cell:
    return tuple(Piece(visible(entry.text), entry.style) for entry in cell)


def _natural(cell: Cell) -> int:
    return max((width(entry.text) for entry in cell), default=0)


def _fit(columns: Sequence[Sequence[int]], room: int) -> list[int]:
    """The widths of columns, given those of their cells, the first column being the names of the rows.

    What does not fit is wrapped, first of all where little has to be.
    """
    needed = [max(cells) for cells in columns]
    left = room - _GAP * (len(columns) - 1)
    widths = [min(need, _NAME if number == 0 else _ENTRY) for number, need in enumerate(needed)]
    while sum(widths) > left and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    weights = [sqrt(sum(cell * cell for cell in cells)) for cells in columns]
    while sum(widths) < left:
        wanting = [number for number, need in enumerate(needed) if widths[number] < need]
        if not wanting:
            break
        widths[max(wanting, key=lambda number: weights[number] / widths[number])] += 1
    return widths


def _row(cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[Line]:
    columns = [list(_wrapped(cell, room)) for cell, room in zip(cells, widths, strict=True)]
    for number in range(max(map(len, columns))):
        line: list[Piece] = []
        for column, room in zip(columns, widths, strict=True):
            piece = column[number] if number < len(column) else Piece("")
            line += (piece, Piece(" " * (room - width(piece.text) + _GAP)))
        yield tuple(line[:-1])


def _wrapped(cell: Cell, room: int) -> Iterator[Piece]:
    for entry in cell:
        for text in wrap(entry.text, room):
            yield Piece(text, entry.style)


def wrap(text: str, room: int) -> list[str]:
    """The lines of `text`, none wider than `room`; all but the first are indented, where there is room to indent."""
    indent = " " * (_INDENT if room > 2 * _LEAST else 0)
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if width(joined) <= room:
            lines[-1] = joined
            continue
        rest = word
        if lines[-1].strip():
            lines.append(indent)
        while width(lines[-1] + rest) > room:
            part = _beginning(rest, room - width(lines[-1]))
            lines[-1] += part
            rest = rest[len(part) :]
            lines.append(indent)
        lines[-1] += rest
    return lines


def _beginning(word: str, room: int) -> str:
    """As much of a word as fits, cut after a joint if there is one in its second half. At least one character."""
    end = 1
    while end < len(word) and width(word[: end + 1]) <= room:
        end += 1
    joint = max(word.rfind(joint, 0, end) for joint in _JOINTS) + 1
    return word[: joint if joint > end // 2 else end]
