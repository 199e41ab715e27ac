from __future__ import annotations

import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keylint.patterns import parse_pattern

if TYPE_CHECKING:
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

# What each pattern is held against: one file each, so that only the pattern decides.
PATHS = (
    "a.py",
    "b.py",
    "ab.py",
    "a/b.py",
    "a/b/c.py",
    "x/a/b.py",
    "b/a.py",
    "a b.py",
    "[a].py",
    "A.py",
    "1.py",
    "a/.py",
)
PATTERNS = (
    *("a.py", "*.py", "?.py", "/a.py", "a/b.py", "/a/b.py", "a/", "/a/", "a/*", "a/**", "**/a/b.py", "a/**/c.py", "**"),
    *("**/b.py", "a/**/b.py", "a**.py", "*/b.py", "**/", "[ab].py", "[!a].py", "[^a].py", "[a-b].py", "[[:digit:]].py"),
    *(
        "[[:upper:]].py",
        "\\[a\\].py",
        "[]a].py",
        "[a/b].py",
        "a[/]b.py",
        "a?b.py",
        "a\\ b.py",
        "\\a.py",
        "a.py ",
        "a.py\\ ",
    ),
    *(
        "#a.py",
        "\\#a.py",
        "\\!a.py",
        "[z-a].py",
        "[a",
        "a\\",
        "/",
        "//",
        "a//b.py",
        "*",
        "***",
        "a.py\r",
        ".py",
        "[\\]a].py",
    ),
    *("[a\\-b].py", "[-a].py", "[a-].py", "[!a-b]*.py", "b", "x/**/b.py", "/**/b.py", "/**", "**a.py", "x/*/*"),
)


def _ignored_by_git(repository: Path, lines: list[str]) -> set[str]:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    command = ["git", "-C", str(repository), "ls-files", "-z", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return set(PATHS) - set(listed.split("\0"))


def _ignored(lines: list[str]) -> set[str]:
    patterns = [pattern for pattern in map(parse_pattern, lines) if pattern is not None]

    def is_ignored(path: str) -> bool:
        parts = path.split("/")
        for length in range(1, len(parts) + 1):
            above, is_folder = "/".join(parts[:length]), length < len(parts)
            last = next((pattern for pattern in reversed(patterns) if pattern.matches(above, is_folder)), None)
            if last is not None and not last.takes_back:
                return True
        return False

    return set(filter(is_ignored, PATHS))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return folder


@needs_git
@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_means_what_it_means_to_git(repository: Path, pattern: str) -> None:
    assert _ignored([pattern]) == _ignored_by_git(repository, [pattern])
    assert _ignored(["*", f"!{pattern}"]) == _ignored_by_git(repository, ["*", f"!{pattern}"])


@needs_git
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from([*PATTERNS, *(f"!{pattern}" for pattern in PATTERNS)]), max_size=6))
def test_patterns_together_mean_what_they_mean_to_git(repository: Path, lines: list[str]) -> None:
    assert _ignored(lines) == _ignored_by_git(repository, lines)


MANY = [
    "*a" * 60 + "b",
    "a*" * 60 + "b",
    "**/" * 60 + "b",
    "**/a/" * 40 + "b",
    "*/" * 60 + "b",
    "[ab]*?*" * 40 + "c",
    "**" * 60,
]


@pytest.mark.parametrize("line", MANY)
@pytest.mark.parametrize("path", ["a" * 3000, "a/" * 1500 + "a", "ab" * 120 + "/" + "a" * 250])
def test_no_pattern_explodes(line: str, path: str) -> None:
    pattern = parse_pattern(line)
    assert pattern is not None
    start = time.process_time()
    pattern.matches_or_holds(path) if path.count("/") < 2 else pattern.matches(path, False)
    assert time.process_time() - start < 0.5


@given(line=st.text(alphabet="ab*?/", min_size=1, max_size=9), path=st.text(alphabet="ab/", min_size=1, max_size=9))
def test_many_stars_mean_what_few_do(line: str, path: str) -> None:
    """Against the plain way, which tries every length for every star."""
    if "//" in path or path[0] == "/" or path[-1] == "/" or "//" in line or "***" in line:
        return
    pattern = parse_pattern(line)
    text = line.rstrip("/").removeprefix("/")
    if pattern is None or not text:
        return
    regex = re.escape(text).replace(r"\*", "*").replace(r"\?", "[^/]")
    regex = re.sub(r"(^|/)\*\*$", r"\1.+", regex)
    while (shorter := re.sub(r"(^|(?<=/))\*\*/", "(?:.*/)?", regex)) != regex:
        regex = shorter
    regex = re.sub(r"(?<!\.)\*+(?!/\)\?)", "[^/]*", regex)
    name = path if "/" in line.removesuffix("/") else path.rpartition("/")[2]
    assert pattern.matches(path, True) == (re.fullmatch(regex, name) is not None)


@pytest.mark.parametrize("line", ["", "   ", "#", "!", "/", "!/", "\\", "[a", "[", "[z-a]"])
def test_lines_that_can_match_nothing(line: str) -> None:
    assert parse_pattern(line) is None


@given(st.text(alphabet="ab[]!^-:*?\\/# .", max_size=12))
def test_no_line_is_too_strange(line: str) -> None:
    pattern = parse_pattern(line)
    assert pattern is None or pattern.matches("a/b", False) in (True, False)
