"""The plan of a migration, for people and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keylint.reporters.assumption import assumption, needed
from keylint.reporters.cells import escaped, visible
from keylint.reporters.counting import number_of
from keylint.reporters.fault_objects import fault_objects, unread_objects
from keylint.reporters.target_objects import target_objects
from keylint.streamlit.target import requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.migrations import Line, Migration, Plan

FORMATS = ("text", "json")


def render(plan: Plan, output_format: str, *, written: bool) -> str:
    """The plan as text or JSON. `written` says whether it has been carried out."""
    if output_format == "json":
        return _as_json(plan, written)
    lines = (line for part in _as_text(plan, written) for line in part.split("\n"))
    return "".join(f"{_shown(line)}\n" for line in lines)


def _shown(line: str) -> str:
    """A line as it can be seen; tabs and carriage returns at its end, which stand in the diff, are harmless."""
    ending = "\r" if line.endswith("\r") else ""
    return "\t".join(map(visible, line.removesuffix(ending).split("\t"))) + ending


def _as_text(plan: Plan, written: bool) -> Iterator[str]:
    for migration in plan.done:
        yield f"{visible(migration.key)} ({visible(migration.app)})"
        yield f"    today: {visible(migration.today)}"
        yield f"    then:  {migration.then}"
        yield from _lines("goes: ", migration.goes)
        yield from _lines("stays:", migration.stays)
        yield ""
    if plan.cleared:
        yield "Not needed any more"
        yield from _lines("goes: ", plan.cleared)
        yield ""
    if plan.refused:
        yield "Left as they are"
        for migration in plan.refused:
            yield f"    {visible(migration.key)} ({visible(migration.app)}): {visible(migration.today)};"
            yield f"        {visible(migration.reason or '')}."
        yield ""
    if plan.diff and not written:
        yield plan.diff.decode("utf-8", "replace").rstrip("\n")
        yield ""
    yield _summary(plan, written)
    if plan.requires is not None:
        yield needed(plan.requires)
    yield from assumption(plan.targets)


def _lines(title: str, lines: Iterable[Line]) -> Iterator[str]:
    for number, line in enumerate(lines):
        start = title if number == 0 else " " * len(title)
        yield f"    {start} {visible(line.path)}:{line.line} {visible(line.text)}"


def _summary(plan: Plan, written: bool) -> str:
    stays = "left as it is" if len(plan.refused) == 1 else "left as they are"
    left = f" {number_of(len(plan.refused), 'key')} {stays}." if plan.refused else ""
    if not plan.files:
        return f"Nothing to migrate.{left}"
    files = number_of(len(plan.files), "file")
    if written:
        return f"Migrated {number_of(len(plan.done), 'key')} in {files}.{left}"
    return f"Would migrate {number_of(len(plan.done), 'key')} in {files}; --write does it.{left}"


def _as_json(plan: Plan, written: bool) -> str:
    document = {
        "target": ", ".join(dict.fromkeys(target.label for target in plan.targets)),
        "targets": target_objects(plan.targets),
        "written": written,
        "files": list(plan.files),
        "keys": [_key(migration) for migration in plan.migrations],
        "not_needed": [_line(line) for line in plan.cleared],
        "requires": requirement(plan.requires) if plan.requires is not None else None,
        "diff": plan.diff.decode("utf-8", "replace"),
        "faults": fault_objects(plan.faults),
        "unread": unread_objects(plan.unread),
    }
    return escaped(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _key(migration: Migration) -> dict[str, object]:
    return {
        "app": migration.app,
        "key": migration.key,
        "today": migration.today,
        "then": migration.then,
        "goes": [_line(line) for line in migration.goes],
        "stays": [_line(line) for line in migration.stays],
        "reason": migration.reason,
    }


def _line(line: Line) -> dict[str, object]:
    return {"path": line.path, "line": line.line, "text": line.text}
