"""Makes the small projects that the tests of discovery walk over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.contents import FileContents
from keylint.discover.files import discover
from keylint.discover.select import select

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from keylint.discover.files import SourceFile
    from keylint.discover.select import Selection


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def names(files: tuple[SourceFile, ...], root: Path) -> list[str]:
    return [file.path.relative_to(root).as_posix() for file in files]


def found(root: Path, *paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return names(discover([root / path for path in paths or (".",)], exclude, root).files, root)


def selection(root: Path, packages: tuple[str, ...] = ()) -> Selection:
    return select(discover([root], (), root), FileContents(), packages)


def selected(root: Path, files: Mapping[str, str], packages: tuple[str, ...] = ()) -> list[str]:
    write(root, files)
    return names(selection(root, packages).selected, root)
