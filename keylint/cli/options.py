"""The options that several commands share, and the settings that come out of them."""

from __future__ import annotations

import dataclasses
import os
import os.path
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from keylint.cli.faults import notices_told
from keylint.configuration import load_settings
from keylint.configuration_values import Vocabulary
from keylint.errors import UsageError
from keylint.reporters import FORMATS
from keylint.rules.codes import known_codes, selected_codes
from keylint.settings import ActiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.settings import Settings

    Command = TypeVar("Command", bound=Callable[..., Any])


def split_codes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """The rule codes or prefixes that an option holds, separated by commas; None when it is not given."""
    if value is None:
        return None
    return tuple(code.strip() for code in value.split(",") if code.strip())


def shared_options(command: Command) -> Command:
    """Adds the paths and the options that say which apps are read, for which Streamlit, by which configuration."""
    for decorate in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--target-streamlit",
                metavar="VERSION",
                help="Streamlit version or range to check for; otherwise taken from the project's requirements.",
            ),
            click.option(
                "--entrypoint",
                "entrypoints",
                multiple=True,
                metavar="FILE",
                help="A script given to `streamlit run`; otherwise found. Repeatable.",
            ),
            click.option(
                "--config",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="The configuration file; otherwise the nearest keylint.toml or pyproject.toml.",
            ),
            click.option(
                "--include-generated", is_flag=True, help="Also read for problems what says that it is @generated."
            ),
            click.option("--isolated", is_flag=True, help="Ignore configuration files."),
            click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
        )
    ):
        command = decorate(command)
    return command


def selection_options(command: Command) -> Command:
    """Adds the options that say which findings count."""
    for decorate in reversed(
        (
            click.option(
                "--select",
                callback=split_codes,
                metavar="CODES",
                help="Rule codes or prefixes to check. [default: KEY]",
            ),
            click.option(
                "--ignore", callback=split_codes, metavar="CODES", help="Rule codes or prefixes to leave out."
            ),
            click.option(
                "--extend-select",
                callback=split_codes,
                metavar="CODES",
                help="Rule codes or prefixes to check as well.",
            ),
            click.option(
                "--min-severity",
                type=click.Choice(("error", "warning", "info")),
                help="The lowest severity that is shown and makes the exit status 1. [default: warning]",
            ),
        )
    ):
        command = decorate(command)
    return command


def settings_for(paths: tuple[Path, ...], config: Path | None, isolated: bool, **overrides: Any) -> Settings:
    """The settings of a run: the configuration that governs `paths`, with the `overrides` that are not None.

    Raises UsageError when a path does not exist or a rule code is unknown, ConfigurationError when the configuration is
    broken.
    """
    for path in paths:
        _require_there(path)
    vocabulary = Vocabulary(known_codes(), FORMATS, _widget_commands)
    settings = load_settings(_common_folder(paths), config, isolated, vocabulary, lambda notice: notices_told([notice]))
    given = {name: value for name, value in overrides.items() if value is not None}
    settings = dataclasses.replace(settings, environments=_active_environments()).overriding(**given)
    selected_codes(settings.select, settings.ignore, settings.extend_select)
    return settings


def _active_environments() -> tuple[ActiveEnvironment, ...]:
    """What the user has activated, a virtual environment before a conda one, which often is always active."""
    named = ((variable, os.environ.get(variable, "")) for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"))
    found = (ActiveEnvironment(name, Path(folder)) for name, folder in named if folder)
    return tuple(each for each in found if each.folder.is_absolute())


def _require_there(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a file or a folder that can be read") from None


def _widget_commands() -> frozenset[str]:
    from keylint.streamlit.commands import is_widget_name  # noqa: PLC0415 -- few configurations ask
    from keylint.streamlit.data import COMMANDS  # noqa: PLC0415

    return frozenset(filter(is_widget_name, COMMANDS))


def _common_folder(paths: tuple[Path, ...]) -> Path:
    """The innermost folder that holds all paths: where the search for the configuration starts."""
    # Not Path.absolute(), which keeps `..`: the folders above would not be those above the path.
    common = Path(os.path.commonpath([os.path.abspath(path) for path in paths]))  # noqa: PTH100
    return common if common.is_dir() else common.parent
