"""Files that cannot be parsed, and files that are larger or deeper than anybody writes."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest

from keylint.errors import SourceError
from keylint.facts.codec import decode_facts, encode
from keylint.facts.deep import deeply
from keylint.facts.expressions import Name
from keylint.facts.extract import extract
from keylint.facts.source import Source
from tests.facts.reading import walk


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = (1\n", 1),
        ("x = 1\nprint 'a'\n", 2),
        ("x = 'é😀' y\n", 1),
        ("if a:\nb\n", 2),
        ("x = 'a\n", 1),
        ("def f():\n\treturn 1\n        return 2\n", 3),
        ("\n\nx = = 1\n", 3),
    ],
)
def test_a_syntax_error_has_a_reason_and_a_place(text: str, line: int) -> None:
    with pytest.raises(SourceError, match=r"^cannot be parsed: .") as caught:
        extract(Source(text))
    assert "expected one of" not in caught.value.reason
    assert caught.value.line == line
    assert caught.value.column >= 1


def test_what_only_python_can_read_is_said_to_be_so() -> None:
    with pytest.raises(SourceError, match="LibCST stops here, though Python itself reads the file") as caught:
        extract(Source("a = 1\n(x): int = 3\n"))
    assert caught.value.line == 2


def test_empty_files() -> None:
    for text, lines in (("", 0), ("\n", 1), ("# a", 1), ("\f\n\n", 2), ("a\r\nb\r\n", 2), ("a\nb", 2), ("a\rb\r", 2)):
        assert extract(Source(text)).lines == lines


def test_no_warning_escapes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        extract(Source("x = '\\d'\ny = f'\\d{x}'\nz = 1if x else 2\nassert (x, y)\n"))


def test_forty_thousand_lines() -> None:
    facts = extract(Source("def f(a):\n    # text\n\n    x = a\n" * 10_000))
    assert facts.lines == 40_000
    assert len(facts.body) == 10_000
    assert max(fact.span.line for fact in walk(facts) if isinstance(fact, Name)) == 40_000
    assert decode_facts(encode(facts)) == facts


DEEP = """
import sys
from keylint.errors import SourceError
from keylint.facts.extract import extract
from keylint.facts.source import Source
for levels in (90, 2000):
    for name, text in {
        "parentheses": "(" * levels + "a" + ")" * levels,
        "lists": "[" * levels + "]" * levels,
        "calls": "f(" * levels + ")" * levels,
        "sums": "+".join(["a"] * levels),
        "inversions": "not " * levels + "a",
        "conditionals": "a if b else " * levels + "c",
        "ifs": "".join(" " * level + "if a:\\n" for level in range(levels)) + " " * levels + "pass\\n",
        "branches": "if a: b\\n" + "elif c: d\\n" * levels,
        "new branches": "lazy import x\\nif a: b\\n" + "elif c: d\\n" * levels,
        "new calls": "lazy import x\\n" + "f(" * levels + ")" * levels,
        "broken calls": "x = = 1\\n" + "f(" * levels + ")" * levels,
    }.items():
        try:
            extract(Source(text))
            print(levels, name, "read")
        except SourceError as error:
            print(levels, name, error.reason.partition(":")[0])
"""


def test_deep_nesting_ends_in_an_error_and_not_in_a_crash() -> None:
    """In a process of its own: an overflow of the stack would end this one."""
    run = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    for line in lines[:11]:
        assert line.endswith("cannot be parsed" if "broken" in line else "read")
    for line in lines[11:]:
        assert line.endswith("is too deeply nested to be analysed")
    assert len(lines) == 22


def test_long_flat_code_is_not_deep() -> None:
    for text in (" and ".join(["a"] * 3000), " < ".join(["a"] * 3000), ", ".join(["a"] * 3000), "a = " * 3000 + "b"):
        assert len(extract(Source(text)).body) == 1


def test_deeply_hands_over_results_and_exceptions_and_restores_the_limit() -> None:
    limit = sys.getrecursionlimit()
    assert deeply(sys.getrecursionlimit, limit + 500) == limit + 500
    assert deeply(sys.getrecursionlimit, 10) == limit
    with pytest.raises(ZeroDivisionError):
        deeply(lambda: 1 // 0, 100)
    assert sys.getrecursionlimit() == limit
