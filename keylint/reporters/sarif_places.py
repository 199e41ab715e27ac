"""Places and texts as SARIF has them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from keylint.findings import Location, Span

BASE = "%SRCROOT%"
"""What relative addresses are relative to, by the name that readers know for the top of the sources."""

# What a reader would take for a link, `[text](target)`, and for a place that an argument is put into, `{0}`.
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def message(text: str) -> dict[str, str]:
    """A message that is shown as it is written."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[", text))}


def artifact(path: str) -> dict[str, str]:
    """The file at a path as the findings have it."""
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    # Names that are not UTF-8 are in the path as Python has them, and become their own bytes again.
    return {"uri": quote(path, safe="/", errors=sys.getfilesystemencodeerrors()), "uriBaseId": BASE}


def region(span: Span) -> dict[str, int]:
    """A span of a file: SARIF counts as keylint does, from 1, and the end column is exclusive."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def place(location: Location, text: str | None = None) -> dict[str, object]:
    """A location, with what is to be said of it."""
    physical = {"artifactLocation": artifact(location.path), "region": region(location.span)}
    said = {"message": message(text)} if text is not None else {}
    return {"physicalLocation": physical, **said}


def place_in(path: str, line: int, text: str | None = None) -> dict[str, object]:
    """A line of a file, with what is to be said of it; line 0 is the whole file."""
    physical: dict[str, object] = {"artifactLocation": artifact(path)}
    if line:
        physical["region"] = {"startLine": line}
    said = {"message": message(text)} if text is not None else {}
    return {"physicalLocation": physical, **said}
