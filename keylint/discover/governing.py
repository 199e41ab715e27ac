"""Which settings hold where: those of the run, or those of the nearest configuration around a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.discover.files import display_path
from keylint.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.discover.disk import Disk
    from keylint.settings import Configured, Settings


@dataclass(slots=True)
class Configurations:
    """The configurations below the root of a run, each read once, when somebody asks what holds there.

    `disk` notes what was looked at, so that a later run knows whether something else holds by now.
    """

    settings: Settings
    disk: Disk
    _known: dict[Path, Configured | None] = field(default_factory=dict)

    def note_without(self, folders: Iterable[str]) -> None:
        """Folders that a walk has listed, and found no configuration in."""
        if self.settings.nearest is not None:
            self._known.update((Path(folder), None) for folder in folders)

    def below(self, folder: Path) -> Configured | None:
        """The configuration in a folder; None where it has none, or does not lie below the root."""
        root = self.settings.root
        if self.settings.nearest is None or folder == root or not folder.is_relative_to(root):
            return None
        if folder not in self._known:
            self._known[folder] = self.settings.nearest(folder, self._read)
        return self._known[folder]

    def between(self, folder: Path) -> list[Configured]:
        """The configurations in a folder and in those around it, below the root, from the outermost inwards."""
        around = reversed((folder, *folder.parents))
        return [found for each in around if (found := self.below(each)) is not None]

    @property
    def notices(self) -> tuple[str, ...]:
        """What the configurations that were asked for say in vain."""
        return tuple(notice for _, found in sorted(self._known.items()) if found for notice in found.notices)

    def _read(self, file: Path) -> bytes | None:
        data = self.disk.read(file)
        if data is None and (why := self.disk.left_out.get(str(file))):
            raise ConfigurationError(f"{display_path(file)} {why}; nothing is checked without it")
        return data


@dataclass(slots=True)
class Governing:
    """The settings that hold for each file of a run with the settings `run`."""

    run: Settings
    configurations: Configurations
    _by_folder: dict[Path, Settings] = field(default_factory=dict)
    _by_root: dict[Path, Settings] = field(default_factory=dict)

    def of(self, path: Path) -> Settings:
        """Those for a file: of the nearest configuration, else of the run."""
        return self._in(path.parent) if self.run.nearest is not None else self.run

    def all_of(self, paths: Iterable[Path]) -> tuple[Settings, ...]:
        """The different settings that hold for files, those of the run first."""
        if self.run.nearest is None:
            return (self.run,)
        folders = sorted({path.parent for path in paths})
        return tuple({each.root: each for each in (self.run, *map(self._in, folders))}.values())

    def of_shown(self, display: str) -> Settings:
        """Those for a file that is shown so."""
        return self.of(Path.cwd() / display)

    def _in(self, folder: Path) -> Settings:
        if folder not in self._by_folder:
            found = self.configurations.between(folder)
            self._by_folder[folder] = self._with(found[-1]) if found else self.run
        return self._by_folder[folder]

    def _with(self, configured: Configured) -> Settings:
        if configured.folder not in self._by_root:
            self._by_root[configured.folder] = self.run.for_app(configured)
        return self._by_root[configured.folder]
