"""Truncates every Python file of some checkouts at random places, and reads and checks what is left.

    python scripts/truncate_files.py PATH…                     # at 200 places, 2 of which are checked in the project
    python scripts/truncate_files.py PATH… --cuts 20 --seed 7  # at others

The checkouts are copied, nothing is written to them. Prints how many files were read and checked and what went wrong,
if anything: then the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from keylint.errors import UnreadError  # noqa: E402 -- found by the line above
from keylint.facts.deep import deeply  # noqa: E402
from keylint.facts.reading import read_facts  # noqa: E402
from tests.fuzzing.trials import ProblemError, run  # noqa: E402

FRAMES = 2_500  # as a check gives them


def problem_of_facts(data: bytes) -> str | None:
    """What is wrong with how keylint reads such a file."""
    try:
        facts = deeply(lambda: read_facts(data), FRAMES)
    except Exception as error:
        return repr(error)
    return facts.said if isinstance(facts, UnreadError) else None


def problem_of_check(project: Path, file: Path, data: bytes) -> str | None:
    """What is wrong with a check of the project in which the file is truncated."""
    whole = file.read_bytes()
    file.write_bytes(data)
    os.chdir(project)
    try:
        run("check", "--output-format", "json", "--min-severity", "info")
    except ProblemError as problem:
        return str(problem)
    finally:
        file.write_bytes(whole)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--cuts", type=int, default=200, help="places in each file")
    parser.add_argument("--checks", type=int, default=2, help="how many of them are checked in the project")
    parser.add_argument("--seed", type=int, default=0, help="which places")
    options = parser.parse_args()
    random.seed(options.seed)
    read = checked = 0
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "user"))
        for checkout in [path.absolute() for path in options.paths]:
            project = Path(folder, checkout.name)
            shutil.copytree(checkout, project, symlinks=True)
            for file in sorted(path for path in project.rglob("*.py") if path.is_file() and not path.is_symlink()):
                data = file.read_bytes()
                cuts = [random.randint(0, len(data)) for _ in range(options.cuts)]
                found = [(cut, problem_of_facts(data[:cut])) for cut in cuts]
                found += [(cut, problem_of_check(project, file, data[:cut])) for cut in cuts[: options.checks]]
                read, checked = read + len(cuts), checked + min(len(cuts), options.checks)
                name = file.relative_to(folder)
                problems += [f"{name} cut at byte {cut}: {problem}" for cut, problem in found if problem is not None]
            print(f"{checkout.name}: {read} truncated files read, {checked} checked so far", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{read} truncated files read, {checked} checked, {len(problems)} problems, peak memory {memory} MiB")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
