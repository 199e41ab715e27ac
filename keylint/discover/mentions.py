"""Where a file names Streamlit, and what it says about the version there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE = "streamlit"

UNREADABLE = "this names Streamlit, and keylint cannot read which version"

# Not `streamlit-extras`, `streamlit.io`, `streamlit_app` or the `streamlit/` of an address.
_NAME = re.compile(r"(?<![\w./@-])streamlit(?![\w./-])", re.IGNORECASE)
# `streamlit-1.40.0-py3-none-any.whl`, `streamlit-1.40.0-pyhd8ed1ab_0.conda`, `streamlit-1.40.0.tar.gz`
_ARCHIVE = re.compile(
    r"(?:^|[/\\])streamlit-(\d[\w.!+]{0,40}?)(?:-[\w.-]{1,80})?\.(?:whl|tar\.gz|tar\.bz2|zip|conda)\b", re.IGNORECASE
)
_REPOSITORY = re.compile(r"/streamlit(?:\.git)?(?:@([^#?\s]{0,60}))?(?:[#?]|$)", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=streamlit(?:[\[&]|$)", re.IGNORECASE)
_TAG = re.compile(r"v?(\d{1,4}(?:\.\d{1,4}){1,2})")
# What people put before a requirement, and pip does not take.
_BULLET = re.compile(r"(?:[-*•]\s+|[\"'])+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A line, from 1, that names Streamlit. `constraint` is what it says of the version, as in
    `keylint.discover.constraints`: "" where it admits any. `trouble` says what is wrong with the line. Of several lines
    that hold `on_condition` (a marker, an extra) any one may be the one that holds."""

    constraint: str
    line: int
    trouble: str | None = None
    on_condition: bool = False


def unreadable(line: int) -> Mention:
    return Mention("", line, UNREADABLE)


def mentions_in(requirements: Iterable[tuple[int, str]]) -> list[Mention]:
    """Those of the requirements (PEP 508, each with its line) that are Streamlit's."""
    return [mention for line, text in requirements if (mention := mention_in(text, line)) is not None]


def mention_in(requirement: str, line: int) -> Mention | None:
    """What one requirement says, or None when it is not Streamlit's."""
    text = requirement.strip()
    if package_name(text) == PACKAGE:
        constraint = _constraint_of(text)
        return unreadable(line) if constraint is None else Mention(constraint, line, on_condition=";" in text)
    if _is_place_of_package(text):
        return mention_of_place(text, line)
    bare = _BULLET.sub("", text, count=1).rstrip("\"'") if _BULLET.match(text) else ""
    if package_name(bare) != PACKAGE:
        return None
    constraint = _constraint_of(bare)
    if not constraint:
        return unreadable(line)
    return Mention(constraint, line, f"pip does not take this line; keylint reads it as {PACKAGE}{constraint}")


def mention_of_place(place: str, line: int) -> Mention:
    """What an address or a path of the package says: by the name of an archive, or the tag of a repository."""
    constraint = _version_of_place(place)
    return unreadable(line) if constraint is None else Mention(constraint, line)


def package_name(requirement: str) -> str:
    """The name that a requirement starts with, in lower case."""
    text = requirement.strip()
    end = next((place for place, sign in enumerate(text) if not (sign.isalnum() or sign in "._-")), len(text))
    return text[:end].lower()


def names_package(text: str) -> bool:
    """Whether Streamlit is named, and not only a part of another name."""
    return _NAME.search(text) is not None


def first_line_with(text: str, *fragments: str) -> int:
    """The first line that names Streamlit and holds the fragments; else the first that names it; else 1."""
    named = _lines_naming(text)
    fitting = [number for number, line in named if all(fragment in line for fragment in fragments)]
    return fitting[0] if fitting else named[0][0] if named else 1


@lru_cache(maxsize=1)
def _lines_naming(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if PACKAGE in line.lower()]


def of_broken(text: str) -> list[Mention]:
    """For a file that cannot be parsed: where it names Streamlit, if it does."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith("#") and names_package(line):
            return [unreadable(number)]
    return []


def archives_in(text: str) -> Iterator[Mention]:
    """The archives of Streamlit whose addresses stand in a text."""
    for number, line in enumerate(text.split("\n"), 1):
        found = _ARCHIVE.search(line)
        if found is not None:
            yield Mention(f"=={found[1]}", number)


def _constraint_of(requirement: str) -> str | None:
    """The constraint of a requirement that starts with the name; None when it cannot be read."""
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - only Streamlit's need it

    text = requirement.partition(";")[0].strip()
    name, is_place, place = text.partition("@")
    if is_place and not set(name) & set("<>=!~"):
        return _version_of_place(place.strip())
    try:
        return str(Requirement(text).specifier)
    except InvalidRequirement:
        return None


def _is_place_of_package(text: str) -> bool:
    return ("/" in text or "\\" in text or text.lower().endswith(".whl")) and bool(
        _ARCHIVE.search(text) or _EGG.search(text) or (_REPOSITORY.search(text) and "+" in text.partition(":")[0])
    )


def _version_of_place(place: str) -> str | None:
    archive = _ARCHIVE.search(place)
    if archive is not None:
        return f"=={archive[1]}"
    repository = re.search(r"@([^@#?\s/]{1,60})(?:[#?]|$)", place)
    tag = _TAG.fullmatch(repository[1]) if repository is not None else None
    return f"=={tag[1]}" if tag is not None else None
