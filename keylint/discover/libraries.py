"""Modules that only define functions about session state, by the look of their lines: those that helpers belong to."""

from __future__ import annotations

import re

# A line at the margin that neither defines nor imports nor assigns, nor ends what does.
_ACTS = re.compile(rb"(?m)^(?!import |from |def |class |async def |@|#|[\"')\]}]|\w+ *[:=])\S")


def is_library(source: bytes) -> bool:
    """Whether a file looks as if it could be imported for its functions. Only a parser can tell."""
    return b"session_state" in source and _ACTS.search(source) is None
