"""A command as a whole process: what it and its children cost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts, in bytes


class Outcome(Enum):
    """How a run ended. A run that was stopped at its time limit is no failure: its figures say "at least"."""

    ENDED = "ended"
    TIMEOUT = "timeout"
    FAILED = "failed"


@dataclass(frozen=True)
class Run:
    """The cost of one process: seconds of CPU (user and system, children included) and of waiting.

    `peak` is the memory, in bytes, of the largest of its processes. `note` is what it said last when it failed.
    """

    cpu: float
    wall: float
    peak: int
    outcome: Outcome = Outcome.ENDED
    note: str = ""


@dataclass(frozen=True)
class Limits:
    """`timeout` is in seconds, for one run. Runs that take less than `short` seconds are made `repeat` times."""

    timeout: float = 300.0
    repeat: int = 3
    short: float = 3.0


def run_measured(
    command: Sequence[str],
    folder: Path,
    output: Path,
    environment: Mapping[str, str],
    limits: Limits,
    accepted: Sequence[int] = (0,),
) -> Run:
    """Runs `command` in `folder`, its output going to the file `output`. `accepted` are good exit statuses."""
    errors = output.with_suffix(".err")
    stopped = threading.Event()
    with output.open("wb") as out, errors.open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,  # so that its children can be stopped with it
        )

        def stop() -> None:
            stopped.set()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(limits.timeout, stop)
        timer.start()
        # wait4 tells what this child cost. The sums of getrusage would add up all children so far, and its peak is
        # that of the largest of them.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    outcome, note = Outcome.ENDED, ""
    if stopped.is_set():
        outcome = Outcome.TIMEOUT
    elif process.returncode not in accepted:
        said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        outcome, note = Outcome.FAILED, f"exit status {process.returncode}: {said[-1] if said else 'nothing said'}"
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _PEAK_UNIT, outcome, note)


def least(run: Callable[[], Run], limits: Limits) -> Run:
    """The cheapest of several runs: what other programs on the machine add is noise, and never negative."""
    first = run()
    if first.outcome is not Outcome.ENDED or first.wall >= limits.short:
        return first
    runs = [first, *(run() for _ in range(limits.repeat - 1))]
    return min((one for one in runs if one.outcome is Outcome.ENDED), key=lambda one: one.cpu)
