# ruff: noqa: PTH100, PTH109, PTH110, PTH112, PTH113, PTH118, PTH119, PTH120, PTH123
"""The walk: from the paths of the command line to the Python files below them.

It handles paths as strings, because it meets every file of a tree and making a Path costs more than listing the file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.discover.backups import is_backup_file, is_backup_folder
from keylint.discover.ignore import exclude_patterns, is_ignored, patterns_above, patterns_in
from keylint.errors import UsageError
from keylint.regular_files import NotRegularError, error_of_reading, is_missing, why_unread
from keylint.settings import OWN_FILE, SHARED_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from keylint.discover.governing import Configurations
    from keylint.discover.ignore import FolderPatterns

# Folders that hold code which is not the user's, whatever else is in them. Hidden folders are left out as well.
_FOREIGN_FOLDERS = frozenset({"node_modules", "__pycache__", "__pypackages__", "site-packages", "dist-packages"})
CONFIGURATIONS = frozenset({OWN_FILE, SHARED_FILE})
# What marks a folder as a virtual environment, or as a conda environment.
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Python file. `path` is absolute.

    `display` is relative to the working directory, or absolute when the file lies elsewhere; it has forward slashes and
    can always be encoded as UTF-8.
    """

    path: Path
    display: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or a folder that the operating system does not let keylint read, and what the system says."""

    path: Path
    display: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a walk found, sorted by path. `backups` are copies and retired files, left out unless they are used. `named`
    are the files that the paths name themselves.

    `unreadable` should have been Python files or folders of them; `left_out` are others that were not looked into.
    `configured` are the folders that may have a configuration of their own; `configurations` are what they say.
    `around` are the scripts in the folders around the paths, in which an app may start.
    """

    files: tuple[SourceFile, ...]
    unreadable: tuple[Unreadable, ...] = ()
    backups: tuple[SourceFile, ...] = ()
    left_out: tuple[Unreadable, ...] = ()
    configured: tuple[str, ...] = ()
    configurations: Configurations | None = field(default=None, compare=False)
    named: frozenset[Path] = frozenset()
    around: tuple[SourceFile, ...] = ()


@dataclass(slots=True)
class _Found:
    configurations: Configurations | None
    named: set[str] = field(default_factory=set)
    configured: set[str] = field(default_factory=set)
    unconfigured: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    backups: set[str] = field(default_factory=set)
    unreadable: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to walk.

    `real` is its path without symbolic links. `ignored` are git's patterns, `excluded` those of the setting, which
    git's cannot take back. `retired` tells that the folder lies in a backup folder.
    """

    path: str
    real: str
    ignored: tuple[FolderPatterns, ...]
    excluded: tuple[FolderPatterns, ...]
    retired: bool = False


def discover(
    paths: Sequence[Path], exclude: Sequence[str], root: Path, configurations: Configurations | None = None
) -> Discovery:
    """Finds the Python files at and below `paths`.

    Left out below a folder: what git ignores, what matches `exclude` (patterns as in .gitignore, relative to `root`),
    hidden files and folders, virtual environments, installed packages, and backups. A file or folder that `paths` names
    is taken whatever it is called. Symbolic links to folders are followed unless they lead back into the walk, or out
    of it and of `root`. `configurations` are those of folders below `root`, which may exclude more there.

    Raises UsageError when a path does not exist, is not Python source or cannot be read; ConfigurationError for a
    pattern that means nothing, and for a configuration that cannot be used.
    """
    excluded = exclude_patterns(exclude, root)
    found = _Found(configurations)
    for path in paths:
        absolute = os.path.abspath(path)
        if _check_argument(absolute, display_path(path)):
            _walk(_start(absolute, os.path.abspath(root), excluded, found), os.path.realpath(root), found)
        else:
            found.files.add(absolute)
            found.named.add(absolute)
    if configurations is not None:
        configurations.note_without(found.unconfigured)
    return Discovery(
        files=_source_files(found.files),
        unreadable=_with_reasons(found.unreadable),
        backups=_source_files(found.backups - found.files),
        left_out=_with_reasons(found.left_out),
        configured=tuple(sorted(found.configured)),
        configurations=configurations,
        named=frozenset(map(Path, found.named)),
        around=_source_files(_scripts_around(paths, excluded, os.path.abspath(root), configurations) - found.files),
    )


def _scripts_around(
    paths: Sequence[Path], excluded: tuple[FolderPatterns, ...], root: str, configurations: Configurations | None
) -> set[str]:
    """The Python files in the folders around the paths, up to `root`, but for what a walk leaves out. Nothing is noted
    of a folder that cannot be listed: nobody asked for it."""
    found = _Found(configurations)
    seen: set[str] = set()
    for path in paths:
        folder = os.path.dirname(os.path.abspath(path))
        while folder not in seen and (folder == root or _contains(root, folder)):
            if is_foreign_name(os.path.basename(folder)):
                break  # what is installed belongs to no app
            seen.add(folder)
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError:
                entries = []
            for _ in _visit(_start(folder, root, excluded, found), entries, {entry.name for entry in entries}, found):
                pass  # what lies in the folders beside it is found when something there is imported
            folder = os.path.dirname(folder)
    return found.files


def relative_path(path: str | Path, folder: str | None = None) -> str:
    """An absolute path as the file system has it: relative to the working directory where it lies below it, with
    forward slashes. `folder` is that directory, for who asks often."""
    prefix = (os.getcwd() if folder is None else folder).rstrip(os.sep) + os.sep
    return os.fspath(path).removeprefix(prefix).replace(os.sep, "/")


def display_path(path: str | Path, folder: str | None = None) -> str:
    """How an absolute path is shown: as `relative_path` has it, in valid Unicode, which a file name need not be."""
    return relative_path(path, folder).encode("utf-8", "backslashreplace").decode("utf-8")


def is_foreign_name(name: str) -> bool:
    """Whether a file or folder of that name is left out of every walk: hidden, or not the user's code."""
    return name.startswith(".") or name in _FOREIGN_FOLDERS


def _with_reasons(reasons: Mapping[str, str]) -> tuple[Unreadable, ...]:
    return tuple(Unreadable(Path(path), display_path(path), reason) for path, reason in sorted(reasons.items()))


def _source_files(paths: set[str]) -> tuple[SourceFile, ...]:
    folder = os.getcwd() if paths else ""
    return tuple(SourceFile(Path(path), display_path(path, folder)) for path in sorted(paths))


def _check_argument(absolute: str, shown: str) -> bool:
    """Tells whether the argument is a folder. Raises UsageError when there is nothing to check in it."""
    try:
        if os.path.isdir(absolute):
            os.scandir(absolute).close()
            return True
        if os.path.exists(absolute) and not (os.path.isfile(absolute) and absolute.endswith(".py")):
            raise UsageError(f"{shown} is not a Python file; give folders, or files whose names end in .py")
        with open(absolute, "rb"):
            return False
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a null byte in the name
        raise UsageError(f"{shown} does not exist; give a file or a folder that does") from None
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}; check its permissions") from None


def _start(folder: str, root: str, excluded: tuple[FolderPatterns, ...], found: _Found) -> _Folder:
    above = patterns_above(folder, root, found.left_out)
    if found.configurations is not None:
        for each in found.configurations.between(Path(folder).parent):
            excluded = (*excluded, *exclude_patterns(each.values.get("exclude", ()), each.folder))
    return _Folder(
        path=folder,
        real=os.path.realpath(folder),
        ignored=tuple(patterns.without_those_matching(folder) for patterns in above),
        excluded=tuple(patterns.without_those_matching(folder) for patterns in excluded),
    )


def _walk(start: _Folder, root: str, found: _Found) -> None:
    """Real folders come before links to folders, so that a file reached both ways is named by its real path."""
    visited: set[str] = set()
    folders, links = [start], list[_Folder]()
    while folders or links:
        folder = folders.pop() if folders else links.pop(0)
        if folder.real in visited or _contains(folder.real, start.real):
            continue
        visited.add(folder.real)
        try:
            with os.scandir(folder.path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            found.unreadable[folder.path] = error.strerror or str(error)
            continue
        names = {entry.name for entry in entries}
        if folder is not start and _is_foreign(folder.path, names):
            continue
        for inner, is_link in _visit(folder, entries, names, found):
            if (
                is_link
                and inner.real not in (root, start.real)
                and not any(_contains(outer, inner.real) for outer in (root, start.real))
            ):
                # Where it leads is not for the project to say: the whole system may lie there.
                found.left_out[inner.path] = "is a link that leads out of the project, so it was not followed"
            else:
                (links if is_link else folders).append(inner)


def _visit(
    folder: _Folder, entries: list[os.DirEntry[str]], names: set[str], found: _Found
) -> Iterator[tuple[_Folder, bool]]:
    """Records the files of a folder. Gives the folders in it that are to be walked, and whether each is a link."""
    ignored, excluded = folder.ignored, folder.excluded
    if ".gitignore" in names or ".git" in names:
        ignored = (*ignored, *patterns_in(folder.path, found.left_out))
    excluded = (*excluded, *_excluded_in(folder.path, names, found))

    def is_left_out(path: str, is_folder: bool) -> bool:
        return is_ignored(path, is_folder, ignored) or is_ignored(path, is_folder, excluded)

    stems = {name[:-3] for name in names if name.endswith(".py")}
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if name.endswith(".py") and _is_file(entry):
            if not is_left_out(entry.path, is_folder=False):
                retired = folder.retired or is_backup_file(name[:-3], stems, os.path.basename(folder.path))
                (found.backups if retired else found.files).add(entry.path)
        elif name not in _FOREIGN_FOLDERS and _is_folder(entry) and not is_left_out(entry.path, is_folder=True):
            # Before Python 3.12 nothing tells a junction of Windows from a folder.
            is_link = entry.is_symlink() or os.name == "nt"
            real = os.path.realpath(entry.path) if is_link else os.path.join(folder.real, name)
            retired = folder.retired or is_backup_folder(name)
            yield _Folder(entry.path, real, ignored, excluded, retired), is_link
        elif (
            (name.endswith(".py") or ("." not in name and entry.is_symlink()))
            and (error := error_of_reading(entry.path)) is not None
            and not is_left_out(entry.path, is_folder=False)
        ):
            _note(entry.path, error, found)


def _excluded_in(folder: str, names: set[str], found: _Found) -> tuple[FolderPatterns, ...]:
    """What the configuration excludes that a folder has of its own."""
    if found.configurations is None:
        return ()
    if CONFIGURATIONS.isdisjoint(names):
        found.unconfigured.add(folder)
        return ()
    found.configured.add(folder)
    own = found.configurations.below(Path(folder))
    return () if own is None else exclude_patterns(own.values.get("exclude", ()), own.folder)


def _note(path: str, error: OSError, found: _Found) -> None:
    """Where a link leads nowhere nothing is missing, unless an app needs it: that will find out. A link without a
    suffix may lead to a folder that cannot be reached."""
    if path.endswith(".py") and not is_missing(error):
        found.unreadable[path] = error.strerror or str(error)
    elif path.endswith(".py") or not (is_missing(error) or isinstance(error, NotRegularError)):
        found.left_out[path] = why_unread(error)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _contains(folder: str, inner: str) -> bool:
    return inner.startswith(folder.rstrip(os.sep) + os.sep)


def _is_foreign(folder: str, names: set[str]) -> bool:
    """Tells whether a folder holds an environment, or what setuptools built of the package beside it."""
    if any(mark in names for mark in _ENVIRONMENT_MARKS):
        return True
    if os.path.basename(folder) != "build" or not any(name == "lib" or name.startswith("bdist.") for name in names):
        return False
    return any(os.path.isfile(os.path.join(folder, "..", name)) for name in ("setup.py", "setup.cfg", "pyproject.toml"))
