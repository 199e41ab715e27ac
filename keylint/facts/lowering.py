"""What the functions that turn LibCST nodes into facts share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import libcst

from keylint.findings import Span

SpanOf = Callable[[libcst.CSTNode], Span]


@dataclass(slots=True)
class Lowering:
    """One pass over a module.

    `span_of` may read positions from a stream, so a node's span is asked for once, before those of its parts, and parts
    in the order of the source. `long_literals` are the places of literals whose elements were left out. `yields` says
    whether the function body that is being lowered has a `yield`.
    """

    span_of: SpanOf
    yields: bool = False
    long_literals: frozenset[tuple[int, int]] = frozenset()

    def is_long(self, span: Span) -> bool:
        """Whether a literal had so many elements that it was shortened."""
        return bool(self.long_literals) and (span.line, span.column) in self.long_literals


def identifier(name: libcst.Name) -> str:
    """The name that Python binds: it normalises what is not ASCII."""
    value = name.value
    return value if value.isascii() else unicodedata.normalize("NFKC", value)
