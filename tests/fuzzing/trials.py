"""What is tried on a project, and what must hold whatever is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import keylint
from keylint.cli.main import keylint as program
from keylint.cli.source import read_lines
from keylint.discover.files import display_path
from keylint.fixing.diff import unified_diff
from keylint.fixing.passes import Change
from tests.fuzzing.programs import parses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.fuzzing.projects import Example

INFO = ("--min-severity", "info")
JSON = ("--output-format", "json")
COUNT = {"executions": 0}
"""How often keylint has been run in this process."""


class ProblemError(AssertionError):
    """Something that must not happen. `mark` tells it from others, whatever the example."""

    def __init__(self, mark: str, said: str) -> None:
        super().__init__(f"{mark}\n{said}")
        self.mark = mark


@dataclass(frozen=True)
class Said:
    """The outcome of a run of keylint."""

    status: int
    output: bytes
    errors: str


def run(*arguments: str) -> Said:
    """Runs keylint in this process, in the working directory. Raises ProblemError for what is keylint's own fault."""
    COUNT["executions"] += 1
    read_lines.cache_clear()
    done = CliRunner().invoke(program, [*arguments], prog_name="keylint")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise ProblemError(f"{type(done.exception).__name__} escapes {arguments[0]}", repr(done.exception))
    return _judged(Said(done.exit_code, done.stdout_bytes, done.stderr), arguments)


def run_apart(*arguments: str, seed: int) -> Said:
    """Runs keylint in a process of its own, in which texts hash by `seed`."""
    COUNT["executions"] += 1
    done = subprocess.run(
        [sys.executable, "-m", "keylint", *arguments],
        env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(keylint.__file__).parent.parent)},
        capture_output=True,
        check=False,
    )
    return _judged(Said(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")), arguments)


def _judged(said: Said, arguments: tuple[str, ...]) -> Said:
    for line in said.errors.splitlines():
        if "internal error" in line or "Traceback" in line:
            place = line.rpartition(", at ")[2] if ", at " in line else line
            raise ProblemError(f"internal error: {place[:160]}", f"{' '.join(arguments)}\n{said.errors}")
    if said.status not in (0, 1, 2) or (said.status == 2 and not said.errors.strip()):
        raise ProblemError(f"status {said.status} of {arguments[0]}", said.errors)
    return said


def try_on(example: Example, folder: Path) -> None:
    """Writes the example into an empty folder and tries what it says. Raises ProblemError."""
    for name, data in example.files.items():
        file = folder / name
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):  # another file has the name of a folder
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    for name, target in example.links:
        link = folder / name
        with suppress(FileExistsError, NotADirectoryError):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)
    before = Path.cwd()
    os.chdir(folder)
    try:
        TRIALS[example.trial](example)
    finally:
        os.chdir(before)


def _same(mark: str, *outcomes: Said) -> None:
    first, *others = outcomes
    for other in others:
        if (other.status, other.output) != (first.status, first.output):
            raise ProblemError(mark, _difference(first, other))


def _difference(first: Said, other: Said) -> str:
    pairs = zip(first.output.split(b"\n"), other.output.split(b"\n"), strict=False)
    lines = [f"{one!r}\n{two!r}" for one, two in pairs if one != two]
    return "\n".join((f"status {first.status} and {other.status}", *lines[:5], other.errors))


def _reports(_: Example) -> None:
    cold = run("check", *JSON, *INFO)
    if cold.status != 2:
        json.loads(cold.output)
    _same("a warm run reports something else", cold, run("check", *JSON, *INFO))
    _same("a run without cache reports something else", cold, run("check", *JSON, *INFO, "--no-cache"))
    run("check", "--show-unknowns", "--show-files", "--statistics", "-v")
    for output_format in ("concise", "github"):
        run("check", "--output-format", output_format)


def _map(_: Example) -> None:
    run("map")
    shown = run("map", *JSON)
    if shown.status != 2:
        json.loads(shown.output)


def _migrate(_: Example) -> None:
    if run("migrate", "--target-streamlit", "1.67").status != 2:
        json.loads(run("migrate", *JSON, "--target-streamlit", "1.67").output)
    _fixed("migrate", "--write", "--allow-dirty", "--target-streamlit", "1.67")


def _upgrade(_: Example) -> None:
    run("check", "--upgrade-from", "1.30", *INFO)
    run("check", "--upgrade-from", "1.12", "--to", "1.50", *JSON)


def _diff(_: Example) -> None:
    options = ("check", "--unsafe-fixes", *INFO, "--target-streamlit", "1.67")
    _same("two diffs differ", run(*options, "--diff"), run(*options, "--diff", "--no-cache"))


def _fixed(*arguments: str) -> None:
    """Runs what changes files twice. What could be parsed, or was not there, can be parsed afterwards, and the second run
    has nothing to do."""
    before = _contents()
    run(*arguments)
    after = _contents()
    for name, data in after.items():
        if name.suffix == ".py" and data != before.get(name) and parses(before.get(name, b"")) and not parses(data):
            raise ProblemError(
                f"{arguments[0]} leaves what cannot be parsed", f"{name}\n{data.decode('utf-8', 'replace')}"
            )
    run(*arguments)
    if _contents() != after:
        changed = [
            f"{name}\n{data.decode('utf-8', 'replace')}"
            for name, data in _contents().items()
            if after.get(name) != data
        ]
        was = [after.get(Path(text.partition("\n")[0]), b"").decode("utf-8", "replace") for text in changed]
        raise ProblemError(f"a second {arguments[0]} changes something again", "\n".join((*was, "=====>", *changed)))


def _contents() -> Mapping[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in Path().rglob("*")
        if path.is_file() and not path.is_symlink() and ".keylint_cache" not in path.parts
    }


def _fix(_: Example) -> None:
    _fixed("check", "--fix", *INFO)


def _unsafe_fix(example: Example) -> None:
    target = ("1.67", "1.45", "1.30")[sum(map(len, example.files.values())) % 3]
    options = ("--unsafe-fixes", *INFO, "--target-streamlit", target)
    before, told = _contents(), run("check", "--diff", *options)
    _fixed("check", "--fix", *options)
    # In the order of the paths as they are shown, which is that of the diff.
    after = sorted(_contents().items(), key=lambda entry: display_path(entry[0]))
    changes = [Change(name, str(name), before.get(name, b""), data, is_new=name not in before) for name, data in after]
    if (
        not example.links
        and (diff := unified_diff(each for each in changes if each.before != each.after)) != told.output
    ):
        raise ProblemError("--fix does something else than --diff says", f"{told.output!r}\n{diff!r}")


def _damaged_cache(example: Example) -> None:
    sound = run("check", *JSON, *INFO)
    stores = sorted(path for path in Path(".keylint_cache").glob("*") if path.is_file() and path.stat().st_size > 200)
    for number, place in enumerate(example.places):
        store = stores[place % len(stores)]
        data = bytearray(store.read_bytes())
        at = place % len(data)
        if number % 3 == 0:
            data[at] ^= 1 + place % 255
        elif number % 3 == 1:
            del data[at : at + 1 + place % 50]
        else:
            data[at:at] = place.to_bytes(4, "big")
        store.write_bytes(data)
        _same("a damaged cache changes the report", sound, run("check", *JSON, *INFO))


def _orders(example: Example) -> None:
    files = sorted(name for name in example.files if name.endswith(".py"))  # what is no Python file cannot be given
    paths = sorted({name.partition("/")[0] for name in files})
    # Of a package's empty `__init__.py`, given alone, no app is found; that of its folder is.
    rest = (*JSON, *INFO, "--no-cache", "--allow-empty")
    outcomes = [run("check", *given, *rest) for given in (paths, paths[::-1], files)]
    _same("the order of the paths changes the report", *outcomes)


def _workers(example: Example) -> None:
    """With so many files that several processes read them; most of them draw in a function that nobody calls."""
    Path("more").mkdir()
    for number in range(130):
        lines = example.files[sorted(example.files)[number % len(example.files)]].split(b"\n")
        Path(f"more/part{number}.py").write_bytes(b"def part%d():\n    " % number + b"\n    ".join(lines))
    said = [run("check", *JSON, *INFO, "--no-cache", "-j", jobs) for jobs in ("1", "2")]
    _same("the number of workers changes the report", *said)


def _hash_seeds(_: Example) -> None:
    outcomes = [run_apart("check", *JSON, *INFO, "--no-cache", seed=seed) for seed in (1, 2)]
    _same("the hash seed changes the report", *outcomes)
    outcomes = [run_apart("check", "--diff", "--unsafe-fixes", *INFO, "--no-cache", seed=seed) for seed in (3, 4)]
    _same("the hash seed changes the diff", *outcomes)


UNHURRIED = frozenset({"workers", "hash seeds"})
"""Trials that start processes, which takes its time."""

TRIALS: Mapping[str, Callable[[Example], None]] = {
    "reports": _reports,
    "map": _map,
    "migrate": _migrate,
    "upgrade": _upgrade,
    "fix": _fix,
    "unsafe fix": _unsafe_fix,
    "diff": _diff,
    "damaged cache": _damaged_cache,
    "orders": _orders,
    "workers": _workers,
    "hash seeds": _hash_seeds,
}
