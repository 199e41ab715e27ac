"""The text of a baseline: JSON, a line for each entry, sorted, so that git merges it and a diff says what changed."""

from __future__ import annotations

import json
import re
from typing import Any

from keylint.baseline.entries import Baseline, Entry
from keylint.errors import UsageError
from keylint.reporters.cells import escaped

FORMAT = "baseline"
VERSION = 1

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
_ANEW = "write it anew with `keylint baseline`"


def text_of(baseline: Baseline) -> str:
    """The text, which ends with a line break."""
    head: dict[str, object] = {"keylint": FORMAT, "version": VERSION, "paths": list(baseline.paths)}
    lines = (head, *map(_object, baseline.entries))
    return "".join(f"{escaped(json.dumps(line, ensure_ascii=False))}\n" for line in lines)


def _object(entry: Entry) -> dict[str, object]:
    named: dict[str, object] = {"rule": entry.rule}
    named |= {"keys": list(entry.keys)} if len(entry.keys) > 1 else {"key": next(iter(entry.keys), None)}
    named["call"] = entry.call
    return named if entry.count == 1 else named | {"count": entry.count}


def is_baseline(data: bytes) -> bool:
    """Whether a file is one, perhaps a damaged one, so that nothing else is lost where it is written anew."""
    return not data.strip() or any(_is_head(_read(line)) for line in data.decode("utf-8", "replace").split("\n"))


def parse(data: bytes, shown: str) -> Baseline:
    """The baseline in a file that is shown as `shown`. Raises UsageError with the line that is no part of one."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{shown}:{place}: is no text in UTF-8, as a baseline is; {_ANEW}") from None
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line.rstrip("\r")):
            raise UsageError(f"{shown}:{number}: has the marks of a merge conflict; keep the lines of both, or {_ANEW}")
    head = _read(lines[0])
    if not _is_head(head):
        raise UsageError(f"{shown}: is no baseline; name one that `keylint baseline` has written")
    if head["version"] != VERSION:
        raise UsageError(f"{shown}: is a baseline of another version of keylint; {_ANEW}")
    paths = _texts(head.get("paths"))
    if paths is None:
        raise UsageError(f"{shown}:1: does not say for which paths it is; {_ANEW}")
    counts: dict[Entry, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        entry = _entry(_read(line))
        if entry is None:
            raise UsageError(f"{shown}:{number}: is no entry of a baseline; {_ANEW}")
        alone = Entry(entry.rule, entry.keys, entry.call)
        # Where git takes both sides of a merge there may be two lines for one entry.
        counts[alone] = max(counts.get(alone, 0), entry.count)
    entries = (Entry(each.rule, each.keys, each.call, count) for each, count in counts.items())
    return Baseline(paths, tuple(sorted(entries)))


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_head(value: Any) -> bool:
    return isinstance(value, dict) and value.get("keylint") == FORMAT and "version" in value


def _entry(value: Any) -> Entry | None:
    """The entry that an object stands for; None where it is none."""
    if not isinstance(value, dict):
        return None
    rule, call, count = value.get("rule"), value.get("call"), value.get("count", 1)
    key = value.get("key")
    keys = _texts(value["keys"]) if "keys" in value else _texts([key] if key is not None else [])
    if not isinstance(rule, str) or not isinstance(call, str) or keys is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return None
    return Entry(rule, tuple(sorted(keys)), call, count)


def _texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None
    return tuple(value)
