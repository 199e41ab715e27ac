"""The tool that changes a line: each kind of change is one, in place, and leaves a program."""

from __future__ import annotations

import ast
import random

import pytest

from scripts.mutants import ROOT, mutants, mutants_of


def changed(source: str) -> list[str]:
    data = source.encode()
    return [(data[: m.start] + m.new.encode() + data[m.end :]).decode() for m in mutants_of("a.py", source)]


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("a == b", ["a != b"]),
        ("a is not (b)", ["a is (b)"]),
        ("(a) and b and c", ["(a) or b and c"]),
        ("not (a)", [" (a)"]),
        ("x = True", ["x = False"]),
        ("x = 3", ["x = 4"]),
        ("x = 'ü' in a", ["x = 'ü' not in a"]),
        ("(a +\n b)", ["(a -\n b)"]),
        ("if a: b", ["if True: b", "if False: b"]),
        ("any(a)", ["pass", "all(a)"]),
        ("a += b", ["pass"]),
        ("while True: continue", ["while False: continue", "while False: continue", "while True: break"]),
        ("def f(a: int = 1, *, b: bool) -> bool: assert a == b", []),
        ("import a, b", []),
        ("x: tuple[int, 3] = a < b", ["x: tuple[int, 3] = a <= b"]),
    ],
)
def test_one_thing_of_a_line_is_changed(line: str, others: list[str]) -> None:
    assert changed(line) == others


def test_what_is_drawn_of_keylint_is_a_program_that_differs() -> None:
    for mutant in random.Random(7).sample(mutants(), 100):
        before = (ROOT / mutant.path).read_bytes()
        after = before[: mutant.start] + mutant.new.encode() + before[mutant.end :]
        assert after != before
        ast.parse(after)
