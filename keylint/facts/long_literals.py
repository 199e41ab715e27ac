"""Literals of very many elements are data. They are shortened before a file is parsed: an element costs kilobytes."""

from __future__ import annotations

import keyword
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keylint.facts.source import Source

# More than any list of choices; an app of some thousand lines has fewer in all of its literals.
MOST_ELEMENTS = 10_000
KIND = "a literal of very many elements"

_TOKEN = re.compile(
    r"""(?s:\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3})|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\#[^\r\n]*|[][(){},]""",
    re.VERBOSE,
)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BEFORE = re.compile(r"(\w+|[^\w\s\\])[\s\\]*$")
_BEFORE_VALUE = frozenset("=(,[{:+-*/%|&^<>;")
_FARTHEST = 200
_OPEN, _CLOSE = '"""', '""",'
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Shortened:
    """A file with one string for what its very long literals hold; nothing else moves.

    `places` are the lines and columns of those literals, `ranges` the offsets at which they open and close.
    """

    source: Source
    places: frozenset[tuple[int, int]] = frozenset()
    ranges: tuple[tuple[int, int], ...] = ()


def shortened(source: Source) -> Shortened:
    """The file without what stands in its literals of more than MOST_ELEMENTS elements."""
    if source.text.count(",") < MOST_ELEMENTS:
        return Shortened(source)
    ranges = _long_literals(source.text)
    if not ranges:
        return Shortened(source)
    starts = source.line_starts()
    pieces, done, places = [], 0, set()
    for begin, end in ranges:
        pieces += [source.text[done : begin + 1], _one_string(source.text[begin + 1 : end])]
        done = end
        line = bisect_right(starts, begin)
        places.add((line, begin - starts[line - 1] + 1))
    text = "".join((*pieces, source.text[done:]))
    return Shortened(replace(source, text=text), frozenset(places), tuple(ranges))


def _one_string(elements: str) -> str:
    """One string in the place of all elements, with as many lines: white space costs LibCST as much as code."""
    blank = _LINE.sub(lambda line: " " * len(line.group()), elements)
    lines = [line.span() for line in _LINE.finditer(elements) if len(line.group()) >= len(_CLOSE)]
    if not lines or lines[-1][1] - lines[0][0] < len(_OPEN + _CLOSE):
        return blank
    first, last = lines[0][0], lines[-1][1]
    return f"{blank[:first]}{_OPEN}{blank[first + len(_OPEN) : last - len(_CLOSE)]}{_CLOSE}{blank[last:]}"


def _long_literals(text: str) -> list[tuple[int, int]]:
    """Where the outermost literals of very many elements open and close."""
    found: list[tuple[int, int]] = []
    around: list[tuple[int, str, int]] = []
    opened, closing, commas = -1, "", 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == ",":
            commas += 1
        elif token in _PAIRS:
            around.append((opened, closing, commas))
            opened, closing, commas = match.start(), _PAIRS[token], 0
        elif token == closing:
            if commas >= MOST_ELEMENTS and _begins_value(text, opened):
                while found and found[-1][0] > opened:
                    found.pop()
                found.append((opened, match.start()))
            opened, closing, commas = around.pop()
        elif token in _PAIRS.values():
            return []  # no code: the parsers say where
    return found


def _begins_value(text: str, place: int) -> bool:
    """Whether a bracket opens a literal, not the arguments of a call or an index."""
    before = _BEFORE.search(text[max(0, place - _FARTHEST) : place])
    if before is None:
        return True
    word = before.group(1)
    return word in _BEFORE_VALUE or (keyword.iskeyword(word) and word not in ("None", "True", "False", "import"))
