"""Which Streamlit versions a check is for: as told, as the project declares, as installed, or the newest known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.discover.constraints import admitted, between, exactly, hull, intersection, parse_release
from keylint.discover.disk import Disk
from keylint.discover.documents import read_text
from keylint.discover.lock_files import constraints_in_pipfile_lock, constraints_in_toml_lock
from keylint.discover.manifests import (
    constraints_in_environment,
    constraints_in_pipfile,
    constraints_in_pyproject,
    constraints_in_setup_cfg,
    constraints_in_setup_py,
)
from keylint.discover.requirement_files import PACKAGE, constraints_in_requirements
from keylint.errors import ConfigurationError, UsageError
from keylint.faults import Blaming
from keylint.streamlit.versions import NEWEST_KNOWN, VersionRange, parse_version

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.findings import Fault

ACCEPTED = "1.67, 1.49.1, '>=1.50,<1.60' or 1.40-1.59"

_WITHOUT = "the file is as if it were not there"

Reader = Callable[[str], list[str]]

LOCKS: dict[str, Reader] = {
    "uv.lock": constraints_in_toml_lock,
    "poetry.lock": constraints_in_toml_lock,
    "pdm.lock": constraints_in_toml_lock,
    "pylock.toml": constraints_in_toml_lock,
    "Pipfile.lock": constraints_in_pipfile_lock,
}
MANIFESTS: dict[str, Reader] = {
    "pyproject.toml": constraints_in_pyproject,
    "setup.cfg": constraints_in_setup_cfg,
    "setup.py": constraints_in_setup_py,
    "Pipfile": constraints_in_pipfile,
}
ENVIRONMENTS: dict[str, Reader] = {
    "environment.yml": constraints_in_environment,
    "environment.yaml": constraints_in_environment,
}


@dataclass(frozen=True, slots=True)
class Target:
    """The versions to check for, and in words where they come from ("requirements.txt", "installed streamlit")."""

    versions: VersionRange
    source: str


_NEWEST = Target(VersionRange(NEWEST_KNOWN, NEWEST_KNOWN), "the newest known release")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A file that names Streamlit. `constraints` are those of its mentions that have one."""

    path: Path
    constraints: tuple[str, ...]


def resolve_target(
    option: str | None,
    configured: str | None,
    root: Path,
    folder: Path | None = None,
    disk: Disk | None = None,
    faults: list[Fault] | None = None,
) -> Target:
    """The target of the app in `folder` of the project `root` (default: the root itself), read from `disk`. What
    keylint itself fails at is added to `faults`, and decides nothing.

    In this order: the option --target-streamlit, the setting target-streamlit, what the nearest folder that names
    Streamlit declares, from the app's up to the root, the streamlit that is installed beside keylint, the newest known.
    In a folder a lock file wins; else all declarations count together, save one that contradicts those before it.

    Raises UsageError for an option, ConfigurationError for a setting that is no version or range.
    """
    if option is not None:
        try:
            return Target(parse_target(option), "--target-streamlit")
        except ValueError as error:
            raise UsageError(f"--target-streamlit: {error}") from error
    if configured is not None:
        try:
            return Target(parse_target(configured), "target-streamlit in the configuration")
        except ValueError as error:
            raise ConfigurationError(f"target-streamlit: {error}") from error
    looking = _Looking(root, disk or Disk(), [] if faults is None else faults)
    with looking.blaming(folder or root, "the app is checked as if nothing were required"):
        for candidate in _folders(root, folder or root):
            declarations = looking.declarations(candidate)
            if declarations:
                return _declared_target(declarations, root) or _default_target()
    with looking.blaming(folder or root, "the app is checked for the newest known release"):
        return _default_target()
    return _NEWEST


def parse_target(text: str) -> VersionRange:
    """The versions that an option or a setting means. Raises ValueError with a message that names what is accepted."""
    lower, dash, upper = text.partition("-")
    try:
        if dash:
            oldest, newest = parse_version(lower), parse_version(upper)
            versions = between(oldest, newest) if oldest <= newest else None
        elif text.strip()[:1] in tuple("<>=!~"):
            versions = admitted(text)
        else:
            versions = exactly(parse_version(text))
    except ValueError as error:
        raise ValueError(f"{text!r} is no Streamlit version and no range of versions; write {ACCEPTED}") from error
    if versions is None:
        raise ValueError(f"{text!r} admits no Streamlit version; write {ACCEPTED}")
    return versions


def _folders(root: Path, folder: Path) -> list[Path]:
    """The folder and those around it, up to and with the root."""
    root, folder = root.absolute(), folder.absolute()
    if not folder.is_relative_to(root):
        return [folder, root]
    return [folder, *(parent for parent in folder.parents if parent.is_relative_to(root))]


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks for what a project requires."""

    root: Path
    disk: Disk
    faults: list[Fault]

    def blaming(self, path: Path, instead: str) -> Blaming:
        return Blaming(self.faults, _shown(path, self.root), "the reading of what the project requires", instead)

    def declarations(self, folder: Path) -> list[Declaration]:
        """The files of one folder that name Streamlit: its lock files, or, when none does, the others."""
        names = self.disk.names(folder)
        locked = self._in_files(folder, LOCKS, names)
        if locked:
            return locked
        found = self._in_files(folder, MANIFESTS, names)
        for path in _requirements_files(folder, names, self.disk):
            with self.blaming(path, _WITHOUT):
                constraints = constraints_in_requirements(path, self.disk)
                if constraints:
                    found.append(Declaration(path, tuple(filter(None, constraints))))
        return found + self._in_files(folder, ENVIRONMENTS, names)

    def _in_files(self, folder: Path, readers: dict[str, Reader], names: frozenset[str]) -> list[Declaration]:
        found = []
        for name in filter(names.__contains__, readers):
            with self.blaming(folder / name, _WITHOUT):
                text = read_text(folder / name, self.disk)
                # Parsing takes longer than looking, and most lock files are long.
                constraints = readers[name](text) if text is not None and PACKAGE in text.lower() else []
                if constraints:
                    found.append(Declaration(folder / name, tuple(filter(None, constraints))))
        return found


def _requirements_files(folder: Path, names: frozenset[str], disk: Disk) -> list[Path]:
    files = sorted(folder / name for name in names if name.startswith("requirements") and name.endswith(".txt"))
    if "requirements" in names:
        inner = folder / "requirements"
        files += sorted(inner / name for name in disk.names(inner) if name.endswith(".txt"))
    return files


def _declared_target(declarations: list[Declaration], root: Path) -> Target | None:
    """What the declarations admit together, or None when none of them constrains the version."""
    versions: VersionRange | None = None
    sources: list[str] = []
    for declaration in declarations:
        declared = _admitted_by(declaration)
        narrowed = declared if versions is None or declared is None else intersection(versions, declared)
        if narrowed is not None and narrowed != versions:
            versions = narrowed
            sources.append(_shown(declaration.path, root))
    return None if versions is None else Target(versions, " and ".join(sources))


def _admitted_by(declaration: Declaration) -> VersionRange | None:
    """What the mentions of one file admit together; where they exclude each other (for other Pythons), any of them."""
    ranges: list[VersionRange] = []
    for constraint in declaration.constraints:
        try:
            versions = admitted(constraint)
        except ValueError:
            continue
        if versions is not None:
            ranges.append(versions)
    together = ranges[0] if ranges else None
    for each in ranges[1:]:
        together = together and intersection(together, each)
    return together or hull(ranges)


def _shown(path: Path, root: Path) -> str:
    root = root.absolute()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _default_target() -> Target:
    from importlib import metadata  # noqa: PLC0415 - slow, and a project that declares its Streamlit does not need it

    try:
        # A damaged installation may have no version: str makes that a ValueError too.
        return Target(exactly(parse_release(str(metadata.version(PACKAGE)))), "installed streamlit")
    except (metadata.PackageNotFoundError, ValueError):
        return _NEWEST
