"""Pieces of source with marks under them, as compilers show them.

 9 │     st.number_input("Horizon", 1, 90, key="horizon")
   │     ^^^^^^^^^^^^^^^
21 │ st.metric("Days", st.session_state.horizon)
   │                   ------------------------ read here
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from keylint.reporters.cells import expand_tabs, visible, width
from keylint.reporters.paint import Line, Piece
from keylint.reporters.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keylint.findings import Span

PLAIN_WIDTH = 120
"""How many cells an excerpt has where there is no terminal to ask."""

_NARROWEST = 20
# What a label gets of a line before it is broken, if there is that much.
_LABEL = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline. `style` is a style of paint.py; a primary mark has `^` under it, a secondary one `-`."""

    span: Span
    label: str
    style: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    """The part [left, right) of a line's text that fits, with an ellipsis for each side that is cut."""

    text: str
    left: int
    right: int

    @property
    def shown(self) -> str:
        before = "…" if self.left else ""
        after = "…" if self.right < len(self.text) else ""
        return before + self.text[self.left : self.right] + after

    def holds(self, begin: int, end: int) -> bool:
        return self.left <= begin and end <= self.right

    def offset(self, position: int) -> int:
        """Where the character at `position` stands, in cells from the start of `shown`."""
        return (1 if self.left else 0) + width(self.text[self.left : position])


def gutter_width(marks: Iterable[Mark]) -> int:
    """How wide the line numbers of an excerpt with these marks are."""
    return max((4, *(len(str(mark.span.line)) for mark in marks)))


def gutter(digits: int, number: int | None = None) -> Piece:
    """The line number, if any, and the bar between it and the source."""
    return Piece(f"{'' if number is None else number:>{digits}} │ ", "gutter")


def excerpt(marks: Iterable[Mark], source: Sequence[str], digits: int, columns: int | None) -> Iterator[Line]:
    """The marked lines of a file, each with its marks below, in the order of the file.

    A span of several lines is shown by its first. `source` are the file's lines; `digits` the width of the line
    numbers; `columns` the width of the terminal, None without one: then lines are cut at PLAIN_WIDTH and labels are
    never broken.
    """
    room = max(_NARROWEST, (columns or PLAIN_WIDTH) - len(gutter(digits).text))
    ordered = sorted(marks, key=lambda mark: (mark.span.line, not mark.primary, mark.span.column))
    for number, group in groupby(ordered, key=lambda mark: mark.span.line):
        line = source[number - 1] if 0 < number <= len(source) else ""
        text, starts = expand_tabs(line)
        text = text.rstrip()
        window: _Window | None = None
        marked: tuple[Span, bool] | None = None
        for mark in group:
            begin, end = _position(mark.span, text, starts)
            if window is None or not (window.holds(begin, end) or width(text) <= room):
                window = _window(text, begin, end, room)
                yield gutter(digits, number), Piece(window.shown)
            offset = window.offset(begin)
            length = max(1, width(text[begin : min(end, window.right)]))
            rows = _label_rows(mark, offset, length, room if columns else None)
            if (mark.span, mark.primary) == marked and mark.label:  # underlined already
                rows = _below(mark, offset, room if columns else None)
            marked = (mark.span, mark.primary)
            for row in rows:
                yield gutter(digits), *row


def _position(span: Span, text: str, starts: list[int]) -> tuple[int, int]:
    """The positions in the line's text where the span begins and ends, both within it."""
    begin = min(starts[min(max(span.column, 1), len(starts)) - 1], len(text))
    if span.end_line > span.line:
        return begin, len(text)
    end = min(starts[min(max(span.end_column, 1), len(starts)) - 1], len(text))
    return begin, max(begin, end)


def _window(text: str, begin: int, end: int, room: int) -> _Window:
    """The part of the text around [begin, end) that fits: the span first, some code before it, then what follows."""
    if width(text) <= room:
        return _Window(text, 0, len(text))
    budget = room - 2
    right, used = _reach(text, range(begin, end), budget)
    left, before = _reach(text, range(begin - 1, -1, -1), min(room // 3, budget - used))
    used += before
    further, after = _reach(text, range(begin + right, len(text)), budget - used)
    right += further
    used += after
    further, _ = _reach(text, range(begin - left - 1, -1, -1), budget - used)
    return _Window(text, begin - left - further, begin + right)


def _reach(text: str, positions: range, budget: int) -> tuple[int, int]:
    """How many of the characters fit into `budget` cells, and how many cells they take."""
    used = count = 0
    for position in positions:
        cells = width(text[position])
        if used + cells > budget:
            break
        used += cells
        count += 1
    return count, used


def _label_rows(mark: Mark, offset: int, length: int, room: int | None) -> Iterator[Line]:
    underline = Piece(" " * offset + ("^" if mark.primary else "-") * length, mark.style)
    label = visible(mark.label)
    if not label:
        yield (underline,)
    elif room is None or offset + length + 1 + width(label) <= room:
        yield underline, Piece(f" {label}", mark.style)
    else:
        yield (underline,)
        yield from _below(mark, offset, room)


def _below(mark: Mark, offset: int, room: int | None) -> Iterator[Line]:
    """The label below its underline, from there on or as far to the left as it has to be."""
    label = visible(mark.label)
    indent = offset if room is None else max(0, min(offset, room - min(width(label), _LABEL)))
    for row in wrapped((Piece(label, mark.style),), None if room is None else room - indent):
        yield (Piece(" " * indent), *row)
