"""A check of which nothing has changed gives the report of the last one: nothing is parsed, run or judged.

The engine, and with it every rule, is imported only when there is something to do.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint import findings
from keylint.content_hash import hash_of_texts
from keylint.discover.contents import FileContents
from keylint.discover.disk import Seen, is_unchanged
from keylint.discover.files import Discovery, SourceFile, discover
from keylint.discover.governing import Configurations
from keylint.discover.select import mentions_streamlit
from keylint.faults import Blaming
from keylint.findings import Report
from keylint.rows import Codec
from keylint.settings import RUN_WIDE
from keylint.stores import results_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]

# They decide how a report is made or printed, and nothing that is in it.
_WITHOUT_EFFECT = frozenset({*RUN_WIDE, "nearest", "origins", "options"})


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A report, and what it was made from: the hash of the files of the walk, further files, and what else was seen.

    `further` are files that were found through imports, and backups that are in use; `hashes` are theirs.
    """

    walked: str
    further: tuple[Path, ...]
    hashes: tuple[str, ...]
    seen: tuple[Seen, ...]
    report: Report


_CODEC = Codec(
    (
        findings.Span,
        findings.Location,
        findings.Role,
        findings.Related,
        findings.CauseKind,
        findings.Cause,
        findings.StoryAct,
        findings.StorySymptom,
        findings.StoryOutcome,
        findings.StoryStep,
        findings.Severity,
        findings.Edit,
        findings.Fix,
        findings.Input,
        findings.Finding,
        findings.Unknown,
        findings.Fault,
        findings.Totals,
        findings.Certainty,
        findings.AppTarget,
        findings.Baseline,
        findings.FileThreshold,
        Report,
        Seen,
        _Remembered,
    ),
    Version=(tuple,),
)


def check(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> Report:
    """As `keylint.fixing.offers.check`, but remembered: in a report that comes from the cache no finding has a repair.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    if not settings.cache:
        from keylint.fixing import offers  # noqa: PLC0415 -- importing it takes longer than all that a warm run does

        return offers.check(paths, settings, progress)
    faults: list[findings.Fault] = []
    store = results_store(settings, faults)
    contents = FileContents()
    configurations = Configurations(settings, contents.disk)
    discovery = discover(paths or [Path()], settings.exclude, settings.root, configurations)
    place = walked = ""
    with Blaming(faults, "", "the look for the last report", "everything is checked again"):
        place, walked = _place(paths, settings), _hash_of_walk(discovery, contents)
        known = store.recall(place, _decoded)
        if known is not None and known.walked == walked and _still_there(known) and not faults:
            return known.report
    from keylint import engine  # noqa: PLC0415
    from keylint.fixing import offers  # noqa: PLC0415

    stores = engine.stores_of(settings, faults, store)
    report = offers.check(paths, settings, progress, contents, discovery, stores)
    if not report.faults and not faults:
        store.remember(place, lambda: _CODEC.encode(_remembered(walked, discovery, contents, report)))
    stores.save()
    return replace(report, faults=tuple(dict.fromkeys((*report.faults, *faults)))) if faults else report


def _place(paths: Sequence[Path], settings: Settings) -> str:
    """Where the report is kept: one for each way of calling keylint."""
    effective = [field.name for field in fields(settings) if field.name not in _WITHOUT_EFFECT]
    return hash_of_texts(
        "report",
        os.getcwd(),  # noqa: PTH109
        *(f"{name}={getattr(settings, name)!r}" for name in effective),
        # What they say is seen on the disk; here, what says whether they are asked, and what wins over them.
        str(settings.nearest is not None),
        *(f"{name}={value!r}" for name, value in sorted(settings.options.items()) if name not in RUN_WIDE),
        os.path.realpath(settings.root),
        *(os.path.realpath(folder / name) for name in settings.entrypoints for folder in (Path(), settings.root)),
        "paths",
        *map(str, paths),
    )


def _hash_of_walk(discovery: Discovery, contents: FileContents) -> str:
    return hash_of_texts(
        *(f"{found.path} {found.reason}" for found in (*discovery.unreadable, *discovery.left_out)),
        "files",
        *(text for file in discovery.files for text in (str(file.path), _hash_of(file, contents))),
        "around",
        *(text for file in discovery.around for text in (str(file.path), _hash_of(file, contents.for_search()))),
        "backups",
        *(f"{file.path} {mentions_streamlit(contents.for_search().read(file))}" for file in discovery.backups),
        "configurations",
        *discovery.configured,
    )


def _hash_of(file: SourceFile, contents: FileContents) -> str:
    return contents.hash_of(file) or contents.why_unreadable(file)


def _decoded(data: bytes) -> _Remembered | None:
    known = _CODEC.decode(data)
    return known if isinstance(known, _Remembered) else None


def _still_there(known: _Remembered) -> bool:
    # Read apart from the files of this check, which need not ask for these any more.
    contents = FileContents()
    now = tuple(_hash_of(SourceFile(path, str(path)), contents) for path in known.further)
    return now == known.hashes and is_unchanged(known.seen)


def _remembered(walked: str, discovery: Discovery, contents: FileContents, report: Report) -> _Remembered:
    in_use = {*report.checked_files, *report.generated_files}
    idle = (file for file in discovery.backups if file.display not in in_use)
    of_walk = {file.path for file in (*discovery.files, *idle)}
    further = [file for file in contents.files if file.path not in of_walk and contents.has(file.display)]
    return _Remembered(
        walked,
        tuple(file.path for file in further),
        tuple(_hash_of(file, contents) for file in further),
        contents.disk.seen(),
        replace(report, findings=tuple(replace(finding, repair=None) for finding in report.findings)),
    )
