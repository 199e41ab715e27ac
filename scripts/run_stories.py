"""Plays the stories of every fixture's warnings and errors under other Streamlit releases.

    python scripts/run_stories.py                      # the cached environments of scripts/streamlit_versions.py
    python scripts/run_stories.py --only NAME…         # these cases
    python scripts/run_stories.py --release VERSION…   # on these releases

Each release plays what is told for it, of the cases whose scenarios hold on it. Prints, per release, how many symptoms
show and what was left out, and the stories that prove nothing, if any: then the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from streamlit_versions import VERSIONS, ensure

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fixtures_format import load_cases  # noqa: E402 - the path comes first
from tests.runtime.told import tellings  # noqa: E402


def tell(version: str, names: list[str], folder: Path) -> Path:
    """Writes the stories that are told for a release, with the apps beside them."""
    entries = []
    for case in load_cases():
        is_meant = all(scenario.holds_on(version) for scenario in case.scenarios)
        if case.silent or not is_meant or (names and case.name not in names):
            continue
        app = folder / case.name
        for number, told in enumerate(tellings(case, app, version.rpartition(".")[0]), start=1):
            if told.story:
                name = f"{case.name} {number} {told.code}"
                entry = {"name": name, "folder": str(app), "entrypoint": case.entrypoint, "story": told.story}
                entries.append(entry)
    path = folder / "stories.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def play(version: str, names: list[str]) -> bool:
    """Plays under one release and prints the outcome; True when every symptom shows."""
    with tempfile.TemporaryDirectory() as folder:
        path = tell(version, names, Path(folder).resolve())
        command = [str(ensure(version)), "-W", "ignore", "-m", "tests.runtime.stories", str(path)]
        run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    outcomes = Counter(line.partition(": ")[2] for line in run.stdout.splitlines())
    left_out = {outcome: count for outcome, count in outcomes.items() if outcome.startswith("left out")}
    said = "".join(f"; {count} {outcome}" for outcome, count in sorted(left_out.items()))
    print(f"Streamlit {version}: {outcomes['shows']} show{said}", flush=True)
    if run.returncode:
        wrong = [line for line in run.stdout.splitlines() if not line.partition(": ")[2].startswith(("shows", "left"))]
        print("\n".join(wrong) or run.stderr, flush=True)
    return run.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="cases to play")
    parser.add_argument("--release", nargs="+", default=VERSIONS, metavar="VERSION", help="releases to play on")
    options = parser.parse_args()
    outcomes = [play(version, options.only) for version in options.release]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
