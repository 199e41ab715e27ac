"""The choice of the files that can matter, made without parsing any of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.discover.graph import ImportGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from keylint.discover.contents import FileContents
    from keylint.discover.files import Discovery, SourceFile, Unreadable


@dataclass(frozen=True, slots=True)
class Selection:
    """What to analyse, sorted by path. `skipped` has no part in a Streamlit app, `backups` are not in use, and
    `retired` are those of them that mention Streamlit.

    `unreadable` holds the folders and files that could not be read, `left_out` others that were not looked into.
    """

    selected: tuple[SourceFile, ...]
    skipped: tuple[SourceFile, ...]
    backups: tuple[SourceFile, ...] = ()
    retired: tuple[SourceFile, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    left_out: tuple[Unreadable, ...] = ()


def select(discovery: Discovery, contents: FileContents, packages: Sequence[str] = ()) -> Selection:
    """Keeps the files that matter: those that mention Streamlit or one of `packages`; those that import a file which
    draws, over any number of steps; the pages beside these; and all that a kept file imports or names in a string.

    `packages` are top-level packages that draw widgets though keylint does not read them. A backup that a kept file
    imports or names is in use, and kept. What is not kept is forgotten by `contents`.
    """
    names = ("streamlit", *packages)
    marks = [name.encode() for name in names]
    graph = ImportGraph(discovery.files, discovery.backups, contents)
    mentioning = {file.path.as_posix() for file in discovery.files if _mentions(contents.read(file), marks)}
    # A mention alone, in a docstring say, does not make the importers of a file draw.
    drawing = _closure({path for path in mentioning if graph.imports_one_of(path, names)}, graph.importers_of)
    kept = _closure(mentioning | drawing | _pages_beside(discovery.files, drawing), graph.used_by)

    skipped = tuple(file for file in discovery.files if file.path.as_posix() not in kept)
    backups = tuple(file for file in discovery.backups if file.path.as_posix() not in kept)
    looking = contents.for_search()
    retired = tuple(file for file in backups if mentions_streamlit(looking.read(file)))
    contents.forget((*skipped, *backups))
    left_out = {file.path for file in (*skipped, *backups)}
    found = sorted((*discovery.files, *discovery.backups), key=lambda file: str(file.path))
    return Selection(
        selected=tuple(file for file in found if file.path not in left_out),
        skipped=skipped,
        backups=backups,
        retired=retired,
        unreadable=(*discovery.unreadable, *contents.unreadable),
        left_out=discovery.left_out,
    )


def mentions_streamlit(data: bytes | None) -> bool:
    """Whether a file, of which nothing else is known, may have a part in a Streamlit app."""
    return _mentions(data, (b"streamlit",))


def _mentions(data: bytes | None, marks: Iterable[bytes]) -> bool:
    return data is not None and any(mark in data for mark in marks)


def _closure(start: set[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    reached = set(start)
    pending = list(start)
    while pending:
        for path in following(pending.pop()):
            if path not in reached:
                reached.add(path)
                pending.append(path)
    return reached


def _pages_beside(files: Iterable[SourceFile], drawing: Collection[str]) -> set[str]:
    """Scripts that Streamlit runs though they may never name it: a page may hold nothing but text, which is shown.

    Visiting such a page hides the widgets of all others. Where no script beside a `pages` folder draws, any may be the
    entry point.
    """
    by_folder: dict[str, set[str]] = defaultdict(set)
    for file in files:
        by_folder[file.path.parent.as_posix()].add(file.path.as_posix())
    found: set[str] = set()
    for folder, pages in by_folder.items():
        above, _, name = folder.rpartition("/")
        if name == "pages":
            scripts = by_folder.get(above, set())
            if not scripts.isdisjoint(drawing):
                found |= pages
            elif not pages.isdisjoint(drawing):
                found |= pages | scripts
    return found
