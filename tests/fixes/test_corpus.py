"""Harmless edits of other people's files: only the call changes, and taking the argument away gives the file back."""

from __future__ import annotations

import ast
import site
import sysconfig
import tokenize
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import libcst as cst
import pytest

from keylint.discover.line_length import USUAL
from keylint.errors import SourceError
from keylint.facts.deep import deeply
from keylint.facts.source import Source, decode
from keylint.findings import Edit, Fix, Location
from keylint.fixes.plan import Planner
from keylint.fixes.sources import Sources
from keylint.fixes.tree import Tree, _span
from keylint.repairs import RemoveArgument, Repair, SetText, Step
from keylint.splice import spliced

if TYPE_CHECKING:
    from collections.abc import Callable

PROBE = "keylint_probe"
SAMPLE, EDITED, PARTS = 5, 96, 8
_ANY_LENGTH = 10**9  # nothing is too long: no line is broken
_MOST_BYTES, _MOST_CALLS, _FRAMES = 200_000, 12, 20_000


def corpus() -> list[Path]:
    """The Python files of the standard library and of the installed packages."""
    folders = dict.fromkeys((sysconfig.get_path("stdlib"), *site.getsitepackages()))
    files = {path.resolve() for folder in folders for path in Path(folder).rglob("*.py") if path.is_file()}
    return sorted(path for path in files if path.stat().st_size <= _MOST_BYTES)


def fixed(source: Source, *steps: Step, line_length: int = _ANY_LENGTH) -> tuple[Source, tuple[Edit, ...]]:
    contents = {"a.py": source.encode(source.text)}
    taken = contents.__contains__
    sources = Sources(contents, {}, frozenset(), lambda importer, dotted: None, taken, line_length=line_length)
    fix = Planner({"a.py": source}.get, sources).plan(Repair("", True, steps))
    assert isinstance(fix, Fix), fix
    return replace(source, text=spliced(source, fix.edits)), fix.edits


def location(tree: Tree, node: cst.CSTNode) -> Location:
    return Location("a.py", _span(tree._ranges[node]))


def calls(tree: Tree) -> list[cst.Call]:
    """The calls that a keyword argument can be added to: not in an f-string, and not of a bare generator."""
    return [
        call
        for call in tree.find_all(cst.Call)
        if call.args
        and not isinstance(call.args[0].value, cst.GeneratorExp)
        and not any(isinstance(outer, cst.FormattedString) for outer in tree.ancestors(call))
    ]


def parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def without_probe(tree: ast.Module) -> tuple[str, int]:
    """The dump of a tree without the arguments that were added, and their number."""
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            kept = [keyword for keyword in node.keywords if keyword.arg != PROBE]
            count += len(node.keywords) - len(kept)
            node.keywords = kept
    return ast.dump(tree), count


def comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return Counter(token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT)


def edit_and_take_back(path: Path) -> None:
    data = path.read_bytes()
    try:
        source = decode(data)
        tree = Tree("a.py", source)
        before = parsed(source.text)
    except (SourceError, SyntaxError, ValueError):
        return  # such files are tested elsewhere
    assert source.encode(spliced(source, [])) == data
    chosen = calls(tree)
    Random(path.name).shuffle(chosen)
    chosen = chosen[:_MOST_CALLS]
    if not chosen:
        return
    steps = [SetText(location(tree, call), PROBE, "page") for call in chosen]
    broken, _ = fixed(source, *steps, line_length=USUAL)
    assert without_probe(parsed(broken.text)) == (ast.dump(before), len(chosen))
    assert comments(broken.text) == comments(source.text)
    changed, edits = fixed(source, *steps)
    assert without_probe(parsed(changed.text)) == (ast.dump(before), len(chosen))
    assert all(PROBE in edit.replacement or edit.replacement == "," for edit in edits)
    tree = Tree("a.py", changed)
    probed = [call for call in tree.find_all(cst.Call) if any(_is_probe(argument) for argument in call.args)]
    back, _ = fixed(changed, *(RemoveArgument(location(tree, call), PROBE) for call in probed))
    assert back.text == source.text
    assert back.encode(back.text) == data


def _is_probe(argument: cst.Arg) -> bool:
    return argument.keyword is not None and argument.keyword.value == PROBE


def leave_as_it_is(path: Path) -> None:
    """No edits are no change. The text is spliced, never written from LibCST's tree, which drops some white space."""
    data = path.read_bytes()
    with suppress(SourceError):
        source = decode(data)
        assert source.encode(spliced(source, [])) == data


def check(files: list[Path], what: Callable[[Path], None] = edit_and_take_back) -> None:
    failures = []
    for path in files:
        try:
            deeply(lambda path=path: what(path), _FRAMES)  # type: ignore[misc]
        except AssertionError as error:  # noqa: PERF203 -- most files have no such call
            failures.append(f"{path}: {str(error)[:500]}")
    assert failures == []


def test_a_sample() -> None:
    small = [path for path in corpus() if path.stat().st_size <= 8_000]
    check(Random(1).sample(small, min(SAMPLE, len(small))))


@pytest.mark.slow
def test_every_file_is_left_as_it_is() -> None:
    check(corpus(), leave_as_it_is)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_many_files_are_edited(part: int) -> None:
    """Some of the files: each is planned for twice, which takes many times as long as reading it."""
    files = corpus()
    check(Random(2).sample(files, min(EDITED, len(files)))[part::PARTS])
