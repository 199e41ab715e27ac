"""The comments that may suppress findings, and the lines of code that each belongs to."""

from __future__ import annotations

import io
import re
import tokenize

from keylint.facts.module import Comment

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
    inside: list[tuple[int, int, str]] = []
    first_line = 0
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        for token in tokenize.generate_tokens(lines.readline):
            line, column = token.start
            if token.type == tokenize.COMMENT:
                if not _DIRECTIVE.match(token.string):
                    continue
                if first_line:
                    inside.append((line, column + 1, token.string))
                else:
                    found.append(Comment(line, column + 1, token.string, line, line, own_line=True))
            elif token.type == tokenize.NEWLINE:
                found += [Comment(*comment, first_line or line, line) for comment in inside]
                inside, first_line = [], 0
            elif not first_line and token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
                first_line = line
    except (tokenize.TokenError, SyntaxError):
        found += [Comment(*comment, first_line, comment[0]) for comment in inside]
    return tuple(found)
