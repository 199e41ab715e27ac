"""Which files a program has written: a fix would be gone the next time, so nobody is told of what is wrong in them."""

from __future__ import annotations

import re

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Blank space, a comment, or a text, as a docstring is.
_ABOVE_CODE = re.compile(
    rb"""\s+|(?P<comment>#[^\r\n]*)|[rRuU]?(?P<quote>\"""|\'\'\'|"|')(?:[^\\]|\\.)*?(?P=quote)""", re.DOTALL
)
_MARK = re.compile(rb"(?<![\w@])@generated(?![\w-])")


def is_generated(data: bytes) -> bool:
    """Whether a Python file says that it is generated: `# @generated` in a comment above its first statement.

    A comment further down, or a text that holds one, may be part of a program that generates others.
    """
    if b"@generated" not in data:
        return False
    position = len(_BYTE_ORDER_MARK) if data.startswith(_BYTE_ORDER_MARK) else 0
    while (piece := _ABOVE_CODE.match(data, position)) is not None:
        comment = piece["comment"]
        if comment is not None and _MARK.search(comment):
            return True
        position = piece.end()
    return False
