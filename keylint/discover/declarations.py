"""The files of a folder that declare its dependencies, and where they name Streamlit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.discover.backups import is_backup_file
from keylint.discover.conda_files import mentions_in_environment, mentions_in_pixi
from keylint.discover.container_files import constraints_in_container_file, mentions_in_container_file
from keylint.discover.documents import read_text
from keylint.discover.lock_files import mentions_in_archive_list, mentions_in_pipfile_lock, mentions_in_toml_lock
from keylint.discover.manifests import (
    mentions_in_pipfile,
    mentions_in_pyproject,
    mentions_in_setup_cfg,
    mentions_in_setup_py,
)
from keylint.discover.mentions import PACKAGE, Mention
from keylint.discover.requirement_files import mentions_in_requirements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from keylint.discover.disk import Disk
    from keylint.faults import Blaming

Reader = Callable[[str], list[Mention]]

LOCKS: dict[str, Reader] = {
    "uv.lock": mentions_in_toml_lock,
    "poetry.lock": mentions_in_toml_lock,
    "pdm.lock": mentions_in_toml_lock,
    "pylock.toml": mentions_in_toml_lock,
    "Pipfile.lock": mentions_in_pipfile_lock,
    "pixi.lock": mentions_in_archive_list,
    "conda-lock.yml": mentions_in_archive_list,
}
MANIFESTS: dict[str, Reader] = {
    "pyproject.toml": mentions_in_pyproject,
    "setup.cfg": mentions_in_setup_cfg,
    "setup.py": mentions_in_setup_py,
    "Pipfile": mentions_in_pipfile,
    "pixi.toml": mentions_in_pixi,
}
CONTAINERS: dict[str, Reader] = {
    "Dockerfile": mentions_in_container_file,
    "Containerfile": mentions_in_container_file,
}
_LISTS, _ENDINGS = "requirements", (".txt", ".in")
_MAIN_LISTS = ("requirements.txt", "requirements.in", "reqs.txt")
_OF_CLOUD = (".streamlit", "requirements.txt")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A file that names Streamlit, and its mentions, each with the file that it stands in: one may include others."""

    path: Path
    mentions: tuple[tuple[Path, Mention], ...]


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the files of a folder say: its lock files, the others, and lists for a purpose of their own."""

    locks: tuple[Declaration, ...]
    manifests: tuple[Declaration, ...]
    variants: tuple[Declaration, ...]


def declarations_in(folder: Path, disk: Disk, blaming: Callable[[Path], Blaming]) -> Declarations:
    """Reads the files of a folder; `blaming` catches what keylint itself fails at in one of them."""
    names = disk.names(folder)

    def by(readers: dict[str, Reader]) -> Iterator[Declaration]:
        for name in filter(names.__contains__, readers):
            with blaming(folder / name):
                text = read_text(folder / name, disk)
                # Parsing takes longer than looking, and most lock files are long.
                mentions = readers[name](text) if text is not None and PACKAGE in text.lower() else []
                yield from _naming(folder / name, ((folder / name, mention) for mention in mentions))

    def by_lists(paths: Iterable[Path]) -> Iterator[Declaration]:
        for path in paths:
            with blaming(path):
                yield from _naming(path, mentions_in_requirements(path, disk))

    main, variants = _requirements_files(folder, names, disk)
    environments: dict[str, Reader] = {name: mentions_in_environment for name in sorted(names) if _is_environment(name)}
    constraints = _constraints(folder, names, disk)
    manifests = (*by(MANIFESTS), *by_lists(main), *by(environments), *by(CONTAINERS), *by_lists(constraints))
    return Declarations(tuple(by(LOCKS)), manifests, tuple(by_lists(variants)))


def declares_dependencies(name: str, folder: str) -> bool:
    """Whether a file of that name, in a folder of that name, is one of those that are read."""
    in_lists = folder == _LISTS and name.endswith(_ENDINGS)
    return (
        name in LOCKS or name in MANIFESTS or name in CONTAINERS or _is_environment(name) or in_lists or _is_list(name)
    )


def _naming(path: Path, mentions: Iterable[tuple[Path, Mention]]) -> Iterator[Declaration]:
    listed = tuple(mentions)
    if listed:
        yield Declaration(path, listed)


def _is_environment(name: str) -> bool:
    return name.startswith(("environment", "conda")) and name.endswith((".yml", ".yaml")) and name not in LOCKS


def _is_list(name: str) -> bool:
    return name == "reqs.txt" or (name.startswith(_LISTS) and name.endswith(_ENDINGS))


def _requirements_files(folder: Path, names: frozenset[str], disk: Disk) -> tuple[list[Path], list[Path]]:
    """The lists of what the app needs, and those for a purpose of their own, such as requirements-dev.txt; not copies
    that nobody installs, such as requirements_old.txt."""
    stems = {name.rpartition(".")[0] for name in names}
    lists = [name for name in sorted(filter(_is_list, names)) if not is_backup_file(name.rpartition(".")[0], stems, "")]
    variants = [folder / name for name in lists if name not in _MAIN_LISTS]
    if _LISTS in names:
        inner = folder / _LISTS
        variants += sorted(inner / name for name in disk.names(inner) if name.endswith(_ENDINGS))
    main = [folder / name for name in _MAIN_LISTS if name in lists]
    return [*main, folder.joinpath(*_OF_CLOUD)], variants


def _constraints(folder: Path, names: frozenset[str], disk: Disk) -> list[Path]:
    """The files of constraints with which a container file of the folder installs."""
    texts = (read_text(folder / name, disk) for name in filter(names.__contains__, CONTAINERS))
    found = (constraint for text in texts if text is not None for constraint in constraints_in_container_file(text))
    return [folder / name for name in dict.fromkeys(found) if name in names]
