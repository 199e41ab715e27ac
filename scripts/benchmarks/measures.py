"""What is measured on a subject: keylint cold, warm and after a change, and the programs beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.benchmarks.processes import Limits, Outcome, Run, least, run_measured
from scripts.benchmarks.subject import Subject, file_to_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
_SELECT = ROOT / "scripts" / "benchmarks" / "select_files.py"
_PARSE = ROOT / "scripts" / "benchmarks" / "parse_files.py"


class Measure(Enum):
    """What keylint is compared with; keylint with an empty cache, with nothing changed, with one file changed."""

    PARSE = "parse"
    RUFF = "ruff"
    FIXIT = "fixit"
    COLD = "cold"
    WARM = "warm"
    CHANGED = "changed"


@dataclass(frozen=True)
class Tools:
    """The programs beside keylint; None is not measured."""

    ruff: str | None = None
    fixit: str | None = None


@dataclass(frozen=True)
class Result:
    """The runs on a subject. `files` and `lines` are what keylint selects, `edited` is the file that was changed.

    `summary` is that of keylint's last report, empty when no run came to its end, and `unknowns` how many that lists.
    """

    subject: Subject
    files: int
    lines: int
    edited: str | None
    runs: dict[Measure, Run]
    summary: dict[str, Any]
    unknowns: int


def measure(
    subject: Subject,
    measures: Sequence[Measure],
    tools: Tools,
    limits: Limits,
    scratch: Path,
    report: Callable[[Measure, Run], None],
) -> Result:
    """Makes the runs on a subject; `scratch` is an empty folder outside it. `report` hears of each run as it ends."""
    names = _selected(subject.folder)
    sources = {name: (subject.folder / name).read_bytes() for name in names}
    edited = file_to_edit(subject, sources)
    keylint = _Keylint(subject.folder, scratch, limits)
    commands = _commands(names, tools, scratch)
    runs: dict[Measure, Run] = {}
    for one in measures:
        run: Run | None = None
        if one is Measure.COLD:
            run = least(keylint.cold, limits)
        elif one is Measure.WARM:
            run = keylint.with_cache(keylint.check)
        elif one is Measure.CHANGED:
            run = keylint.with_cache(partial(keylint.changed, edited)) if edited is not None else None
        elif names and one in commands:
            command, good = commands[one]
            run = least(partial(run_measured, command, subject.folder, scratch / "other", {}, limits, good), limits)
        if run is not None:
            runs[one] = run
            report(one, run)
    lines = sum(content.count(b"\n") for content in sources.values())
    return Result(subject, len(names), lines, edited, runs, keylint.summary, keylint.unknowns)


def _commands(names: list[str], tools: Tools, scratch: Path) -> dict[Measure, tuple[list[str], Sequence[int]]]:
    """What to run on the files `names` beside keylint, and the exit statuses that are good."""
    listed = scratch / "files"
    listed.write_text("\n".join(names), encoding="utf-8")
    commands: dict[Measure, tuple[list[str], Sequence[int]]] = {
        Measure.PARSE: ([sys.executable, str(_PARSE), str(listed)], (0,)),
    }
    if tools.ruff is not None:
        commands[Measure.RUFF] = ([tools.ruff, "check", "--no-cache", "--isolated", "--quiet", "--", *names], (0, 1))
    if tools.fixit is not None:
        # Its status is a sum: 1 for findings, 2 for files that it could not read.
        commands[Measure.FIXIT] = ([tools.fixit, "--rules", "fixit.rules:NoNamedTuple", "lint", *names], (0, 1, 2, 3))
    return commands


@dataclass
class _Keylint:
    """keylint's runs on a folder. `ended` tells how the last one did, None before the first.

    `summary` and `unknowns` are what the last report said that came to its end.
    """

    folder: Path
    scratch: Path
    limits: Limits
    ended: Outcome | None = None
    changes: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    unknowns: int = 0

    def check(self) -> Run:
        command = [sys.executable, "-m", "keylint", "check", "--quiet", "--exit-zero", "--output-format", "json"]
        # The keylint beside this script, whatever is installed; the same order of sets in every run.
        environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "KEYLINT_CACHE_DIR": str(self._cache)}
        run = run_measured(command, self.folder, self._output, environment, self.limits)
        self.ended = run.outcome
        if run.outcome is Outcome.ENDED:
            document = json.loads(self._output.read_text(encoding="utf-8"))
            self.summary, self.unknowns = document["summary"], len(document["unknowns"])
        return run

    def cold(self) -> Run:
        shutil.rmtree(self._cache, ignore_errors=True)
        return self.check()

    def changed(self, name: str) -> Run:
        """A statement more, and each time another: with a comment the facts of the file would stay as they are."""
        self.changes += 1
        with (self.folder / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"\nadded_by_the_bench = {self.changes}\n")
        return self.check()

    def with_cache(self, run: Callable[[], Run]) -> Run | None:
        """The cheapest of `run` after a run that filled the cache; None when that one does not come to its end."""
        if self.ended is None:
            self.check()
        return least(run, self.limits) if self.ended is Outcome.ENDED else None

    @property
    def _cache(self) -> Path:
        return self.scratch / "cache"

    @property
    def _output(self) -> Path:
        return self.scratch / "keylint.json"


def _selected(folder: Path) -> list[str]:
    # A process of its own: what this one holds in memory would count in the peaks of its children.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(_SELECT)]
    run = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [line for line in run.stdout.splitlines() if line]
