"""What is measured: a generated app, or the copy of a checkout, in a folder that may be changed."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.benchmarks.generated import GeneratedApp

_LEFT_OUT = frozenset({"node_modules", "site-packages", "dist-packages", "__pycache__", "__pypackages__"})
# keylint reads Python, and to find the Streamlit version what names packages.
_COPIED = (".py", ".toml", ".cfg", ".txt", ".in", ".yml", ".yaml", ".lock", ".gitignore")
_COPIED_NAMES = frozenset({"Pipfile"})
_LARGEST_COPIED = 5_000_000  # bytes of a file that is not Python: what is larger is data


@dataclass(frozen=True)
class Subject:
    """`size` and the intended number of `widgets` are known of generated apps only. `edited` is the file to change."""

    name: str
    folder: Path
    size: int | None = None
    widgets: int | None = None
    edited: str | None = None


def written(app: GeneratedApp, name: str, size: int, folder: Path) -> Subject:
    """A generated app as a subject, its files written to `folder`."""
    for path, content in app.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="\n")
    _end_of_project(folder)
    return Subject(name, folder, size, app.widgets, app.edited)


def copied(checkout: Path, edited: str | None, folder: Path) -> Subject:
    """A checkout as a subject: its Python files, and those that configure it, copied to `folder`."""
    for path, names in _walk(checkout):
        target = folder / path.relative_to(checkout)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            file = path / name
            if file.is_file() and (name.endswith(".py") or file.stat().st_size <= _LARGEST_COPIED):
                shutil.copyfile(file, target / name)
    _end_of_project(folder)
    return Subject(checkout.resolve().name, folder, edited=edited)


def file_to_edit(subject: Subject, sources: Mapping[str, bytes]) -> str | None:
    """Which of the `sources` to change: the one the subject names, or else the longest that imports Streamlit and is
    no test, since most changes happen where most is written.
    """
    if subject.edited in sources:
        return subject.edited
    drawing = [
        name
        for name, content in sources.items()
        if b"import streamlit" in content and not any(part.startswith("test") for part in Path(name).parts)
    ]
    return max(sorted(drawing or sources), key=lambda name: len(sources[name]), default=None)


def _end_of_project(folder: Path) -> None:
    """Marks the top of a repository, so that no configuration above the temporary folder counts."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)


def _walk(checkout: Path) -> Iterator[tuple[Path, list[str]]]:
    """The folders that may hold code of the project, and the files in each that count."""
    for path, folders, names in os.walk(checkout):
        if "pyvenv.cfg" in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _LEFT_OUT)
        yield Path(path), sorted(name for name in names if name.endswith(_COPIED) or name in _COPIED_NAMES)
