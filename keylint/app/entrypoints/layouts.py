"""The choice among the scripts: who is started, and with which pages.

A script that draws in its own run is an app, unless another one shows or imports it, or shows all that it does. A
`pages/` folder has one entrypoint, so that its pages are run once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from keylint.app.entrypoints.code import Imported
from keylint.app.entrypoints.effects import Effect
from keylint.app.entrypoints.filenames import is_retired, is_startable, is_usual, usualness
from keylint.app.entrypoints.lookup import Lookup, Sources
from keylint.app.entrypoints.outline import Outline, outline_of
from keylint.app.entrypoints.steps import Steps
from keylint.run.execution.sealing import imports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from keylint.run.project import Project

PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Layout:
    """A script to start, and its pages in the order of the sidebar.

    Pages without a script that could be their entrypoint have that of their folder in its place.
    """

    entrypoint: Path
    pages: tuple[Path, ...]


class Scripts:
    """The scripts of a project, and what is seen of them without running them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = Path(os.path.commonpath([path.parent for path in project.facts])) if project.facts else Path()
        self._sources = Sources(project)
        self._lookups: dict[Path, Lookup] = {}
        self._steps: dict[Path, Steps] = {}
        self._outlines: dict[Path, Outline] = {}
        self._imports: dict[Path, tuple[Imported, ...]] = {}
        self._reached: dict[Path, frozenset[Path]] = {}

    def is_startable(self, path: Path) -> bool:
        """Whether the file may be started by itself. Folders above the place where keylint was started say nothing."""
        shown = PurePosixPath(self.project.display[path])
        return is_startable(path.relative_to(self.root) if shown.is_absolute() else shown)

    def outline(self, path: Path) -> Outline:
        if path not in self._outlines:
            folder = start_folder(path)
            if folder not in self._steps:
                search = self._search(folder)
                self._steps[folder] = Steps(self._lookup(folder), search, self.project.widget_functions)
            self._outlines[path] = outline_of(path, self._steps[folder])
        return self._outlines[path]

    def may_draw(self, path: Path) -> bool:
        """Whether the module-level run calls anything, and Streamlit is within its reach: both are seen at a glance."""
        code = self._sources.module(path)
        if not (code.uses.calls or code.main.calls):
            return False
        return any(map(self._imports_drawing, (path, *self.imported(path))))

    def imports_streamlit(self, path: Path) -> bool:
        return any(each.module.partition(".")[0] == "streamlit" and not each.level for each in self.imports(path))

    def _imports_drawing(self, path: Path) -> bool:
        """Whether a file imports Streamlit, a package that may draw with it, or what imports by name."""
        packages = {"importlib", *(name.partition(".")[0] for name in self.project.widget_functions)}
        roots = (each.module.partition(".")[0] for each in self.imports(path) if not each.level)
        return any(root.startswith(("streamlit", "st_")) or root in packages for root in roots)

    def imports(self, path: Path) -> tuple[Imported, ...]:
        """The imports of a file, wherever they stand."""
        if path not in self._imports:
            self._imports[path] = tuple(
                dict.fromkeys(
                    Imported(module, level, name)
                    for module, level, names in imports(self.project.facts[path].body)
                    for name in (names or (None,))
                )
            )
        return self._imports[path]

    def imported(self, path: Path) -> frozenset[Path]:
        """The files that the script imports, over any number of steps, wherever the imports stand."""
        if path not in self._reached:
            lookup = self._lookup(start_folder(path))
            found: set[Path] = set()
            pending = [path]
            while pending:
                importer = self._sources.module(pending.pop())
                for each in self.imports(importer.path):
                    for file in lookup.files_of(each.module, each.level, each.name, importer):
                        if file not in found:
                            found.add(file)
                            pending.append(file)
            self._reached[path] = frozenset(found - {path})
        return self._reached[path]

    def _lookup(self, folder: Path) -> Lookup:
        if folder not in self._lookups:
            self._lookups[folder] = Lookup(self._sources, self._search(folder))
        return self._lookups[folder]

    def _search(self, folder: Path) -> tuple[Path, ...]:
        above = [each for each in (folder, *folder.parents) if each.is_relative_to(self.root)] or [folder]
        return (*above, *(each / "src" for each in above))


def start_folder(path: Path) -> Path:
    """The folder that imports look in first when the file is run: for a page that of its entrypoint."""
    return path.parent.parent if path.parent.name == PAGES else path.parent


def find_layouts(
    scripts: Scripts, entrypoints: Sequence[Path] = (), idle: Collection[Path] = frozenset()
) -> list[Layout]:
    """The entrypoints that were named, else the scripts that are apps, by path; `idle` are known to show nothing."""
    project = scripts.project
    if entrypoints:
        return [Layout(path, pages_beside(project, path)) for path in dict.fromkeys(entrypoints)]
    startable = sorted(path for path in project.facts if scripts.is_startable(path) and path not in idle)
    folders = sorted({path.parent for path in startable if path.parent.name == PAGES})
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
    layouts = [Layout(path, ()) for path in starting if path not in owners.values()]
    used = {file for path in starting for file in scripts.imported(path)} | shown
    for folder, owner in owners.items():
        beside = pages_beside(project, folder)
        if owner is not None:
            layouts.append(Layout(owner, beside))
        elif folder not in idle:
            left = tuple(page for page in beside if page not in used)
            if any(scripts.outline(page).is_app for page in left):
                layouts.append(Layout(folder, left))
    return sorted(layouts, key=lambda layout: layout.entrypoint)


def pages_beside(project: Project, entrypoint: Path) -> tuple[Path, ...]:
    """The files of the `pages/` folder beside an entrypoint, as Streamlit takes them."""
    folder = entrypoint.parent / PAGES
    return tuple(
        sorted(
            path
            for path in project.facts
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
