"""The pattern language of .gitignore, by the rules of gitignore(5).

A pattern is held against one file or folder by itself. What lies in an ignored folder needs no match, as nobody goes
there. That is how git reads `*`, `!*/`, `!app.py` ("nothing but app.py, at any depth"). Packages that match a path
with the folders above it decide otherwise, which is why none is used here.

Between two stars stands what has a fixed length: each is looked for once, from left to right. So a match takes time by
the length of the pattern and of the path, however many stars there are.

A file may hold thousands of patterns, most of which meet no path that they could match. So what is plain text is
compared as such, and what is not becomes a regular expression when a path first asks for it.
"""

from __future__ import annotations

import functools
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PATTERNS, LONGEST_LIST = 10_000, 256 << 10
"""More patterns, and more characters in all of them, than anybody writes into one list: each is held against each path.
`docs/security.md` names both."""

_POSIX_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_TOKEN = re.compile(
    r"""
    (?P<star>\*+)
    | (?P<question>\?)
    | \\(?P<escaped>.)
    | \[(?P<inverted>[!^])?(?P<members>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]
    | (?P<invalid>\\|\[)                        # nothing follows the backslash, or nothing closes the bracket
    | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_STARS = re.compile(r"\*+")
_NOT_PLAIN = re.compile(r"[?\[\\]")
_MEMBER = re.compile(r"\[:(?P<posix>\w+):\]|\\(?P<escaped>.)|(?P<range>-)|(?P<plain>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two stars: `length` characters, plain `text` or what the `regex` matches."""

    text: str | None
    regex: str
    length: int

    def starts(self, name: str, place: int) -> bool:
        if self.text is not None:
            return name.startswith(self.text, place)
        return _compiled(self.regex).match(name, place) is not None

    def is_all_of(self, name: str) -> bool:
        return name == self.text if self.text is not None else _compiled(self.regex).fullmatch(name) is not None

    def end_in(self, name: str, place: int, end: int) -> int:
        """Where the first occurrence from `place` on ends; -1 when there is none before `end`."""
        if self.text is not None:
            found = name.find(self.text, place, end)
            return found if found < 0 else found + self.length
        match = _compiled(self.regex).search(name, place, end)
        return match.end() if match is not None else -1


@dataclass(frozen=True, slots=True)
class _Name:
    """What one name in a path has to be: the pieces, with anything between them."""

    pieces: tuple[_Piece, ...]

    def matches(self, name: str) -> bool:
        first, last = self.pieces[0], self.pieces[-1]
        if len(self.pieces) == 1:
            return first.is_all_of(name)
        end = len(name) - last.length
        if end < first.length or not first.starts(name, 0) or not last.starts(name, end):
            return False
        place = first.length
        for piece in self.pieces[1:-1]:
            place = piece.end_in(name, place, end)
            if place < 0:
                return False
        return True


_Names = tuple[_Name | None, ...]
"""What the names in a path have to be; None stands for any number of names, `**`."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a .gitignore file. `takes_back`: it began with `!`."""

    names: _Names
    takes_back: bool
    folders_only: bool
    by_name: bool

    def matches(self, path: str, is_folder: bool) -> bool:
        """Tells whether the pattern matches `path` itself, which is relative and has forward slashes."""
        if self.folders_only and not is_folder:
            return False
        return _match(self.names, [path.rpartition("/")[2]] if self.by_name else path.split("/"))

    def matches_or_holds(self, path: str) -> bool:
        """Tells whether the pattern matches the file `path` or a folder that it lies in."""
        parts = path.split("/")
        folders = ("/".join(parts[:length]) for length in range(1, len(parts)))
        return self.matches(path, False) or any(self.matches(folder, True) for folder in folders)


def parse_pattern(line: str) -> Pattern | None:
    """The pattern in a line; None when there is none, or one that can match nothing: `!`, `[a`, a final backslash."""
    text = _without_trailing_spaces(line.removesuffix("\r"))
    if text.startswith("#"):
        return None
    takes_back = text.startswith("!")
    text = text[takes_back:]
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    by_name = "/" not in text
    names = _names(text.removeprefix("/"))
    return None if names is None else Pattern(names, takes_back, folders_only, by_name)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if backslashes % 2 and stripped != line else stripped


def _names(text: str) -> _Names | None:
    """What stands between the slashes, None when a part of it can match nothing."""
    if not text:
        return None
    names: list[_Name | None] = []
    parts = _split(text)
    for place, part in enumerate(parts):
        if part == "**":
            if place == len(parts) - 1:
                names.append(_Name((_EMPTY, _EMPTY)))  # what is below, not the folder itself
            if not names or names[-1] is not None:
                names.append(None)
            continue
        name = _name(part)
        if name is None:
            return None
        names.append(name)
    return tuple(names)


def _split(text: str) -> list[str]:
    """The text between slashes; a slash in brackets or behind a backslash separates as well, but belongs to them."""
    if "[" not in text and "\\" not in text:
        return text.split("/")
    parts = [""]
    for token in _TOKEN.finditer(text):
        if token["plain"] == "/" or token["escaped"] == "/":
            parts.append("")
        else:
            parts[-1] += token.group()
    return parts


def _name(part: str) -> _Name | None:
    if not _NOT_PLAIN.search(part):
        return _Name(tuple(_plain(text) for text in _STARS.split(part)))
    pieces = []
    regex, length = "", 0
    for token in _TOKEN.finditer(part):
        if token["invalid"]:
            return None
        if token["star"]:
            pieces.append(_Piece(None, regex, length))
            regex, length = "", 0
            continue
        translated = _translated(token)
        if token["members"] is not None and not _is_possible(translated):
            return None
        regex, length = regex + translated, length + 1
    return _Name((*pieces, _Piece(None, regex, length)))


def _plain(text: str) -> _Piece:
    return _Piece(text, "", len(text))


@functools.cache
def _compiled(regex: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # such as `[:--]`, which may mean something else one day
        return re.compile(regex, re.DOTALL)


def _is_possible(members: str) -> bool:
    """Whether what stands in brackets is no range that runs backwards."""
    try:
        _compiled(members)
    except re.error:
        return False
    return True


def _match(names: _Names, parts: Sequence[str]) -> bool:
    """Whether the parts of a path are what the names say. Only the last `**` is ever asked to take one more."""
    place = part = 0
    after, retried = -1, 0
    while part < len(parts):
        name = names[place] if place < len(names) else _NONE
        if name is None:
            place, after, retried = place + 1, place + 1, part
        elif name is not _NONE and name.matches(parts[part]):
            place, part = place + 1, part + 1
        elif after >= 0:
            retried += 1
            place, part = after, retried
        else:
            return False
    return all(name is None for name in names[place:])


def _translated(token: re.Match[str]) -> str:
    if token["question"]:
        return "[^/]"
    if token["members"] is not None:
        members = "".join(_translated_member(member) for member in _MEMBER.finditer(token["members"]))
        return f"(?!/)[{'^' if token['inverted'] else ''}{members}]"
    return re.escape(token["escaped"] or token["plain"])


def _translated_member(member: re.Match[str]) -> str:
    if member["posix"]:
        return _POSIX_CLASSES.get(member["posix"], "")
    return "-" if member["range"] else re.escape(member["escaped"] or member["plain"])


_EMPTY = _plain("")
_NONE = _Name(())
