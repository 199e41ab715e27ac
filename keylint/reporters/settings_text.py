"""The settings that hold, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.reporters.counting import number_of
from keylint.settings import RUN_WIDE, FixHelper, WidgetFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.discover.governing import Governing
    from keylint.findings import AppTarget, Report
    from keylint.settings import Settings

_OF_APPS = ("target_streamlit", "entrypoints", "widget_functions", "persist_functions", "fix_strategy", "fix_helper")
_OF_FILES = (
    *("select", "ignore", "extend_select", "min_severity", "per_file_ignores"),
    *("exclude", "include_generated", "unkeyed"),
)
_UNSET = {
    "target_streamlit": "from the requirements",
    "entrypoints": "found",
    "jobs": "one for each core",
    "fix_helper": "chosen by the fix",
}
_OPTIONS = {"entrypoints": "--entrypoint", "cache": "--no-cache"}
# Long lists and tables leave their column.
_WIDEST = 40


def render(report: Report, governing: Governing) -> str:
    """What holds for the run, then for each folder with a configuration of its own: its apps, and its settings."""
    run = governing.run
    groups: dict[str, tuple[Settings, list[AppTarget], list[str]]] = {}

    def group(shown: str) -> tuple[Settings, list[AppTarget], list[str]]:
        settings = governing.of_shown(shown)
        return groups.setdefault(str(settings.root), (settings, [], []))

    for target in report.targets:
        group(target.app)[1].append(target)
    for file in report.checked_files:
        group(file)[2].append(file)
    if not groups:
        groups[str(run.root)] = (run, [], [])
    lines = ["The whole run:", *_table(run, RUN_WIDE)]
    for _, (settings, apps, files) in sorted(groups.items()):
        lines += ["", *_heading(apps, files), *_table(settings, (*_OF_FILES, *_OF_APPS))]
    return "".join(f"{line}\n" for line in lines)


def _heading(apps: Sequence[AppTarget], files: Sequence[str]) -> Iterable[str]:
    if not (apps or files):
        yield "Files here, of which none belongs to a Streamlit app:"
        return
    yield f"{number_of(len(apps), 'app')}, {number_of(len(files), 'file')}:"
    for target in apps:
        yield f"  {target.app}: Streamlit {target.label}"
    apart = [file for file in files if file not in {target.app for target in apps}]
    yield from (f"  {file}" for file in apart)


def _table(settings: Settings, names: Iterable[str]) -> list[str]:
    rows = [(name.replace("_", "-"), _value(settings, name), _origin(settings, name)) for name in names]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    second = min(second, _WIDEST)
    return [f"    {key:<{first}}  {value:<{second}}  {origin}" for key, value, origin in rows]


def _value(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if name == "target_streamlit":
        value = settings.target_option or value
    return _UNSET.get(name, "none") if value is None or (name in _UNSET and not value) else _toml(value)


def _toml(value: object) -> str:
    """A value as a configuration says it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_toml(key)} = {_toml(each)}' for key, each in value.items())}}}"
    if isinstance(value, Severity):
        value = value.label
    if isinstance(value, WidgetFunction):
        value = f"{value.command}:{value.key_parameter}"
    if isinstance(value, FixHelper):
        value = f"{value.file}:{value.name}"
    return json.dumps(value, ensure_ascii=False)


def _origin(settings: Settings, name: str) -> str:
    if name == "baseline" and "baseline" in settings.options and settings.baseline is None:
        return "--no-baseline"
    if name in settings.options or (name == "target_streamlit" and settings.target_option is not None):
        return _OPTIONS.get(name, f"--{name.replace('_', '-')}")
    return str(settings.origins.get(name, "default"))
