"""Changes one line of keylint at a time and looks whether the tests notice.

    python scripts/mutants.py                      # 100 changes drawn with seed 0
    python scripts/mutants.py --seed 3 --count 10  # ten others
    python scripts/mutants.py --list               # only what they would be

What decides is drawn from: conditions, cells, the clockwork, stories and verdicts. A change is one comparison,
operator, constant, test or call of a line. The tests run in a copy of the project until one fails: first those of the
same folder, at last all quick ones. Prints each change with what noticed it, and the share that was noticed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DECIDES = ("keylint/conditions", "keylint/run/cells.py", "keylint/clockwork", "keylint/stories", "keylint/verdicts")
COPIED = ("keylint", "tests", "fixtures", "scripts", "docs", "pyproject.toml", "README.md", "action.yml", ".ci")
# Nearest first; what comes last takes longest.
SUITES = (
    ("tests/{folder}",),
    ("tests/stories", "tests/verdicts", "tests/rules", "tests/conditions"),
    ("tests/test_fixtures.py", "tests/runtime/test_stories.py"),
    ("tests",),
)
LONGEST = 900  # seconds that a suite may take: a change that makes it run for ever is noticed, too
SURVIVED = "SURVIVED"

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
OPERATED: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.BitAnd: "|", ast.BitOr: "&"}
_OPERATORS = {*COMPARED.values(), *OPERATED.values(), "and", "or"}
_OPERATOR = re.compile(rb"is\s+not|not\s+in|[!=<>]=|[-+&|<>]|\b(?:is|in|and|or)\b")
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the text between two places of a file, as offsets in bytes, and what comes there instead."""

    path: str
    line: int
    start: int
    end: int
    new: str

    def told(self) -> str:
        """Place, the line as it was, and the change."""
        source = (ROOT / self.path).read_bytes()
        line = source.splitlines()[self.line - 1].decode().strip()
        return f"{self.path}:{self.line}: {line}  [{source[self.start : self.end].decode()} -> {self.new}]"


def main() -> int:
    """Runs the tests on each change; the exit status is 1 where fewer than nine of ten are noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2, help="processes that run tests (needs pytest-xdist)")
    parser.add_argument("--list", action="store_true", help="print the changes and run nothing")
    options = parser.parse_args()
    drawn = random.Random(options.seed).sample(mutants(), options.count)
    if options.list:
        print(*(mutant.told() for mutant in drawn), sep="\n")
        return 0
    noticed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_project(folder)
        if already := first_failure(["tests"], folder, options.workers):
            parser.error(f"without a change there fails: {already}")
        for number, mutant in enumerate(drawn, 1):
            by = noticed_by(mutant, folder, options.workers)
            noticed += by != SURVIVED
            print(f"{number}/{len(drawn)} {by}: {mutant.told()}", flush=True)
    print(f"{noticed} of {len(drawn)} were noticed.")
    return int(noticed < 0.9 * len(drawn))


def copy_project(folder: Path) -> None:
    """The files that the tests need, into an empty folder."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)


def noticed_by(mutant: Mutant, folder: Path, workers: int) -> str:
    """The first test that fails with the change made in the copy of the project, or SURVIVED."""
    path = folder / mutant.path
    before = path.read_bytes()
    path.write_bytes(before[: mutant.start] + mutant.new.encode() + before[mutant.end :])
    try:
        for suite in SUITES:
            tests = [name.format(folder=Path(mutant.path).parts[1]) for name in suite]
            failed = first_failure([name for name in tests if (folder / name).exists()], folder, workers)
            if failed:
                return failed
        return SURVIVED
    finally:
        path.write_bytes(before)


def first_failure(tests: list[str], folder: Path, workers: int) -> str:
    """The name of a test that fails, or nothing."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", str(workers), *tests]
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return "(no end)"
    failures = (line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    return next(failures, "(no tests ran)").partition(" - ")[0] if ran.returncode else ""


def mutants() -> list[Mutant]:
    """All changes that may be drawn, in the order of the files."""
    files = [path for name in DECIDES for path in sorted((ROOT / name).rglob("*.py")) or [ROOT / name]]
    return [mutant for path in files for mutant in mutants_of(path.relative_to(ROOT).as_posix(), path.read_text())]


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """The changes of one file."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _decisive(ast.parse(source)):
        for first, last, new in _changes(node):
            start, end = starts[first[0] - 1] + first[1], starts[last[0] - 1] + last[1]
            if new in _OPERATORS:  # brackets may stand around it
                match = _OPERATOR.search(data, start, end)
                assert match is not None
                start, end = match.span()
            if data[start:end] != new.encode():
                yield Mutant(path, first[0], start, end, new)


Place = tuple[int, int]


def _changes(node: ast.AST) -> Iterator[tuple[Place, Place, str]]:
    """From where to where a node is changed into what; an operator is to be found between these places."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            yield _after(left), _before(right), COMPARED[type(op)]
        case ast.BoolOp(op=op, values=[first, second, *_]):
            yield _after(first), _before(second), "or" if isinstance(op, ast.And) else "and"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATED:
            yield _after(left), _before(right), OPERATED[type(op)]
        case ast.UnaryOp(op=ast.Not()):
            yield _before(node), (node.lineno, node.col_offset + len("not")), ""
        case ast.Constant(value=bool(value)):
            yield _before(node), _after(node), str(not value)
        case ast.Constant(value=int(number)):
            yield _before(node), _after(node), str(number + 1)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            for constant in ("True", "False"):
                yield _before(test), _after(test), constant
        case ast.Call(func=ast.Name(id=name) as called) if name in CALLED:
            yield _before(called), _after(called), CALLED[name]
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield _before(node), _after(node), "pass"
        case ast.Continue():
            yield _before(node), _after(node), "break"


def _before(node: ast.expr | ast.stmt) -> Place:
    return node.lineno, node.col_offset


def _after(node: ast.expr | ast.stmt) -> Place:
    return node.end_lineno or 0, node.end_col_offset or 0


def _decisive(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs: no annotations, no imports for them, and no asserts."""
    for child in ast.iter_child_nodes(tree):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assert() | ast.arg() | ast.Import() | ast.ImportFrom():
                continue
            case ast.AnnAssign(value=value):
                if value is not None:
                    yield from _decisive(ast.Expression(value))
                continue
            case ast.FunctionDef(body=body):
                yield from _decisive(ast.Module(body, []))
                continue
        yield child
        yield from _decisive(child)


if __name__ == "__main__":
    sys.exit(main())
