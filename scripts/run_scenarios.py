"""Plays every fixture's scenarios under other Streamlit releases.

    python scripts/run_scenarios.py                      # the cached environments of scripts/streamlit_versions.py
    python scripts/run_scenarios.py --python PATH…       # these interpreters, each with its own Streamlit
    python scripts/run_scenarios.py --only NAME…         # these cases

Prints, per release, how many scenarios hold or do not concern it, and those that differ, if any: then the exit status
is 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from streamlit_versions import VERSIONS, ensure

ROOT = Path(__file__).resolve().parent.parent
OUTCOMES = ("holds", "skipped")


def play(python: Path, names: list[str]) -> bool:
    """Plays under one interpreter and prints the outcome; True when everything holds."""
    ask = [str(python), "-c", "import streamlit; print(streamlit.__version__)"]
    version = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    command = [str(python), "-W", "ignore", "-m", "tests.runtime.judge", *names]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    endings = [line.rsplit(": ", 1)[-1] for line in run.stdout.splitlines()]
    holds, skipped = (endings.count(outcome) for outcome in OUTCOMES)
    print(f"Streamlit {version}: {holds} hold, {skipped} do not concern it", flush=True)
    if run.returncode:
        differing = [line for line in run.stdout.splitlines() if not line.endswith(OUTCOMES)]
        print("\n".join(differing) or run.stderr, flush=True)
    return run.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", nargs="+", type=Path, metavar="PATH", help="interpreters to play under")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="cases to play")
    options = parser.parse_args()
    interpreters = options.python or [ensure(version) for version in VERSIONS]
    outcomes = [play(python, options.only) for python in interpreters]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
