"""Reads fixtures/: small Streamlit apps, what keylint must say of them, and the scenario that proves it.

A case is a folder `fixtures/<code>_<slug>/` with the files of an app and a `case.toml`:

    title = "one line"
    target = "1.67"                 # the Streamlit that the linter is told
    entrypoint = "app.py"
    silent = true                   # no finding at warning or error anywhere, and no marker
    unproven = "why"                # instead of scenarios, where no driver can show it

    [[scenario]]
    probe = "horizon"               # the key of st.session_state that is watched
    oldest = "1.36"                 # the Streamlit releases on which it holds, both ends included
    newest = "1.67"
    steps = [["set", "horizon", 5], ["click", "go"], ["goto", "pages/b.py"], ["rerun"], ["state", "flag", true]]
                                    # after ["join"], another user of the same server does the rest;
                                    # ["late", key, value] edits a widget that the last step took away;
                                    # ["clear", key] takes back the choice in one where none need be chosen
    expect = "missing"              # after the last step: see `Scenario`; or
    exception = "KeyError"

A finding stands as a comment on the line that it points to: `# expect: KEY101 error horizon`. Several are separated by
`;`, alternatives of the code or the severity by `|`. A pattern's holes are written `*`. Where the key is left out, the
marker stands for one finding or several.
A file whose name ends in `.py.txt`, one that no Python tool should read here, loses the `.txt` in the copy that is
checked.

Cases in `fixtures/upgrades/` are about what changes between 1.28 and 1.67. Their markers name a change:
`# change: 1.50 identity warning city`, that is, since when, the kind, the severity and the key, if there is one.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
UPGRADES = FIXTURES / "upgrades"
UNREADABLE_SUFFIX = ".py.txt"
SEVERITIES = ("info", "warning", "error")
STEP_KINDS = {"set": 3, "clear": 2, "late": 3, "state": 3, "click": 2, "goto": 2, "rerun": 1, "join": 1}
NAMED_EXPECTATIONS = ("missing", "kept")
TABLE_EXPECTATIONS = ("value", "shows", "hides")

_MARKER = re.compile(r"#\s*expect:\s*(.+?)\s*$")
_FINDING = re.compile(r"(?P<codes>KEY\d{3}(?:\|KEY\d{3})*)\s+(?P<severities>[a-z]+(?:\|[a-z]+)*)(?:\s+(?P<key>\S.*))?")


class FixtureError(Exception):
    """A case breaks the format. The message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be there: any of `codes`, at any of `severities`. `key` is None when it does not count."""

    path: str
    line: int
    codes: tuple[str, ...]
    severities: tuple[str, ...]
    key: str | None

    def __str__(self) -> str:
        key = f" {self.key}" if self.key else ""
        return f"{self.path}:{self.line} {'|'.join(self.codes)} {'|'.join(self.severities)}{key}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a user does, and what real Streamlit then shows.

    `expect` is "missing" (the key was there once, and is gone), "kept" (the key holds what the steps set it to), a
    table with `value` (the key holds this), `shows` or `hides` (the app displays this text, or does not), or None.
    `exception` is a part of the exception that the last step raises, or opening the app where there is no step.
    No other step may raise one.
    """

    probe: str
    steps: tuple[tuple[Any, ...], ...]
    expect: str | dict[str, Any] | None
    exception: str | None
    oldest: tuple[int, ...]
    newest: tuple[int, ...] | None

    def holds_on(self, version: str) -> bool:
        """Whether the scenario says anything about this release, such as `1.52.2`; only major and minor count."""
        release = as_release(version)
        return self.oldest <= release and (self.newest is None or release <= self.newest)


@dataclass(frozen=True, slots=True)
class Case:
    """One folder of fixtures/."""

    folder: Path
    title: str
    target: str
    entrypoint: str
    silent: bool
    unproven: str | None
    scenarios: tuple[Scenario, ...]
    expected: tuple[Expected, ...]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def code(self) -> str:
        """The rule that the case is about."""
        return self.name.split("_")[0].upper()

    def copy_app(self, destination: Path) -> None:
        """Copies the app, without its case.toml, to `destination`, which must not exist."""
        shutil.copytree(self.folder, destination, ignore=shutil.ignore_patterns("case.toml", "__pycache__"))
        for file in sorted(destination.rglob(f"*{UNREADABLE_SUFFIX}")):
            file.rename(file.with_suffix(""))


def as_release(version: str) -> tuple[int, ...]:
    """`1.52.2` → (1, 52)."""
    return tuple(int(part) for part in version.split(".")[:2])


def load_cases(folder: Path = FIXTURES) -> list[Case]:
    """All cases, sorted by name. Raises FixtureError for the first that breaks the format."""
    return [load_case(file.parent) for file in sorted(folder.glob("*/case.toml"))]


def load_upgrades() -> list[Case]:
    """The cases about upgrades, sorted. Raises FixtureError."""
    return load_cases(UPGRADES)


def load_case(folder: Path) -> Case:
    """Reads one case. Raises FixtureError."""
    try:
        table = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise FixtureError(f"{folder.name}/case.toml: {problem}") from problem
    known = {"title", "target", "entrypoint", "silent", "unproven", "scenario"}
    _refuse(folder, bool(set(table) - known), f"unknown: {', '.join(sorted(set(table) - known))}")
    _refuse(folder, not table.get("title"), "needs a title")
    case = Case(
        folder=folder,
        title=table["title"],
        target=table.get("target", "1.67"),
        entrypoint=table.get("entrypoint", "app.py"),
        silent=table.get("silent", False),
        unproven=table.get("unproven"),
        scenarios=tuple(_read_scenario(folder, entry) for entry in table.get("scenario", [])),
        expected=tuple(_read_markers(folder)),
    )
    _refuse(folder, not (folder / case.entrypoint).is_file(), f"no file {case.entrypoint}")
    if folder.parent == UPGRADES:
        _refuse(folder, case.silent or bool(case.expected), "has markers of changes only")
        return case
    _refuse(folder, not case.scenarios and not case.unproven, "needs a scenario, or says why it has none: unproven")
    _refuse(folder, case.silent and bool(case.expected), "is silent and has a marker")
    _refuse(folder, not case.silent and not case.expected, "has no marker, and is not silent")
    return case


def _read_scenario(folder: Path, entry: dict[str, Any]) -> Scenario:
    steps = tuple(tuple(step) for step in entry.get("steps", []))
    for step in steps:
        _refuse(folder, not step or STEP_KINDS.get(step[0]) != len(step), f"not a step: {list(step)}")
    expect, exception = entry.get("expect"), entry.get("exception")
    if isinstance(expect, dict):
        _refuse(
            folder, len(expect) != 1 or next(iter(expect)) not in TABLE_EXPECTATIONS, f"not an expectation: {expect}"
        )
    else:
        _refuse(folder, expect is not None and expect not in NAMED_EXPECTATIONS, f"not an expectation: {expect}")
    _refuse(folder, expect is None and exception is None, "a scenario needs expect or exception")
    was_set = any(step[:2] == ("set", entry.get("probe")) for step in steps)
    _refuse(folder, expect == "kept" and not was_set, 'expect = "kept", and no step sets the probe')
    oldest = as_release(entry.get("oldest", "1.28"))
    if any(step[0] == "goto" for step in steps):
        oldest = max(oldest, (1, 36))  # AppTest cannot change pages before
    newest = as_release(entry["newest"]) if "newest" in entry else None
    return Scenario(entry.get("probe", ""), steps, expect, exception, oldest, newest)


def _read_markers(folder: Path) -> Iterator[Expected]:
    for file in sorted([*folder.rglob("*.py"), *folder.rglob(f"*{UNREADABLE_SUFFIX}")]):
        path = file.relative_to(folder).as_posix().removesuffix(".txt")
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        for number, line in enumerate(lines, start=1):
            marker = _MARKER.search(line)
            for text in marker.group(1).split(";") if marker else ():
                yield _read_finding(folder, path, number, text.strip())


def _read_finding(folder: Path, path: str, line: int, text: str) -> Expected:
    match = _FINDING.fullmatch(text)
    if match is None:
        raise FixtureError(f"{folder.name}/{path}:{line}: not a marker: {text}")
    severities = tuple(match["severities"].split("|"))
    _refuse(folder, bool(set(severities) - set(SEVERITIES)), f"{path}:{line}: not a severity: {text}")
    return Expected(path, line, tuple(match["codes"].split("|")), severities, match["key"])


def _refuse(folder: Path, wrong: bool, message: str) -> None:
    if wrong:
        raise FixtureError(f"{folder.name}: {message}")
