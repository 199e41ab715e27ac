"""The settings of a run, whatever they come from: command line, configuration file, defaults."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from keylint.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


BY_EVIDENCE = "by-evidence"
"""Inputs without a key are judged as those with one, not only told of."""

OWN_FILE = "keylint.toml"
SHARED_FILE = "pyproject.toml"
"""The configuration files: keylint's own, and the one that it shares with other tools."""

RUN_WIDE = ("output_format", "baseline", "jobs", "cache")
"""What has one answer for a whole run: the configuration of the run gives it, never that of an app."""


@dataclass(frozen=True, slots=True)
class WidgetFunction:
    """A wrapper in a package that keylint does not read: calling it draws `command` with the key in `key_parameter`."""

    command: str
    key_parameter: str


@dataclass(frozen=True, slots=True)
class FixHelper:
    """The function with which fixes keep values below persist_state: its `name`, and the `file` that it is in."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class ActiveEnvironment:
    """An environment that the user has activated: the variable that says so, and the folder that it names."""

    variable: str
    folder: Path


@dataclass(frozen=True, slots=True)
class SettingOrigin:
    """Where a setting stands: the file, as it is shown, and the line where that is known."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Configured:
    """What a configuration file says, with what it extends. `values` are by the fields of `Settings`, `origins` say
    where each stands. `notices` are what it says in vain, each a sentence for its user."""

    folder: Path
    values: Mapping[str, Any]
    origins: Mapping[str, SettingOrigin]
    notices: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads files: None stands for one that is not there. Raises ConfigurationError for one that cannot be read."""

    def __call__(self, file: Path, /) -> bytes | None: ...


class Nearest(Protocol):
    """Gives what the configuration in a folder says, read with a reader; None where there is none. Raises
    ConfigurationError for one that cannot be used."""

    def __call__(self, folder: Path, read: Reader, /) -> Configured | None: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a check reports. `root` is the folder that patterns and entry points are relative
    to.

    `target_option` is the target that the command line names; it goes before `target_streamlit`, the configured one.
    `environments` are the active ones, the first of which that has Streamlit counts. The file of `fix_helper` is
    relative to `root`, too.

    `options` are the settings that the command line gives: they win over every file. `nearest` finds the configurations
    in folders below `root`, None where only these settings count. `origins` say where each setting stands.
    """

    root: Path = field(default_factory=Path.cwd)
    select: tuple[str, ...] = ("KEY",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    min_severity: Severity = Severity.WARNING
    target_streamlit: str | None = None
    target_option: str | None = None
    environments: tuple[ActiveEnvironment, ...] = ()
    entrypoints: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_generated: bool = False
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widget_functions: Mapping[str, WidgetFunction] = field(default_factory=dict)
    persist_functions: tuple[str, ...] = ()
    fix_strategy: str = "auto"
    fix_helper: FixHelper | None = None
    unkeyed: str = "info"
    output_format: str = "full"
    baseline: str | None = None
    jobs: int | None = None
    cache: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    nearest: Nearest | None = field(default=None, compare=False)
    origins: Mapping[str, SettingOrigin] = field(default_factory=dict, compare=False)

    def overriding(self, **options: Any) -> Settings:
        """The same with settings that win over every file, also over those of single apps."""
        return replace(self, options={**self.options, **options}, **options)

    def for_app(self, configured: Configured) -> Settings:
        """The settings of an app that has a configuration of its own."""
        own = {name: value for name, value in configured.values.items() if name not in RUN_WIDE}
        of_run = {name: getattr(self, name) for name in (*RUN_WIDE, "target_option", "environments")}
        return Settings(
            **{**own, **of_run, **self.options},
            root=configured.folder,
            options=self.options,
            origins={name: place for name, place in configured.origins.items() if name not in RUN_WIDE},
        )
