"""What requirements files say about Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.discover.documents import read_text
from keylint.discover.mentions import mention_in
from keylint.places import real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keylint.discover.disk import Disk
    from keylint.discover.mentions import Mention

_INCLUDES = ("--requirement", "-r", "--constraint", "-c")
_EDITABLE = ("--editable", "-e")


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    number: int
    text: str


def mentions_in_requirements(path: Path, disk: Disk) -> list[tuple[Path, Mention]]:
    """The mentions in a requirements file and in those that it includes, each with its file."""
    found = ((line.path, mention_in(line.text, line.number)) for line in _lines(path, disk))
    return [(path, mention) for path, mention in found if mention is not None]


def _lines(path: Path, disk: Disk) -> list[_Line]:
    """The requirements of a file and of those that it includes."""
    pending = [path]
    seen: set[Path] = set()
    lines: list[_Line] = []
    while pending:
        current = pending.pop()
        text = read_text(current, disk)
        if text is None or (real := real_path(current)) in seen:
            continue
        seen.add(real)
        for number, line in logical_lines(text):
            content = "" if line.lstrip().startswith("#") else line.split(" #")[0].split("\t#")[0].strip()
            included = _after(content, _INCLUDES)
            if included is not None:
                pending.append(current.parent / included)
                continue
            content = _after(content, _EDITABLE) or content
            if content and not (content.startswith("-") and content[1:2] not in (" ", "\t")):
                lines.append(_Line(current, number, content.split(" --")[0]))
    return lines


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with the number of each, those that a backslash continues as one."""
    start, parts = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        start = start if parts else number
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        yield start, " ".join((*parts, line))
        parts = []
    if parts:
        yield start, " ".join(parts)


def _after(line: str, options: tuple[str, ...]) -> str | None:
    """What follows one of the options: the path in `-r path`, `-rpath`, `--requirement=path`."""
    option = next((option for option in options if line.startswith(option)), None)
    return None if option is None else line.removeprefix(option).lstrip(" \t=").strip("\"'")
