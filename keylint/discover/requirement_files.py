"""What requirements files and single requirements say about Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.documents import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.disk import Disk

PACKAGE = "streamlit"
_INCLUDES = ("--requirement", "-r", "--constraint", "-c")


def constraints_in_requirements(path: Path, disk: Disk) -> list[str]:
    """The constraints on Streamlit in a requirements file and in those that it includes; empty when none names it."""
    return constraints_of(_lines(path, disk))


def constraints_of(requirements: Iterable[str]) -> list[str]:
    """The constraints of those requirements (PEP 508) that are Streamlit's, markers ignored, "" for an unpinned one."""
    return [constraint for each in requirements if (constraint := constraint_of(each)) is not None]


def constraint_of(requirement: str) -> str | None:
    """The constraint of one requirement, "" when it has none or cannot be read, None when it is not Streamlit's."""
    if package_name(requirement) != PACKAGE:
        return None
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - only Streamlit's need it

    try:
        return str(Requirement(requirement.partition(";")[0]).specifier)
    except InvalidRequirement:
        return ""


def package_name(requirement: str) -> str:
    """The name that a requirement starts with, in lower case."""
    text = requirement.strip()
    end = next((place for place, sign in enumerate(text) if not (sign.isalnum() or sign in "._-")), len(text))
    return text[:end].lower()


def _lines(path: Path, disk: Disk) -> list[str]:
    """The requirements of a file and of those that it includes."""
    pending = [path]
    seen: set[Path] = set()
    lines: list[str] = []
    while pending:
        current = pending.pop()
        text = read_text(current, disk)
        if text is None or (real := current.resolve()) in seen:
            continue
        seen.add(real)
        for line in text.replace("\\\n", " ").splitlines():
            content = "" if line.lstrip().startswith("#") else line.split(" #")[0].split("\t#")[0].strip()
            included = _included(content)
            if included:
                pending.append(current.parent / included)
            elif content and not content.startswith("-"):
                lines.append(content.split(" --")[0])
    return lines


def _included(line: str) -> str | None:
    """The path in `-r path`, `-rpath`, `--requirement=path` and the same for constraints."""
    option = next((option for option in _INCLUDES if line.startswith(option)), None)
    return None if option is None else line.removeprefix(option).lstrip(" \t=").strip("\"'")
