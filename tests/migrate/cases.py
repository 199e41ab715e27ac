"""Reads tests/migrate/apps: an app before and after its migration, and what a user does with it.

A case is a folder with `before/`, `after/` and a `case.toml`:

    title = "one line"
    target = "1.67"                 # what the linter is told; 1.67 without
    keys = ["city"]                 # the keys that are migrated, which is all that the app reads
    oldest = "1.66"                 # the first Streamlit on which the driver can play it
    steps = [["set", "City", "Rome"], ["rerun"]]    # as in fixtures/; widgets are named by their labels
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

APPS = Path(__file__).resolve().parent / "apps"


@dataclass(frozen=True)
class Case:
    folder: Path
    title: str
    keys: tuple[str, ...]
    steps: tuple[tuple[Any, ...], ...]
    target: str = "1.67"
    oldest: str = "1.59"

    def is_playable(self, release: str) -> bool:
        return _number(release) >= _number(self.oldest)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def before(self) -> Path:
        return self.folder / "before"

    @property
    def after(self) -> Path:
        return self.folder / "after"


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")[:2]))


def load_cases() -> list[Case]:
    return [_load(path) for path in sorted(APPS.glob("*/case.toml"))]


def _load(path: Path) -> Case:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = tuple(tuple(step) for step in table.pop("steps"))
    return Case(path.parent, table.pop("title"), tuple(table.pop("keys")), steps, **table)
