"""What the name of a script says: a test, a copy that nobody starts, or the usual name of an entrypoint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path, PurePath

_USUAL = ("streamlit_app", "app", "main", "home", "homepage", "home_page", "index", "hello", "welcome", "start")
# What stands before the name of a page: its number and its icon.
_BEFORE_NAME = re.compile(r"^[\W\d_]+")
_RETIRED = re.compile(
    r"""
    old[-_ ].+ | .+[-_ .]old | (?:backup|bak|copy)[-_ ](?:of[-_ ])?.+ | .+[-_ .](?:backup|bak|orig)
    | .+[-_ ]copy(?:[-_ ]?\d+)? | .+\ ?\(\d+\) | .+-checkpoint
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEVER_STARTED = frozenset({"__init__.py", "setup.py", "conftest.py"})
_TEST_FOLDERS = frozenset({"tests", "test"})


def is_startable(place: PurePath) -> bool:
    """Whether the file may be started by itself: no package, no test. `place` is its path within the project."""
    return place.name not in _NEVER_STARTED and not is_test(place)


def is_test(place: PurePath) -> bool:
    is_named_so = place.stem.startswith("test_") or place.stem.endswith("_test")
    return is_named_so or not _TEST_FOLDERS.isdisjoint(folder.lower() for folder in place.parts[:-1])


def is_retired(path: Path) -> bool:
    """Whether the name is that of a copy, or of what was in use before."""
    return _RETIRED.fullmatch(path.stem) is not None


def usualness(path: Path) -> int:
    """How usual the name is for an entrypoint: 0 is the most usual, and all that are not usual are equal."""
    name = _BEFORE_NAME.sub("", path.stem).lower().replace("-", "_").replace(" ", "_")
    return _USUAL.index(name) if name in _USUAL else len(_USUAL)


def is_usual(path: Path) -> bool:
    return usualness(path) < len(_USUAL)
