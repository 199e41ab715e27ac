# ruff: noqa: PTH110 -- what cannot be looked at is not there to them, and raises with pathlib
"""Which configuration holds: for a run the nearest one, for an app that in the nearest folder around it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.configuration_files import configuration_in, configuration_of
from keylint.discover.files import display_path
from keylint.errors import ConfigurationError, UsageError
from keylint.regular_files import NotRegularError, is_missing, read_regular
from keylint.settings import OWN_FILE, RUN_WIDE, SHARED_FILE, Configured, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.configuration_values import Vocabulary
    from keylint.settings import Reader


def load_settings(
    start: Path,
    config: Path | None,
    isolated: bool,
    vocabulary: Vocabulary,
    tell: Callable[[str], None] = lambda _notice: None,
) -> Settings:
    """The settings that hold in the folder `start`.

    They come from the file `config`, or else from the nearest keylint.toml or pyproject.toml with [tool.keylint] in
    `start` or above it, up to the top of the git repository; keylint.toml comes first in a folder that has both, which
    `tell` is told. Configurations in folders below count for the apps there. `isolated` reads no file. `Settings.root`
    is the folder of the file that was found, else the top of the repository, else `start`; for a `config` that does not
    lie above `start` it is `start`.

    Raises ConfigurationError for a file that cannot be read or used, UsageError when `config` does not exist.
    """
    start = _absolute(start)
    if config is not None:
        if isolated:
            raise UsageError("--config and --isolated exclude each other; give one of them")
        return _settings_of(_absolute(config), start, vocabulary)
    if isolated:
        return Settings(root=_top(start) or start)
    nearest = NearestConfiguration(vocabulary)
    for folder in (start, *start.parents):
        found = configuration_in(folder, vocabulary, _read)
        if found is not None:
            for notice in found.notices:
                tell(notice)
            files = frozenset(origin.file for origin in found.origins.values())
            return replace(_settings(found, folder), nearest=replace(nearest, files_of_run=files))
        if os.path.exists(folder / ".git"):
            return Settings(root=folder, nearest=nearest)
    return Settings(root=start, nearest=nearest)


@dataclass(frozen=True, slots=True)
class NearestConfiguration:
    """Reads the configurations of single apps, and notes what they say in vain: what has one answer for a run, unless
    the `files_of_run` say it."""

    vocabulary: Vocabulary
    files_of_run: frozenset[str] = frozenset()

    def __call__(self, folder: Path, read: Reader) -> Configured | None:
        """The configuration in a folder, None where there is none."""
        found = configuration_in(folder, self.vocabulary, read)
        if found is None:
            return None
        own = [
            name for name, origin in found.origins.items() if name in RUN_WIDE and origin.file not in self.files_of_run
        ]
        if not own:
            return found
        keys = ", ".join(name.replace("_", "-") for name in own)
        verb = "does" if len(own) == 1 else "do"
        notice = (
            f"{found.origins[own[0]]}: {keys} {verb} not count in this run, which is about more; "
            f"run keylint on {display_path(folder)} alone, or say it where the run is configured"
        )
        return replace(found, notices=(*found.notices, notice))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.resolve would follow links, and leave the user's own paths)


def _top(start: Path) -> Path | None:
    """The top of the git repository around a folder."""
    return next((folder for folder in (start, *start.parents) if os.path.exists(folder / ".git")), None)


def _settings_of(config: Path, start: Path, vocabulary: Vocabulary) -> Settings:
    shown = display_path(config)
    if not os.path.exists(config):
        raise UsageError(f"{shown} does not exist; --config takes a {OWN_FILE} or a {SHARED_FILE}")
    found = configuration_of(config, vocabulary, _read)
    if found is None:
        raise ConfigurationError(f"{shown} has no table [tool.keylint]")
    return _settings(found, config.parent if config.parent in (start, *start.parents) else start)


def _read(file: Path) -> bytes | None:
    """What a file holds, None where there is none: a pipe or a folder of that name is not overlooked, because somebody
    may think that it is in force."""
    try:
        return read_regular(file)
    except OSError as error:
        if is_missing(error) and not os.path.lexists(file):
            return None
        reason = f"it {error.strerror}" if isinstance(error, NotRegularError) else error.strerror
        raise ConfigurationError(f"{display_path(file)} cannot be read: {reason}") from None


def _settings(found: Configured, root: Path) -> Settings:
    return Settings(**found.values, root=root, origins=found.origins)
