"""Which lines of a file have to be read to tell whether it is still code after an edit: a few statements, not all."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines from `first` to `last`, which are code by themselves between `before` and `after`."""

    first: int
    last: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Suite:
    """A block of statements, with the first and the last line of each."""

    statements: Sequence[ast.stmt]
    starts: list[int]
    ends: list[int]


class Statements:
    """The statements of a module, found by their lines."""

    def __init__(self, tree: ast.Module, lines: Sequence[str]) -> None:
        self._lines = lines
        self._module = _suite(tree.body)
        self._inner: dict[ast.stmt, list[_Suite]] = {}

    def around(self, first: int, last: int) -> Excerpt:
        """The statements that an edit of these lines touches, in the innermost block that holds them all."""
        suite, is_inner = self._module, False
        while True:
            # Several statements may share a line.
            begin, end = bisect_left(suite.ends, first), bisect_right(suite.starts, last)
            inner = self._inner_suite(suite.statements[begin], first, last) if end - begin == 1 else None
            if inner is None:
                break
            suite, is_inner = inner, True
        if begin < end:
            first, last = min(first, suite.starts[begin]), max(last, suite.ends[end - 1])
            begin, end = bisect_left(suite.ends, first), bisect_right(suite.starts, last)
        if not is_inner:
            return Excerpt(first, last)
        # What stands beside them says how deep they have to stand; where nothing does, the block must not become empty.
        beside = f"{self._indent(suite.statements[0])}pass\n"
        before = f"if 1:\n{beside}" if begin > 0 else "if 1:\n"
        return Excerpt(first, last, before, beside if end < len(suite.statements) else "")

    def _inner_suite(self, statement: ast.stmt, first: int, last: int) -> _Suite | None:
        """The block in a statement that holds both lines, of those that stand on lines of their own."""
        suites = self._inner.get(statement)
        if suites is None:
            blocks = (block for block in _blocks_in(statement) if self._begins_line(block[0]))
            suites = self._inner[statement] = [_suite(block) for block in blocks]
        place = bisect_right(suites, first, key=lambda suite: suite.starts[0]) - 1
        return suites[place] if place >= 0 and last <= suites[place].ends[-1] else None

    def _indent(self, statement: ast.stmt) -> str:
        return self._lines[statement.lineno - 1][: statement.col_offset]

    def _begins_line(self, statement: ast.stmt) -> bool:
        return not self._indent(statement).strip()


def _suite(block: Sequence[ast.stmt]) -> _Suite:
    return _Suite(block, [_first_line(statement) for statement in block], [_last_line(each) for each in block])


def _first_line(statement: ast.stmt) -> int:
    decorators: Sequence[ast.expr] = getattr(statement, "decorator_list", ())
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _last_line(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def _blocks_in(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """The blocks right below a statement, in the order of the source; those of an elif are among those of its if."""
    while True:
        yield from filter(None, (getattr(statement, "body", ()),))
        for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield inner.body
        otherwise = getattr(statement, "orelse", ())
        if not (isinstance(statement, ast.If) and otherwise and otherwise[0].col_offset == statement.col_offset):
            yield from filter(None, (otherwise, getattr(statement, "finalbody", ())))
            return
        statement = otherwise[0]
