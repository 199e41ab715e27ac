"""The choice among the scripts: who is started, and with which pages.

A script that draws in its own run is an app, unless another one shows or imports it, or shows all that it does. A
`pages/` folder has one entrypoint, so that its pages are run once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.entrypoints.effects import Effect
from keylint.app.entrypoints.filenames import is_retired, is_usual, usualness
from keylint.app.entrypoints.scripts import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from keylint.app.entrypoints.scripts import Scripts
    from keylint.run.project import Project


@dataclass(frozen=True, slots=True)
class Layout:
    """A script to start, and its pages in the order of the sidebar.

    Pages without a script that could be their entrypoint have that of their folder in its place.
    """

    entrypoint: Path
    pages: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The entrypoints that were named, and for which files that settles what the apps are."""

    entrypoints: tuple[Path, ...]
    decides: Callable[[Path], bool] = lambda _path: False


def find_layouts(scripts: Scripts, named: Named | None = None, idle: Collection[Path] = frozenset()) -> list[Layout]:
    """The entrypoints that were named, and elsewhere the scripts that are apps, by path; `idle` are known to show
    nothing."""
    project = scripts.project
    named = named or Named(())
    layouts = [Layout(path, pages_beside(project, path)) for path in dict.fromkeys(named.entrypoints)]
    startable = sorted(
        path for path in project.facts if not named.decides(path) and scripts.is_startable(path) and path not in idle
    )
    unreadable = [path for path in project.unreadable if not named.decides(path)]
    if not (startable or unreadable):
        return layouts
    folders = sorted({path.parent for path in (*startable, *unreadable) if path.parent.name == PAGES})
    drawing = [
        path
        for path in startable
        if path.parent not in folders and scripts.may_draw(path) and scripts.outline(path).is_app
    ]
    candidates = [path for path in drawing if not is_retired(path)] or drawing
    shown = set(_shown_by_others(scripts, candidates))
    candidates = [path for path in candidates if path not in shown]
    owners = {folder: _owner(scripts, folder, candidates, idle) for folder in folders}
    pages = [page for page in startable if page in shown or owners.get(page.parent) is not None]
    alone = [
        path
        for path in candidates
        if path in owners.values() or not any(_is_spare(scripts, path, page) for page in pages)
    ]
    starting = _starting(scripts, alone, {owner for owner in owners.values() if owner is not None})
    layouts += [Layout(path, ()) for path in starting if path not in owners.values()]
    used = {file for path in starting for file in scripts.imported(path)} | shown
    for folder, owner in owners.items():
        beside = pages_beside(project, folder)
        if owner is not None:
            layouts.append(Layout(owner, beside))
        elif folder not in idle:
            left = tuple(page for page in beside if page not in used)
            if any(scripts.outline(page).is_app for page in left if page in project.facts):
                layouts.append(Layout(folder, left))
    return sorted(layouts, key=lambda layout: layout.entrypoint)


def each_by_itself(scripts: Scripts, idle: Collection[Path]) -> list[Layout]:
    """What stands for the choice where that fails: all scripts that use Streamlit, of which the run shows whether they
    are apps; a `pages/` folder belongs to each script beside it."""
    paths = sorted(path for path in scripts.project.facts if path.parent.name != PAGES and path not in idle)
    return [
        Layout(path, pages_beside(scripts.project, path))
        for path in paths
        if scripts.is_startable(path) and scripts.imports_streamlit(path)
    ]


def pages_beside(project: Project, entrypoint: Path) -> tuple[Path, ...]:
    """The files of the `pages/` folder beside an entrypoint, as Streamlit takes them."""
    folder = entrypoint.parent / PAGES
    return tuple(
        sorted(
            path
            for path in (*project.facts, *project.unreadable)
            if path.parent == folder and path.name != "__init__.py" and path.name[0] != "."
        )
    )


def _shown_by_others(scripts: Scripts, candidates: Iterable[Path]) -> Iterator[Path]:
    for path in candidates:
        for page in scripts.outline(path).pages - {path}:
            if path not in scripts.outline(page).pages or _rank(scripts, path) < _rank(scripts, page):
                yield page


def _owner(scripts: Scripts, folder: Path, candidates: Sequence[Path], idle: Collection[Path]) -> Path | None:
    """The entrypoint of a `pages/` folder: of the scripts beside it that draw the one that looks most like it, else the
    only one that has a usual name and may draw."""
    if folder.parent.name == PAGES:
        return None
    beside = [path for path in candidates if path.parent == folder.parent]
    if beside:
        imported = {file for path in beside for file in scripts.imported(path)}
        return min(
            beside,
            key=lambda path: (
                not any(page.parent == folder for page in scripts.outline(path).pages),
                *_rank(scripts, path)[:-2],
                path in imported,
                *_rank(scripts, path)[-2:],
            ),
        )
    named = [path for path in scripts.project.facts if path.parent == folder.parent and is_usual(path)]
    left = [path for path in named if path not in idle and scripts.is_startable(path)]
    left = [path for path in left if scripts.imports_streamlit(path)] or left
    return left[0] if len(left) == 1 else None


def _rank(scripts: Scripts, path: Path) -> tuple[int, bool, bool, int, str]:
    """What speaks for a script where several show the same: the least comes first."""
    outline = scripts.outline(path)
    return (
        usualness(path),
        Effect.FRAMES not in outline.own_effects,
        Effect.DRAWS not in outline.own_effects,
        len(path.parts),
        path.as_posix(),
    )


def _is_spare(scripts: Scripts, path: Path, other: Path) -> bool:
    """Whether the script does nothing but start what `other` starts as well. One that uses Streamlit itself does more,
    though it may draw nothing: it may change the session state."""
    if path == other or scripts.imports_streamlit(path):
        return False
    return scripts.outline(path).is_part_of(scripts.outline(other))


def _starting(scripts: Scripts, candidates: Sequence[Path], owners: Collection[Path]) -> list[Path]:
    """The candidates that are apps of their own: all entrypoints of pages, and what is neither imported by another app
    nor shown by it as a whole."""
    found: list[Path] = []
    rest = list(candidates)
    while rest:
        # What was left out for a script that is no app itself gets another turn.
        new = _without_reached(scripts, _without_spare(scripts, rest, owners), owners)
        found += new or [min(rest, key=lambda path: _rank(scripts, path))]
        reached = {file for path in found for file in scripts.imported(path)}
        rest = [
            path
            for path in rest
            if path not in reached and path not in found and not any(_is_spare(scripts, path, other) for other in found)
        ]
    return found


def _without_spare(scripts: Scripts, candidates: Sequence[Path], owners: Collection[Path]) -> list[Path]:
    """Leaves out what only starts what another script shows as well; of equals the first in rank stays."""

    def has_better(path: Path) -> bool:
        return any(
            other in owners or not _is_spare(scripts, other, path) or _rank(scripts, other) < _rank(scripts, path)
            for other in candidates
            if _is_spare(scripts, path, other)
        )

    return [path for path in candidates if path in owners or not has_better(path)]


def _without_reached(scripts: Scripts, candidates: Sequence[Path], owners: Collection[Path]) -> list[Path]:
    """Leaves out what another one imports. Of two that import each other the first in rank stays. What navigates is
    imported by its pages too."""
    imported = {path: scripts.imported(path) for path in candidates}
    navigating = {path for path in candidates if Effect.NAVIGATES in scripts.outline(path).effects}

    def is_reached(path: Path) -> bool:
        return any(
            path in files and not (other in imported[path] and _rank(scripts, path) < _rank(scripts, other))
            for other, files in imported.items()
            if other != path and (path not in navigating or other in navigating)
        )

    return [path for path in candidates if path in owners or not is_reached(path)]
