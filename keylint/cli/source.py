"""Reads source lines for display."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from keylint.errors import SourceError
from keylint.facts.source import decode


@functools.cache
def read_lines(path: str) -> tuple[str, ...]:
    """The lines of a Python file, without line ends; none when it cannot be read or decoded."""
    try:
        text = decode(Path(path).read_bytes()).text
    except (OSError, SourceError):
        return ()
    # Not splitlines(), which also splits at form feeds and other characters that end no line of Python.
    return tuple(re.split(r"\r\n|\r|\n", text))
