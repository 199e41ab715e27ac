"""Lines that fit a terminal: broken between words, never in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.reporters.cells import visible, width
from keylint.reporters.paint import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUNS = re.compile(r" +|[^ ]+")
# What follows a sign stays with it: "≥ 1.59" is one word to a reader.
_SIGNS = frozenset({"≥", "≤", "→"})


def wrapped(line: Line, columns: int | None, indent: int = 0) -> Iterator[Line]:
    """The line as lines of at most `columns` cells, all but the first indented; as it is where `columns` is None.

    A word that is wider than a line stands in one by itself.
    """
    if columns is None:
        yield line
        return
    margin = Piece(" " * min(indent, columns // 2))
    row: list[Piece] = []
    used, is_empty = 0, True
    for blank, word in _words(line):
        size = _width(word)
        if not is_empty and used + len(blank.text) + size > columns:
            yield tuple(row)
            row, used = [margin], len(margin.text)
        else:
            row.append(blank)
            used += len(blank.text)
        row += word
        used += size
        is_empty = False
    yield tuple(row)


def fits(line: Line, columns: int | None) -> bool:
    """Whether the line is no wider than `columns`."""
    return columns is None or _width(line) <= columns


def _width(pieces: Iterable[Piece]) -> int:
    return sum(width(piece.text) for piece in pieces)


def _words(line: Line) -> Iterator[tuple[Piece, list[Piece]]]:
    """The words of a line, of one or more pieces each, with the blanks before them."""
    blank, word = Piece(""), list[Piece]()
    for piece in line:
        for run in _RUNS.findall(visible(piece.text)):
            part = Piece(run, piece.style, piece.link)
            if not run.startswith(" ") or "".join(each.text for each in word) in _SIGNS:
                word.append(part)
            elif word:
                yield blank, word
                blank, word = part, []
            else:
                blank = Piece(blank.text + run, piece.style)
    if word:
        yield blank, word
