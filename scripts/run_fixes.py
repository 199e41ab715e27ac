"""Fixes every app of the fixes' matrix with every template, and plays it on the releases that the template serves.

    python scripts/run_fixes.py                          # the cached environments of scripts/streamlit_versions.py
    python scripts/run_fixes.py --widget NAME…           # these widgets
    python scripts/run_fixes.py --release VERSION…       # only what is played on these releases
    python scripts/run_fixes.py --keep FOLDER            # leaves the apps there, as they are and fixed

A case is kept when the app loses the value before the fix, and after it neither loses one nor does anything else
differently: see tests/fixes/player.py. Prints, per template, how many cases of each widget are kept on which release,
then the refusals, which are expected ones, and what does not hold, if anything: then the exit status is 1. The wrong
repairs of tests/fixes/mistakes.py are played on every release, too, and must not be taken for right ones.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit_versions import ensure

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fixes.fixed import write, write_fixed  # noqa: E402 -- found by the line above
from tests.fixes.matrix import (  # noqa: E402
    PLAYED,
    TEMPLATES,
    WIDGETS,
    Case,
    Template,
    combinations,
    expected_refusal,
)
from tests.fixes.mistakes import MISTAKES  # noqa: E402
from tests.fixes.player import KEPT, UNFIXED  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from concurrent.futures import Future

Combination = tuple[Case, Template]
Played = tuple[str, str, str]  # the folder of the case, of the app in it, and the release

CASES_A_PROCESS = 40


def prepare(combination: Combination, folder: Path) -> str | None:
    """Writes the app, as it is and fixed; the reason, when it is not fixed."""
    case, template = combination
    write(case, folder / case.folder / UNFIXED)
    return write_fixed(case, template, folder / case.folder / template.folder)


def play(release: str, wanted: list[str], folder: Path) -> dict[Played, str]:
    """Plays on one release; the outcomes."""
    command = [str(ensure(release)), "-W", "ignore", "-m", "tests.fixes.player", str(folder), *wanted]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    outcomes = {}
    for line in run.stdout.splitlines():
        case, template, outcome = line.split(" ", 2)
        outcomes[case, template, release] = outcome
    if not outcomes:
        print(run.stderr, flush=True)
    return outcomes


def play_all(courses: Iterable[Played], folder: Path) -> dict[Played, str]:
    """Plays all of them, as many at a time as there are cores."""
    wanted: dict[str, dict[str, list[str]]] = {}
    for case, template, release in courses:
        wanted.setdefault(release, {}).setdefault(case, []).append(template)
    outcomes: dict[Played, str] = {}
    with ThreadPoolExecutor(cpu_count()) as pool:
        runs: list[Future[dict[Played, str]]] = []
        for release, cases in wanted.items():
            ensure(release)
            names = [f"{case}:{','.join(templates)}" for case, templates in cases.items()]
            parts = [names[start : start + CASES_A_PROCESS] for start in range(0, len(names), CASES_A_PROCESS)]
            runs += [pool.submit(play, release, part, folder) for part in parts]
        for run in runs:
            outcomes |= run.result()
    return outcomes


def write_mistakes(folder: Path, releases: Collection[str]) -> dict[Played, str]:
    """Writes the wrong repairs beside the right ones; what has to be said of each, on each of the releases."""
    said = {}
    for number, mistake in enumerate(MISTAKES, start=1):
        case = mistake.case
        write(case, folder / case.folder / UNFIXED)
        mistake.write(folder / case.folder / f"mistake_{number}")
        said |= {(case.folder, f"mistake_{number}", release): mistake.said for release in releases}
    return said


def cell(template: Template, widget: str, release: str, combinations: list[Combination], kept: set[Played]) -> str:
    """What the table says of a widget on a release."""
    cases = [case for case, other in combinations if other == template and case.widget.command == widget]
    if not cases:
        return "refused"
    if all(release < case.oldest for case in cases):
        return "no widget"
    if all(release < template.oldest_for(case) for case in cases):
        return "no persist"
    played = [case for case in cases if release in template.releases(case)]
    held = sum((case.folder, template.folder, release) in kept for case in played)
    return f"{held} kept" if held == len(played) else f"{len(played) - held} NOT KEPT"


def print_tables(
    combinations: list[Combination], kept: set[Played], widgets: list[str], releases: Collection[str]
) -> None:
    for template in TEMPLATES:
        print(f"\n{template.name:<20}" + "".join(f"{release:>14}" for release in releases))
        for widget in widgets:
            cells = [cell(template, widget, release, combinations, kept) for release in releases]
            print(f"  {widget:<18}" + "".join(f"{'·' if text == '0 kept' else text:>14}" for text in cells))
    print("\n· not played: neither the oldest nor the newest release that the template serves")


def judged_refusals(wanted: list[Combination], reasons: list[str | None]) -> tuple[dict[str, list[str]], list[str]]:
    """The cases that are refused and must be, by template and reason; and what is otherwise than expected."""
    refused: dict[str, list[str]] = {}
    problems = []
    for (case, template), reason in zip(wanted, reasons, strict=True):
        expected = expected_refusal(case, template)
        if reason is not None and expected is not None and reason.startswith(expected):
            refused.setdefault(f"{template.name}: {reason}", []).append(case.name)
        elif reason is not None or expected is not None:
            problems.append(f"{case.name}, {template.name}: {reason or 'offered, but a refusal is expected'}")
    return refused, problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--widget", nargs="+", default=[], metavar="NAME", help="widgets to play")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to leave the apps")
    parser.add_argument("--release", nargs="+", metavar="VERSION", help="releases to play on")
    options = parser.parse_args()
    releases = options.release or PLAYED
    widgets = options.widget or [widget.command for widget in WIDGETS]
    wanted = [(case, template) for case, template in combinations() if case.widget.command in widgets]
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        with ProcessPoolExecutor() as pool:
            reasons = list(pool.map(prepare, wanted, [folder] * len(wanted), chunksize=20))
        offered = [each for each, reason in zip(wanted, reasons, strict=True) if reason is None]
        mistakes = write_mistakes(folder, releases)
        courses = [
            (case.folder, template.folder, release)
            for case, template in offered
            for release in template.releases(case)
            if not options.release or release in releases
        ]
        outcomes = play_all([*courses, *mistakes], folder)

    refused, problems = judged_refusals(wanted, reasons)
    for course, said in (dict.fromkeys(courses, KEPT) | mistakes).items():
        outcome = outcomes.get(course, "not played")
        if outcome != KEPT if said == KEPT else said not in outcome:
            problems.append(f"{' '.join(course)}: {outcome}" + (f" instead of {said}" if said != KEPT else ""))

    print_tables(offered, {played for played, outcome in outcomes.items() if outcome == KEPT}, widgets, releases)
    print("\nRefused, as expected:")
    for reason, names in sorted(refused.items()):
        print(f"  {reason}: {len(names)} cases")
    print(f"\n{len(outcomes)} courses played, {len(problems)} problems")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
