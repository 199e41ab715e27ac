"""Measures what keylint costs, beside a bare parse of the same files, ruff, and Fixit with one rule.

    python scripts/bench.py PATH…                     # the roots of checkouts, which are copied, not touched
    python scripts/bench.py --generated               # all families of generated apps
    python scripts/bench.py --generated ifs try       # these families
    python scripts/bench.py PATH… --json FILE         # all figures, for other programs

Seconds of CPU are those of all processes of a run, imports included; peaks are those of its largest process. Of short
runs the cheapest of several counts. Growth is the exponent e in cost ~ size^e, above the start-up: over all sizes, and
from the last size but one to the last. Nothing here is a threshold.

Fixit is measured where it is found: `python -m venv DIR && DIR/bin/pip install fixit`, then `--fixit DIR/bin/fixit`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from keylint import __version__  # noqa: E402
from scripts.benchmarks.figures import Growth, growth, table  # noqa: E402
from scripts.benchmarks.generated import FAMILIES, STARTING, Family  # noqa: E402
from scripts.benchmarks.measures import Measure, Result, Tools, measure  # noqa: E402
from scripts.benchmarks.processes import Limits, Outcome, Run  # noqa: E402
from scripts.benchmarks.subject import Subject, copied, written  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: list[str] | None = None) -> int:
    """Measures what `arguments` name, prints it, and writes it to the file that --json names."""
    options = _options(arguments)
    limits = Limits(options.timeout, options.repeat)
    tools = _tools(options)
    measures = [one for one in Measure if one.value in options.measure]

    bench = partial(_bench, measures=measures, tools=tools, limits=limits)
    # The first run of all also compiles keylint's modules, so that no later one has to.
    start = bench(partial(_write, STARTING, STARTING.sizes[0]))
    results = [start, *(bench(partial(copied, path, options.edit)) for path in options.paths)]
    growths: dict[str, dict[Measure, Growth]] = {}
    for family in _families(options.generated):
        of_family = []
        for size in family.sizes:
            if options.largest is not None and size > options.largest:
                continue
            of_family.append(bench(partial(_write, family, size)))
            if _is_stopped(of_family[-1]):
                print(f"{family.name}: larger sizes are left out\n", flush=True)
                break
        results += of_family
        growths[family.name] = {one: _growth(of_family, start, one) for one in measures}
    _print_overview(results, measures)
    if growths:
        _print_growths(growths, measures)
    if options.json is not None:
        document = _document(results, growths)
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="the root of a checkout")
    parser.add_argument(
        "--generated", nargs="*", choices=list(FAMILIES), metavar="FAMILY", help=f"of {', '.join(FAMILIES)}"
    )
    parser.add_argument("--largest", type=int, metavar="N", help="leave out generated apps of a larger size")
    names = [one.value for one in Measure]
    parser.add_argument("--measure", nargs="+", choices=names, default=names, help="what to measure [all]")
    parser.add_argument("--edit", metavar="FILE", help="what to change in a checkout [its longest file]")
    parser.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS", help="for one run [300]")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="how often a short run is made [3]")
    parser.add_argument("--ruff", metavar="PROGRAM", help="where ruff is [beside this Python, or in PATH]")
    parser.add_argument("--fixit", metavar="PROGRAM", help="where fixit is [beside this Python, or in PATH]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write all figures")
    options = parser.parse_args(arguments)
    if not options.paths and options.generated is None:
        parser.error("nothing to measure: give the roots of checkouts, or --generated")
    for path in options.paths:
        if not path.is_dir():
            parser.error(f"{path} is not a folder; give the root of a checkout")
    return options


def _tools(options: argparse.Namespace) -> Tools:
    """The programs that were asked for and are there; says which are not."""
    found = {}
    for name in ("ruff", "fixit"):
        folders = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        found[name] = shutil.which(getattr(options, name) or name, path=folders)
        if found[name] is None and name in options.measure:
            print(f"{name} is left out: {getattr(options, name) or name} was not found (--{name} PROGRAM)")
    return Tools(found["ruff"], found["fixit"])


def _families(names: Sequence[str] | None) -> list[Family]:
    if names is None:
        return []
    return [FAMILIES[name] for name in names] or list(FAMILIES.values())


def _write(family: Family, size: int, folder: Path) -> Subject:
    return written(family.write(size), family.name, size, folder)


def _is_stopped(result: Result) -> bool:
    cold = result.runs.get(Measure.COLD)
    return cold is not None and cold.outcome is not Outcome.ENDED


def _growth(results: Sequence[Result], start: Result, one: Measure) -> Growth:
    if one not in start.runs:
        return Growth(None, None)
    ended = [
        (result.subject.size, result.runs[one].cpu)
        for result in results
        if result.subject.size is not None and one in result.runs and result.runs[one].outcome is Outcome.ENDED
    ]
    return growth(ended, start.runs[one].cpu)


def _bench(prepare: Callable[[Path], Subject], *, measures: Sequence[Measure], tools: Tools, limits: Limits) -> Result:
    """Measures what `prepare` writes to a folder, and prints each run as it ends."""

    def show(one: Measure, run: Run) -> None:
        more = "at least, stopped" if run.outcome is Outcome.TIMEOUT else run.note
        figures = f"{run.cpu:9.2f} s CPU {run.wall:9.2f} s {run.peak / 1e6:8.0f} MB  {more}"
        print(f"  {one.value:8}{figures}".rstrip(), flush=True)

    with tempfile.TemporaryDirectory(prefix="keylint-bench-") as name:
        subject = prepare(Path(name, "app"))
        print(_title(subject), flush=True)
        scratch = Path(name, "scratch")
        scratch.mkdir()
        result = measure(subject, measures, tools, limits, scratch, show)
    changed = f", {result.edited} changed" if Measure.CHANGED in result.runs else ""
    print(f"  {result.files} files, {result.lines} lines{changed}; {_said(result)}\n", flush=True)
    return result


def _title(subject: Subject) -> str:
    return subject.name if subject.size is None else f"{subject.name} {subject.size}"


def _said(result: Result) -> str:
    if not result.summary:
        return "keylint came to no end"
    # What the summary counts differs between versions of keylint: shown is what there is.
    counts = [f"{count} {name.replace('_', ' ')}" for name, count in result.summary.items() if isinstance(count, int)]
    intended = result.subject.widgets
    missing = f" ({intended} widgets were written)" if intended not in (None, result.summary.get("widgets")) else ""
    return f"{', '.join(counts)}, {result.unknowns} unknowns{missing}"


def _print_overview(results: Sequence[Result], measures: Sequence[Measure]) -> None:
    print("Seconds of CPU, and the peak of the cold run:")
    rows = []
    for result in results:
        cold, parse = result.runs.get(Measure.COLD), result.runs.get(Measure.PARSE)
        ratio = _ratio(cold, parse)
        peak = f"{cold.peak / 1e6:.0f} MB" if cold is not None else "–"
        widgets = str(result.summary.get("widgets", "–"))
        seconds = [_seconds(result.runs.get(one)) for one in measures]
        rows.append((_title(result.subject), str(result.lines), widgets, *seconds, ratio, peak))
    print(table(("", "lines", "widgets", *(one.value for one in measures), "cold/parse", "peak"), rows), flush=True)


def _ratio(run: Run | None, other: Run | None) -> str:
    if run is None or other is None or run.outcome is Outcome.FAILED or other.outcome is not Outcome.ENDED:
        return "–"
    return f"{_at_least(run)}{run.cpu / other.cpu:.1f}"


def _seconds(run: Run | None) -> str:
    if run is None or run.outcome is Outcome.FAILED:
        return "–" if run is None else "failed"
    return f"{_at_least(run)}{run.cpu:.2f}"


def _at_least(run: Run) -> str:
    return ">" if run.outcome is Outcome.TIMEOUT else ""


def _print_growths(growths: dict[str, dict[Measure, Growth]], measures: Sequence[Measure]) -> None:
    shown = [one for one in measures if one not in (Measure.RUFF, Measure.FIXIT)]
    head = [text for one in shown for text in (one.value, "last")]
    rows = [
        (name, *(_exponent(value) for one in shown for value in (of[one].fitted, of[one].last)))
        for name, of in growths.items()
    ]
    print("\nGrowth of the seconds of CPU:")
    print(table(("", *head), rows), flush=True)


def _exponent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _document(results: Sequence[Result], growths: dict[str, dict[Measure, Growth]]) -> dict[str, Any]:
    return {
        "keylint": __version__,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "results": [
            {
                "name": result.subject.name,
                "size": result.subject.size,
                "files": result.files,
                "lines": result.lines,
                "intended_widgets": result.subject.widgets,
                "edited": result.edited,
                "summary": result.summary,
                "unknowns": result.unknowns,
                "runs": {one.value: _run(run) for one, run in result.runs.items()},
            }
            for result in results
        ],
        "growth": {
            name: {one.value: {"fitted": found.fitted, "last": found.last} for one, found in of.items()}
            for name, of in growths.items()
        },
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "cpu_seconds": round(run.cpu, 4),
        "wall_seconds": round(run.wall, 4),
        "peak_bytes": run.peak,
        "outcome": run.outcome.value,
        "note": run.note,
    }


if __name__ == "__main__":
    sys.exit(main())
