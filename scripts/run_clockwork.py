"""Plays random micro-apps on other Streamlit releases and on the clockwork, and compares what they read and show.

    python scripts/run_clockwork.py                      # 2,000 apps on the cached environments, 400 on each
    python scripts/run_clockwork.py --count 50 --seed 7  # 50 others on each
    python scripts/run_clockwork.py --python PATH…       # on these interpreters, each with its own Streamlit

Prints, per release, how many apps, acts and runs were played, how many apps had to end early and why, and every app on
which the two differ, if any: then the exit status is 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from streamlit_versions import VERSIONS, ensure

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", nargs="+", type=Path, metavar="PATH", help="interpreters to play under")
    parser.add_argument("--count", type=int, default=400, help="apps for each release")
    parser.add_argument("--seed", type=int, default=0, help="which apps")
    options = parser.parse_args()
    failed = False
    for python in options.python or [ensure(version) for version in VERSIONS]:
        command = [str(python), "-W", "ignore", "-m", "tests.clockwork.differential"]
        command += ["--count", str(options.count), "--seed", str(options.seed)]
        run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        print(run.stdout.rstrip() or run.stderr, flush=True)
        failed = failed or run.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
