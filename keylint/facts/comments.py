"""The comments that may suppress findings, and the lines of code that each belongs to."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.facts.module import Comment

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECTIVE = re.compile(r"#[^\r\n]*(?:keylint|noqa)", re.IGNORECASE)


def comments(text: str) -> tuple[Comment, ...]:
    """The comments that mention keylint or noqa, in the order of the source.

    A comment belongs to the logical line that it stands on or in: a simple statement, or the header of a compound one.
    One on a line of its own within a statement belongs to that statement; only one between statements is `own_line`.
    What this Python's tokenizer cannot read (strings of a newer syntax) ends the search without an error.
    """
    if not _DIRECTIVE.search(text):
        return ()
    found: list[Comment] = []
    for line in logical_lines(text):
        found += [
            Comment(*comment, line.first, line.last, own_line=not line.is_code)
            for comment in line.comments
            if is_directive(comment[2])
        ]
    return tuple(found)


def is_directive(comment: str) -> bool:
    """Whether a comment may suppress findings."""
    return _DIRECTIVE.match(comment) is not None


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """A simple statement or the header of a compound one, with what follows it before the line ends; or a comment
    between statements. Each of its `comments` is a line, a column and a text."""

    first: int
    last: int
    comments: tuple[tuple[int, int, str], ...]
    is_code: bool = True


def logical_lines(text: str) -> Iterator[LogicalLine]:
    """The logical lines of a source, in its order, as far as this Python reads it; the statement in which it
    gives up ends with its last comment."""
    inside: list[tuple[int, int, str]] = []
    first = 0
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        for token in tokenize.generate_tokens(lines.readline):
            line, column = token.start
            if token.type == tokenize.COMMENT:
                comment = (line, column + 1, token.string)
                if first:
                    inside.append(comment)
                else:
                    yield LogicalLine(line, line, (comment,), is_code=False)
            elif token.type == tokenize.NEWLINE:
                yield LogicalLine(first or line, line, tuple(inside))
                inside, first = [], 0
            elif not first and token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
                first = line
    except (tokenize.TokenError, SyntaxError):
        if inside:
            yield LogicalLine(first, inside[-1][0], tuple(inside))
