# ruff: noqa: PTH110 -- what cannot be looked at is not there to them, and raises with pathlib
"""The configuration file: keylint.toml, or the table [tool.keylint] of pyproject.toml."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keylint.configuration_values import READERS, UnfitValueError, nearest
from keylint.discover.documents import has_endless_key
from keylint.discover.files import display_path
from keylint.errors import ConfigurationError, UsageError
from keylint.regular_files import NotRegularError, read_regular
from keylint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.configuration_values import Vocabulary

OWN_FILE = "keylint.toml"
SHARED_FILE = "pyproject.toml"
# TOML is UTF-8; a file in an encoding of Windows is said to be wrong where it may configure keylint.
_NAMES = tuple("keylint".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def load_settings(start: Path, config: Path | None, isolated: bool, vocabulary: Vocabulary) -> Settings:
    """The settings that hold in the folder `start`.

    They come from the file `config`, or else from the nearest keylint.toml or pyproject.toml with [tool.keylint] in
    `start` or above it, up to the top of the git repository; keylint.toml comes first in a folder that has both.
    `isolated` reads no file. `Settings.root` is the folder of the file that was found, else the top of the repository,
    else `start`; for a `config` that does not lie above `start` it is `start`.

    Raises ConfigurationError for a file that cannot be read or used, UsageError when `config` does not exist.
    """
    start = _absolute(start)
    if config is not None:
        if isolated:
            raise UsageError("--config and --isolated exclude each other; give one of them")
        return _settings_of(_absolute(config), start, vocabulary)
    for folder in (start, *start.parents):
        if not isolated:
            for file in (folder / OWN_FILE, folder / SHARED_FILE):
                # A pipe or a folder of that name is not overlooked: somebody may think that it is in force.
                if os.path.lexists(file) and (table := _table_of(file)) is not None:
                    return _settings(table, file, folder, vocabulary)
        if os.path.exists(folder / ".git"):
            return Settings(root=folder)
    return Settings(root=start)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.resolve would follow links, and leave the user's own paths)


def _settings_of(config: Path, start: Path, vocabulary: Vocabulary) -> Settings:
    shown = display_path(config)
    if not os.path.exists(config):
        raise UsageError(f"{shown} does not exist; --config takes a {OWN_FILE} or a {SHARED_FILE}")
    table = _table_of(config)
    if table is None:
        raise ConfigurationError(f"{shown} has no table [tool.keylint]")
    root = config.parent if config.parent in (start, *start.parents) else start
    return _settings(table, config, root, vocabulary)


def _table_of(file: Path) -> Mapping[str, Any] | None:
    """The configuration in `file`; None when it is a pyproject.toml without any."""
    shown = display_path(file)
    try:
        data = read_regular(file)
    except OSError as error:
        reason = f"it {error.strerror}" if isinstance(error, NotRegularError) else error.strerror
        raise ConfigurationError(f"{shown} cannot be read: {reason}") from None
    if file.name != SHARED_FILE:
        return parsed_toml(data, shown)
    if not any(name in data for name in _NAMES):  # also when it is broken: then it is somebody else's to report
        return None
    tool = parsed_toml(data, shown).get("tool")
    table = tool.get("keylint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(f"{shown}: tool.keylint must be a table, [tool.keylint]")
    return table


def parsed_toml(data: bytes, shown: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):  # imported here because most runs find no file to read
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        text = data.decode("utf-8-sig")
        if has_endless_key(text):
            raise RecursionError
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{shown}:{line}: TOML must be encoded as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = _TOML_PLACE.sub("", str(error))
        if "\r" in text and "\n" not in text:
            reason = "its lines end with carriage returns alone; save it with the line ends of Unix or Windows"
        raise ConfigurationError(f"{shown}:{line}: this is not valid TOML: {reason}") from None
    except ValueError:  # beside its own errors, tomllib hands on that of int()
        raise ConfigurationError(f"{shown}: a number in it has too many digits") from None
    except RecursionError:
        raise ConfigurationError(f"{shown} is nested too deeply to be read") from None


def _settings(table: Mapping[str, Any], file: Path, root: Path, vocabulary: Vocabulary) -> Settings:
    shown = display_path(file)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in READERS:
            raise ConfigurationError(_unknown_key(key, file, shown))
        try:
            values[key.replace("-", "_")] = READERS[key](value, vocabulary)
        except UnfitValueError as unfit:
            raise ConfigurationError(f"{shown}: {key} {unfit}") from None
    return replace(Settings(root=root), **values)


def _unknown_key(key: str, file: Path, shown: str) -> str:
    if key == "tool" and file.name != SHARED_FILE:
        return f"{shown}: the keys of {OWN_FILE} stand at its top, without [tool.keylint]"
    return f"{shown}: keylint has no setting {key!r}; the nearest is {nearest(key, READERS)!r}"
