"""Runs keylint on random projects, in a temporary folder, for a while.

    python scripts/fuzz.py --minutes 10                  # every kind in turn
    python scripts/fuzz.py --minutes 10 --kind programs  # one kind; may be given several times
    python scripts/fuzz.py --minutes 1 --seed 7          # others; the same seed tries the same projects
    python scripts/fuzz.py --rounds 1 --projects 40      # by number, and in smaller batches: the same on every machine

A problem is an exception that escapes, what keylint itself calls an internal error, an exit status that is not
documented, a fix after which a file cannot be parsed or which a second run changes again, and a report that depends on
the cache, on the order of the paths, on the number of processes or on how texts hash. Each is printed once, with the
smallest project that shows it; then come executions, time and peak memory by kind. The exit status is 1 when there was
any problem.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fuzzing.projects import KINDS, SLOW  # noqa: E402 -- found by the line above

SLOW_SHARE = 25  # how many times fewer projects a batch of a slow kind has
LONGEST_BATCH = 900  # seconds


@dataclass
class Tally:
    """What was tried of a kind."""

    examples: int = 0
    executions: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    memory: int = 0
    problems: Counter[str] = field(default_factory=Counter)


def play(kind: str, count: int, seed: int, folder: Path, known: set[str], tally: Tally) -> None:
    """Tries a batch in a process of its own, and prints the problems that are not known yet."""
    count = max(count // SLOW_SHARE, 2) if kind in SLOW else count
    command = [sys.executable, "-m", "tests.fuzzing.batch", "--kind", kind, "--count", str(count), "--seed", str(seed)]
    command += ["--folder", str(folder / "project"), "--known", *sorted(known)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_BATCH)
        died = f"the process ended with status {done.returncode}" if done.returncode else ""
        errors = done.stderr[-3000:]
    except subprocess.TimeoutExpired:
        died, errors = f"the process took more than {LONGEST_BATCH} seconds", ""
    if died:
        tally.problems[died] += 1
        print(f"\n=== {kind}, seed {seed}: {died}\n{errors}")
        print((folder / "example.txt").read_text("utf-8"))
        return
    outcome = json.loads(done.stdout)
    tally.examples += outcome["examples"]
    tally.executions += outcome["executions"]
    tally.seconds += outcome["seconds"]
    tally.slowest = max(tally.slowest, outcome["slowest"])
    tally.memory = max(tally.memory, outcome["memory"])
    tally.problems.update(outcome["seen"])
    for mark, example in outcome["problems"].items():
        known.add(mark)
        print(f"\n=== {kind}, seed {seed}: {example}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ends = parser.add_mutually_exclusive_group(required=True)
    ends.add_argument("--minutes", type=float, help="how long")
    ends.add_argument("--rounds", type=int, help="how many batches of each kind")
    parser.add_argument("--projects", type=int, default=200, help="how many of a kind share a process")
    parser.add_argument("--kind", action="append", choices=KINDS, help="one kind of projects")
    parser.add_argument("--seed", type=int, default=0, help="which projects")
    options = parser.parse_args()
    kinds = options.kind or list(KINDS)
    tallies = {kind: Tally() for kind in kinds}
    known: set[str] = set()
    start = time.monotonic()
    turn = 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was tried until then is told
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        while turn < options.rounds * len(kinds) if options.rounds else time.monotonic() - start < options.minutes * 60:
            kind = kinds[turn % len(kinds)]
            play(
                kind,
                options.projects,
                options.seed * 1_000_000 + turn // len(kinds),
                Path(folder),
                known,
                tallies[kind],
            )
            turn += 1
    print(f"\n{'kind':15}{'projects':>10}{'executions':>12}{'CPU s':>9}{'slowest s':>11}{'peak MiB':>10}  problems")
    for kind, tally in tallies.items():
        said = ", ".join(f"{count} × {mark}" for mark, count in tally.problems.items()) or "none"
        figures = f"{tally.examples:10}{tally.executions:12}{tally.seconds:9.0f}{tally.slowest:11.1f}{tally.memory:10}"
        print(f"{kind:15}{figures}  {said}")
    return 1 if any(tally.problems for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
