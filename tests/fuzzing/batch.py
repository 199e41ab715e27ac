"""A batch of random projects of one kind, in a process of its own: `python -m tests.fuzzing.batch --kind programs`.

Prints one JSON object: how many examples and executions there were, the problems with the smallest example of each,
and the peak memory in MiB. The example that is being tried stands in `example.txt` beside FOLDER, should the process
not survive it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky

from tests.fuzzing.projects import KINDS
from tests.fuzzing.trials import COUNT, UNHURRIED, ProblemError, try_on

if TYPE_CHECKING:
    from tests.fuzzing.projects import Example

TRIED = "example.txt"
"""The file beside FOLDER that says what is being tried."""

_LONGEST, _LONGEST_SHRINKING = 10.0, 60.0  # seconds


@dataclass
class Batch:
    """What became of a batch. `known` are the marks of problems that need no further example."""

    known: set[str]
    examples: int = 0
    slowest: float = 0.0
    problems: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


def play(kind: str, count: int, number: int, folder: Path, known: set[str]) -> Batch:
    """Tries `count` random projects of a kind, those that `number` stands for."""
    batch = Batch(set(known))
    found: list[str] = []
    since: list[float] = []

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(KINDS[kind])
    def attempt(example: Example) -> None:
        if since and time.monotonic() - since[0] > _LONGEST_SHRINKING:
            return  # it is small enough
        batch.examples += 1
        start = time.monotonic()
        try:
            _try(example, folder)
        except ProblemError as problem:
            batch.seen[problem.mark] = batch.seen.get(problem.mark, 0) + 1
            if problem.mark in batch.known or (found and found[0] != problem.mark):
                return
            if not found:
                found.append(problem.mark)
                since.append(start)
            batch.problems[problem.mark] = f"{problem}\n{example}"
            raise
        finally:
            batch.slowest = max(batch.slowest, time.monotonic() - start)

    try:
        attempt()
    except (ProblemError, Flaky):
        batch.known |= batch.problems.keys()
    return batch


def _try(example: Example, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.with_name(TRIED).write_text(str(example), "utf-8", "backslashreplace")
    start = time.process_time()
    try_on(example, folder)
    if time.process_time() - start > _LONGEST and example.trial not in UNHURRIED:
        raise ProblemError(f"{example.trial} takes more than {_LONGEST:.0f} seconds", "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--known", nargs="*", default=[])
    options = parser.parse_args()
    os.environ["XDG_CACHE_HOME"] = str(options.folder.parent / "user")
    batch = play(options.kind, options.count, options.seed, options.folder.absolute(), set(options.known))
    outcome = {
        "examples": batch.examples,
        "executions": COUNT["executions"],
        "problems": batch.problems,
        "seen": batch.seen,
        "slowest": round(batch.slowest, 1),
        "memory": max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        >> 10,
        "seconds": round(
            sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), 1
        ),
    }
    json.dump(outcome, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
