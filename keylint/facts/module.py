"""The facts of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.facts.statements import Block


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that may suppress findings. `text` starts with `#`.

    `first_line` and `last_line` are the lines of the smallest statement (for a compound statement: its header) that the
    comment stands on or in; both are `line` for a comment on a line of its own, which `own_line` tells apart from one
    that follows code.
    """

    line: int
    column: int
    text: str
    first_line: int
    last_line: int
    own_line: bool = False


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What a file says. `body` is the module's code; `comments` are those that mention keylint or noqa."""

    body: Block
    comments: tuple[Comment, ...]
    lines: int
