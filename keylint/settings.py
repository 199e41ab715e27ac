"""The settings of a run, whatever they come from: command line, configuration file, defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


BY_EVIDENCE = "by-evidence"
"""Inputs without a key are judged as those with one, not only told of."""


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
class Settings:
    """Everything that decides what a check reports. `root` is the folder that patterns and entry points are relative
    to.

    `target_option` is the target that the command line names; it goes before `target_streamlit`, the configured one.
    `environments` are the active ones, the first of which that has Streamlit counts. The file of `fix_helper` is
    relative to `root`, too.
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
