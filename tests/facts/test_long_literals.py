"""Literals of very many elements are not read, and nothing else of the file changes."""

from __future__ import annotations

import pytest

from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.facts.extract import extract
from keylint.facts.long_literals import KIND, MOST_ELEMENTS, shortened
from keylint.facts.source import Source
from keylint.findings import Span

MANY = MOST_ELEMENTS + 1
NUMBERS = ", ".join(["1"] * MANY)
LINES = "\n".join(f"    'a, b': ({i}, '}}'),  # c" for i in range(MANY))


def value_of(text: str) -> ex.Expression:
    (assignment, after) = extract(Source(text)).body
    assert isinstance(assignment, st.Assign)
    assert isinstance(after, st.Assign)
    assert after.span.line == text.rstrip("\n").count("\n") + 1
    return assignment.value


@pytest.mark.parametrize(
    "literal",
    [
        f"[{NUMBERS}]",
        f"({NUMBERS})",
        f"{{{NUMBERS}}}",
        f"[{NUMBERS}\n]",
        f"{{\n{LINES}\n}}",
        f"[\n{LINES.replace(':', ',')[:-5]}]",
    ],
)
def test_a_literal_of_very_many_elements_is_opaque(literal: str) -> None:
    value = value_of(f"x = {literal}\ny = 1\n")
    end = (literal.count("\n") + 1, len(literal.rpartition("\n")[2]) + (1 if "\n" in literal else 5))
    assert value == ex.Opaque(KIND, (), Span(1, 5, *end))


def test_inside_of_another_value_only_that_is_left_out() -> None:
    value = value_of(f"x = {{'é': [{NUMBERS}], 'b': [2]}}\ny = 1\n")
    assert isinstance(value, ex.Mapping)
    assert [type(inner) for _, inner in value.entries] == [ex.Opaque, ex.Sequence]


@pytest.mark.parametrize("code", [f"f({NUMBERS})", f"x[{NUMBERS}]", f"f()({NUMBERS})", f'"{NUMBERS}"'])
def test_calls_indices_and_texts_are_read_as_they_are(code: str) -> None:
    source = Source(f"x = {code}\n")
    assert shortened(source).source is source


@pytest.mark.parametrize("code", ["[1, 2]", f"[[{NUMBERS}", f"[{NUMBERS}))"])
def test_short_or_broken_code_stays(code: str) -> None:
    source = Source(f"x = {code}\n")
    assert shortened(source).source is source


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_and_columns_stay(newline: str) -> None:
    text = f"x = [\n{LINES.replace(':', ',')}\n]; y = 2\nz = 3\n".replace("\n", newline)
    short = shortened(Source(text)).source
    assert len(short.text) == len(text)
    assert short.line_starts() == Source(text).line_starts()
    assert short.text.endswith(f"; y = 2{newline}z = 3{newline}")
