"""The pattern language of .gitignore, by the rules of gitignore(5).

A pattern is held against one file or folder by itself. What lies in an ignored folder needs no match, as nobody goes
there. That is how git reads `*`, `!*/`, `!app.py` ("nothing but app.py, at any depth"). pathspec matches a path with
the folders above it and decides otherwise, which is why it is not used here.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

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
    (?P<any_folders>(?:^|(?<=/))\*\*/)          # **/ at the start, or between two slashes
    | (?P<everything_below>(?:^|(?<=/))\*\*$)   # /** at the end
    | (?P<star>\*+)
    | (?P<question>\?)
    | \\(?P<escaped>.)
    | \[(?P<inverted>[!^])?(?P<members>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]
    | (?P<invalid>\\|\[)                        # nothing follows the backslash, or nothing closes the bracket
    | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"\[:(?P<posix>\w+):\]|\\(?P<escaped>.)|(?P<range>-)|(?P<plain>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a .gitignore file. `takes_back`: it began with `!`."""

    regex: re.Pattern[str]
    takes_back: bool
    folders_only: bool
    by_name: bool

    def matches(self, path: str, is_folder: bool) -> bool:
        """Tells whether the pattern matches `path` itself, which is relative and has forward slashes."""
        if self.folders_only and not is_folder:
            return False
        return self.regex.fullmatch(path.rpartition("/")[2] if self.by_name else path) is not None


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
    regex = _regex(text.removeprefix("/"))
    return None if regex is None else Pattern(regex, takes_back, folders_only, by_name)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if backslashes % 2 and stripped != line else stripped


def _regex(text: str) -> re.Pattern[str] | None:
    if not text:
        return None
    parts = []
    for token in _TOKEN.finditer(text):
        if token["invalid"]:
            return None
        parts.append(_translated(token))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # such as `[:--]`, which may mean something else one day
            return re.compile("".join(parts), re.DOTALL)
    except re.error:  # a range that runs backwards
        return None


def _translated(token: re.Match[str]) -> str:
    if token["any_folders"]:
        return "(?:.*/)?"
    if token["everything_below"]:
        return ".+"
    if token["star"]:
        return "[^/]*"
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
