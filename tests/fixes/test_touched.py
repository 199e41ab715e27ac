"""To see whether a file is still code after an edit, only what stands around the edit is read."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from keylint.facts.source import Source
from keylint.findings import Edit, Location, Span
from keylint.fixes.touched import Excerpt, Statements
from keylint.fixes.tree import Tree

TEXT = dedent(
    """\
    import a
    def f(x):
        if x:
            one()
            two()
        elif y: three()
        else:
            four(
                5,
            )
        try:
            six()
        except E:
            @seven
            def g():
                pass
        finally:
            eight(); nine()
        return x
    last()
    """
)


def around(first: int, last: int) -> Excerpt:
    return Statements(ast.parse(TEXT), TEXT.split("\n")).around(first, last)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((1, 1), (1, 1)),
        ((4, 4), (4, 4)),
        ((4, 5), (4, 5)),
        ((3, 3), (3, 10)),  # the test of an if stands in no block of it
        ((6, 6), (3, 10)),  # nor does a body that has no line of its own
        ((9, 9), (8, 10)),
        ((12, 12), (12, 12)),
        ((14, 14), (14, 16)),
        ((16, 16), (16, 16)),
        ((18, 18), (18, 18)),
        ((10, 11), (3, 18)),
        ((19, 20), (2, 20)),
    ],
)
def test_the_innermost_statements_around_an_edit(lines: tuple[int, int], expected: tuple[int, int]) -> None:
    excerpt = around(*lines)
    assert (excerpt.first, excerpt.last) == expected
    code = "".join(line + "\n" for line in TEXT.split("\n")[excerpt.first - 1 : excerpt.last])
    ast.parse(excerpt.before + code + excerpt.after)


def edited(text: str, line: int, column: int, end_line: int, end_column: int, new: str) -> None:
    edit = Edit(Location("app.py", Span(line, column, end_line, end_column)), new)
    Tree("app.py", Source(text)).require_code([edit])


@pytest.mark.parametrize(
    ("place", "new"),
    [
        ((4, 13, 4, 13), "a, b=1"),
        ((4, 1, 5, 1), ""),
        ((5, 1, 5, 1), "        between()\n"),
        ((6, 1, 6, 1), "        at_the_end()\n"),
        ((4, 1, 6, 1), "        pass\n"),
    ],
)
def test_an_edit_of_a_block_that_stays_code(place: tuple[int, int, int, int], new: str) -> None:
    edited(TEXT, *place, new)


@pytest.mark.parametrize(
    ("place", "new"),
    [
        ((4, 13, 4, 13), "a b"),
        ((4, 1, 6, 1), ""),  # a block without statements
        ((5, 1, 5, 1), "    out()\n"),
        ((4, 1, 4, 1), "            in_()\n"),
        ((5, 1, 5, 14), "            two()"),
        ((12, 1, 13, 1), ""),
    ],
)
def test_an_edit_of_a_block_that_breaks_it(place: tuple[int, int, int, int], new: str) -> None:
    with pytest.raises(SyntaxError):
        edited(TEXT, *place, new)


def test_of_a_long_function_a_few_lines_are_read() -> None:
    text = "def f():\n" + "".join(f"    if a{i}:\n        b{i}()\n" for i in range(1000))
    excerpt = Statements(ast.parse(text), text.split("\n")).around(1001, 1001)
    assert (excerpt.first, excerpt.last) == (1001, 1001)
