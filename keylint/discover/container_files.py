"""What a Dockerfile installs: the `pip install` in its `RUN` lines. Nothing is built, and no shell is asked."""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from keylint.discover.mentions import mention_in, names_package, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.discover.mentions import Mention

_INSTALL = re.compile(r"\bpip[\d.]{0,4}\s{1,20}install\b([^&|;]*)")
_CONSTRAINT = ("-c", "--constraint")
# `RUN ["pip", "install", "streamlit"]`
_LISTED = re.compile(r"RUN\s*\[.*\]\s*", re.IGNORECASE)


def mentions_in_container_file(text: str) -> list[Mention]:
    """The mentions in a Dockerfile or Containerfile; an installation that names Streamlit otherwise is unreadable."""
    return [mention for line, arguments in _installations(text) for mention in _installed(line, arguments)]


def constraints_in_container_file(text: str) -> list[str]:
    """The names of the files of constraints in `pip install -r requirements.txt -c constraints.txt`."""
    found: list[str] = []
    for _, arguments in _installations(text):
        words = _words(arguments)
        found += [after for option, after in itertools.pairwise(words) if option in _CONSTRAINT]
        found += [word.partition("=")[2] for word in words if word.startswith("--constraint=")]
    return [PurePosixPath(path).name for path in found]


def _installations(text: str) -> Iterator[tuple[int, str]]:
    """The arguments of each `pip install`, with the line of the instruction."""
    for line, command in _commands(text):
        listed = _LISTED.fullmatch(command)
        for arguments in _INSTALL.findall(" ".join(command.split('"')[1::2]) if listed else command):
            yield line, arguments


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """The instructions with the first line of each; a backslash continues one, also across comments."""
    start, parts = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip()
        if content.startswith("#"):
            continue
        start = start if parts else number
        parts.append(content.removesuffix("\\"))
        if not content.endswith("\\"):
            yield start, " ".join(parts)
            parts = []
    if parts:
        yield start, " ".join(parts)


def _installed(line: int, arguments: str) -> list[Mention]:
    found = [mention for word in _words(arguments) if (mention := mention_in(word, line)) is not None]
    return found or ([unreadable(line)] if names_package(arguments) else [])


def _words(arguments: str) -> list[str]:
    try:
        return shlex.split(arguments)
    except ValueError:
        return arguments.split()
