"""Which Streamlit versions a check is for: as told, as the project declares, as its environment has, or the newest."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.discover.constraints import admitted, between, exactly, hull, intersection, outside_known
from keylint.discover.declarations import Declaration, Declarations, declarations_in
from keylint.discover.disk import Disk
from keylint.discover.environments import OF_PROJECT, installed_in
from keylint.discover.files import display_path
from keylint.discover.mentions import UNREADABLE
from keylint.errors import ConfigurationError, UsageError
from keylint.faults import Blaming
from keylint.findings import Certainty, Unknown
from keylint.streamlit.target import Target, assumed, told
from keylint.streamlit.versions import VersionRange, parse_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.discover.mentions import Mention
    from keylint.findings import Fault
    from keylint.settings import ActiveEnvironment

ACCEPTED = "1.67, 1.49.1, '>=1.50,<1.60' or 1.40-1.59"

_WITHOUT = "the file is as if it were not there"
_NONE_FITS = "no Streamlit release fits this"


def resolve_target(
    option: str | None,
    configured: str | None,
    root: Path,
    folder: Path | None = None,
    disk: Disk | None = None,
    faults: list[Fault] | None = None,
    environments: Sequence[ActiveEnvironment] = (),
) -> Target:
    """The target of the app in `folder` of the project `root` (default: the root itself), read from `disk`. What
    keylint itself fails at is added to `faults`, and decides nothing.

    In this order: the option --target-streamlit, the setting target-streamlit, what the nearest folder that names
    Streamlit declares, from the app's up to the root, what is installed in the project's own environment, in an active
    one, the newest known. In a folder a lock file wins; else all declarations count together, save one that contradicts
    those before it; lists for a purpose of their own, such as requirements-dev.txt, only where the others say nothing.

    Raises UsageError for an option, ConfigurationError for a setting that is no version or range.
    """
    if option is not None:
        try:
            return told(parse_target(option), "--target-streamlit")
        except ValueError as error:
            raise UsageError(f"--target-streamlit: {error}") from error
    if configured is not None:
        try:
            return told(parse_target(configured), "target-streamlit in the configuration")
        except ValueError as error:
            raise ConfigurationError(f"target-streamlit: {error}") from error
    looking = _Looking(root, _folders(root, folder or root), disk or Disk(), [] if faults is None else faults)
    declared = assumed()
    with looking.blaming(folder or root, "the app is checked as if nothing were required"):
        declared = looking.declared()
    if not declared.is_assumed:
        return declared
    with looking.blaming(folder or root, "the app is checked for the newest known release"):
        return looking.inferred(environments, declared) or declared
    return declared


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
        raise ValueError(f"{text!r} fits no Streamlit version; write {ACCEPTED}")
    return versions


def _folders(root: Path, folder: Path) -> list[Path]:
    """The folder and those around it, up to and with the root."""
    root, folder = root.absolute(), folder.absolute()
    if not folder.is_relative_to(root):
        return [folder, root]
    return [folder, *(parent for parent in folder.parents if parent.is_relative_to(root))]


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks in `folders` for what a project requires, and for what it has."""

    root: Path
    folders: list[Path]
    disk: Disk
    faults: list[Fault]

    def blaming(self, path: Path, instead: str = _WITHOUT) -> Blaming:
        return Blaming(self.faults, _shown(path, self.root), "the reading of what the project requires", instead)

    def declared(self) -> Target:
        """What the nearest folder that names Streamlit says, or the assumed target where it says nothing."""
        for folder in self.folders:
            found = declarations_in(folder, self.disk, self.blaming)
            if found.locks or found.manifests or found.variants:
                return _declared(found, self.root)
        return assumed()

    def inferred(self, active: Sequence[ActiveEnvironment], declared: Target) -> Target | None:
        """What the nearest environment has: in the project, else one that is active."""
        for folder in self.folders:
            for name in OF_PROJECT:
                versions = installed_in(folder / name, self.disk, inside=self.root)
                if versions is not None:
                    return replace(
                        declared,
                        versions=versions,
                        certainty=Certainty.INFERRED,
                        source=f"installed in {_shown(folder / name, self.root)}",
                    )
        for environment in active:
            versions = installed_in(environment.folder, self.disk)
            if versions is not None:
                source = f"installed in {environment.variable}"
                return replace(declared, versions=versions, certainty=Certainty.INFERRED, source=source)
        return None


def _declared(found: Declarations, root: Path) -> Target:
    unread: list[Unknown] = []
    locked = _together(found.locks, root, unread)
    required = _together(found.manifests, root, unread) or _together(found.variants, root, unread)
    decisive = locked or required
    if decisive is None:
        return assumed(tuple(unread))
    versions, source = decisive
    return Target(versions, Certainty.KNOWN, source, required[0] if required else None, tuple(unread))


def _together(
    declarations: Sequence[Declaration], root: Path, unread: list[Unknown]
) -> tuple[VersionRange, str] | None:
    """What the declarations admit together, and which say so; None when none of them constrains the version."""
    versions: VersionRange | None = None
    sources: list[str] = []
    for declaration in declarations:
        declared = _admitted_by(declaration, unread)
        narrowed = declared if versions is None or declared is None else intersection(versions, declared)
        if narrowed is not None and narrowed != versions:
            versions = narrowed
            sources.append(_shown(_deciding(declaration), root))
    return None if versions is None else (versions, " and ".join(sources))


def _deciding(declaration: Declaration) -> Path:
    """The file that names a version: the one that was read, or the one that it includes for that."""
    paths = {path for path, mention in declaration.mentions if mention.constraint}
    return paths.pop() if len(paths) == 1 else declaration.path


def _admitted_by(declaration: Declaration, unread: list[Unknown]) -> VersionRange | None:
    """What the mentions of one file admit together; of those that hold on a condition any, and so of all where they
    exclude each other."""
    ranges: list[VersionRange] = []
    on_condition: list[VersionRange | None] = []
    for path, mention in declaration.mentions:
        versions, trouble = _read(mention)
        if mention.on_condition and not mention.trouble:
            on_condition.append(versions)
        elif versions is not None:
            ranges.append(versions)
        if trouble is not None:
            unread.append(Unknown(display_path(path), mention.line, trouble))
    either = hull(each for each in on_condition if each is not None)
    if either is not None and None not in on_condition:
        ranges.append(either)
    together = ranges[0] if ranges else None
    for each in ranges[1:]:
        together = together and intersection(together, each)
    return together or hull(ranges)


def _read(mention: Mention) -> tuple[VersionRange | None, str | None]:
    """The versions that a mention admits, None for any, and what is wrong with it."""
    if not mention.constraint:
        return None, mention.trouble
    try:
        versions = admitted(mention.constraint)
    except ValueError:
        return None, mention.trouble or UNREADABLE
    return versions, mention.trouble or (_NONE_FITS if versions is None else outside_known(mention.constraint))


def _shown(path: Path, root: Path) -> str:
    root, path = root.absolute(), Path(os.path.normpath(path))
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
