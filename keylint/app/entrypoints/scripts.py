"""The scripts of a project, and what is seen of each without running it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from keylint.app.entrypoints.code import Imported
from keylint.app.entrypoints.filenames import is_startable
from keylint.app.entrypoints.lookup import Lookup, Sources
from keylint.app.entrypoints.outline import Outline, outline_of, unseen
from keylint.app.entrypoints.steps import Steps
from keylint.faults import Blaming, attempt
from keylint.run.execution.sealing import imports
from keylint.streamlit.packages import draws_with_streamlit

if TYPE_CHECKING:
    from keylint.findings import Fault
    from keylint.run.project import Project

PAGES = "pages"


class Scripts:
    """The scripts of a project, and what is seen of them without running them.

    A script that keylint itself fails to look at is added to `faults`. It may be an app: its run will show it.
    """

    def __init__(self, project: Project, faults: list[Fault] | None = None) -> None:
        self.project = project
        self.faults: list[Fault] = [] if faults is None else faults
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
            self._outlines[path] = attempt(self._looking_at(path), lambda: self._outline(path), unseen(path))
        return self._outlines[path]

    def _outline(self, path: Path) -> Outline:
        folder = start_folder(path)
        if folder not in self._steps:
            search = self._search(folder)
            self._steps[folder] = Steps(self._lookup(folder), search, self.project.widget_functions)
        return outline_of(path, self._steps[folder])

    def _looking_at(self, path: Path) -> Blaming:
        return Blaming(
            self.faults, self.project.display[path], "the look at the script", "it is run as if it might be an app"
        )

    def may_draw(self, path: Path) -> bool:
        """Whether the module-level run calls anything, and Streamlit is within its reach: both are seen at a glance."""
        with self._looking_at(path):
            code = self._sources.module(path)
            if not (code.uses.calls or code.main.calls):
                return False
            return any(map(self._imports_drawing, (path, *self.imported(path))))
        return True

    def imports_streamlit(self, path: Path) -> bool:
        with self._looking_at(path):
            return any(each.module.partition(".")[0] == "streamlit" and not each.level for each in self.imports(path))
        return False

    def _imports_drawing(self, path: Path) -> bool:
        """Whether a file imports Streamlit, a package that may draw with it, or what imports by name."""
        packages = {"importlib", *(name.partition(".")[0] for name in self.project.widget_functions)}
        roots = (each.module.partition(".")[0] for each in self.imports(path) if not each.level)
        return any(draws_with_streamlit(root) or root in packages for root in roots)

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
            self._reached[path] = attempt(self._looking_at(path), lambda: self._imported(path), frozenset())
        return self._reached[path]

    def _imported(self, path: Path) -> frozenset[Path]:
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
        return frozenset(found - {path})

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
