"""Adds keys to the configuration of keylint in the text of a TOML file; everything else stays as it is."""

from __future__ import annotations

import copy
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from keylint.configuration_files import parsed_toml
from keylint.errors import ConfigurationError
from keylint.settings import SHARED_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*keylint[ \t]*\][ \t]*(?:#.*)?$")
_NO_KEY = re.compile(r"^\s*(?:#.*)?$")


def with_keys(data: bytes, name: str, keys: Mapping[str, str], comment: str) -> bytes:
    """A file called `name` with these keys, of which it has none yet. A table that is made for them starts with the
    comment.

    Raises ConfigurationError for a file that is no TOML, and where the keys can only be added by hand.
    """
    before = parsed_toml(data, name)
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    text = data.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    parts = text.split(newline)
    place = _place(parts, name)
    if place is None:
        header = ["[tool.keylint]"] if name == SHARED_FILE else []
        ended = parts if parts[-1] else parts[:-1]
        gap = [""] if ended and ended[-1] else []
        parts = [*ended, *gap, *header, f"# {comment}", *lines, ""]
    else:
        parts[place:place] = lines
    after = newline.join(parts).encode("utf-8")
    with suppress(ConfigurationError):
        if _is_expected(before, parsed_toml(after, name), name, keys):
            return after
    raise ConfigurationError(
        f"{name}: cannot be extended; add these lines to its settings of keylint: {'; '.join(lines)}"
    )


def table_of(parsed: Mapping[str, Any], name: str) -> Any:
    """The settings of keylint in a file called `name`; None where it has none."""
    if name != SHARED_FILE:
        return parsed
    tool = parsed.get("tool")
    return tool.get("keylint") if isinstance(tool, dict) else None


def _place(lines: list[str], name: str) -> int | None:
    """The line before which keys are added; None where they come to the end, under a header of their own."""
    if name == SHARED_FILE:
        return next((number + 1 for number, line in enumerate(lines) if _HEADER.match(line)), None)
    return next((number for number, line in enumerate(lines) if not _NO_KEY.match(line)), None)


def _is_expected(before: dict[str, Any], after: dict[str, Any], name: str, keys: Mapping[str, str]) -> bool:
    """Whether the keys are all that was added."""
    expected = copy.deepcopy(before)
    place = expected
    if name == SHARED_FILE:
        place = expected.setdefault("tool", {}).setdefault("keylint", {})
    place.update(keys)
    return after == expected
