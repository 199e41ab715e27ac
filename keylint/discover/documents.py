"""Reads the files that declare dependencies. What cannot be read, decoded or parsed is as if it were not there."""

from __future__ import annotations

import codecs
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.discover.disk import Disk

_PART = r"[\w\"'-]{1,40}[ \t]*"
# Where a key can stand: at the beginning of a line, in the brackets of a table, in an inline table.
_ENDLESS_KEY = re.compile(
    rf"(?:^[ \t]*(?:\[{{1,2}}[ \t]*)?|[{{,][ \t]*){_PART}(?:\.[ \t]*{_PART}){{500}}", re.MULTILINE
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # what `pip freeze > requirements.txt` writes in an old PowerShell
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, disk: Disk) -> str | None:
    """The text of a file with `\\n` line ends, or None when it cannot be had.

    What is not encoded as it should be becomes a mark: the line that names Streamlit may be another one.
    """
    content = disk.read(path)
    if content is None:
        return None
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    text = content.decode(encoding, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_toml(text: str) -> dict[str, Any] | None:
    """The tables of a TOML document, or None when it is broken."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - a project without such a file does not need it
    else:
        import tomli as tomllib  # noqa: PLC0415
    if has_endless_key(text):
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # ValueError also for a number with thousands of digits
        return None


def has_endless_key(text: str) -> bool:
    """Whether a TOML document may hold a key of hundreds of parts: reading one takes time by the square of these."""
    return _ENDLESS_KEY.search(text) is not None


def table(value: object, *keys: str) -> dict[str, Any]:
    """The table at the end of a path of keys; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a list; empty where there is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
