"""The entrypoints that the command line and the configurations name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keylint.app.entrypoints.layouts import Named
from keylint.errors import UsageError
from keylint.places import real_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from keylint.discover.governing import Governing
    from keylint.settings import Settings


def named_entrypoints(governing: Governing, existing: Collection[Path]) -> Named:
    """The entrypoints that are named among the `existing` files: by an option for all of them, by a configuration for
    the files that it holds for. Raises UsageError for one that is not there."""
    run = governing.run
    named = [_entrypoint(name, (Path.cwd(), run.root), run, existing) for name in run.entrypoints]
    if "entrypoints" in run.options:
        return Named(tuple(named), lambda _path: True)
    for own in governing.all_of(existing):
        if own is not run:
            named += [_entrypoint(name, (own.root,), own, existing) for name in own.entrypoints]
    return Named(tuple(named), lambda path: bool(governing.of(path).entrypoints))


def _entrypoint(name: str, folders: tuple[Path, ...], settings: Settings, existing: Collection[Path]) -> Path:
    for folder in folders:
        path = real_path(folder / name)
        if path in existing:
            return path
    raise UsageError(
        f"the entrypoint {name} is not among the files that are checked; give its path from {settings.root}"
    )
