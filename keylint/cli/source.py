"""Reads source lines for display."""

from __future__ import annotations

import functools
import re

from keylint.errors import SourceError
from keylint.facts.source import decode
from keylint.regular_files import read_regular


@functools.cache
def read_lines(path: str) -> tuple[str, ...]:
    """The lines of a Python file, without line ends; none when it cannot be read or decoded."""
    try:
        text = decode(read_regular(path)).text
    except (OSError, SourceError):
        return ()
    # Not splitlines(), which also splits at form feeds and other characters that end no line of Python.
    return tuple(re.split(r"\r\n|\r|\n", text))
