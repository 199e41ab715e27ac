from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pytest

from keylint import outcome_cache, recall
from keylint.rows import Codec


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Shape:
    points: tuple[Point, ...]
    size: Size
    files: frozenset[Path]
    other: Point | Shape | None
    pair: Pair
    filled: bool = False


Pair = tuple[int, int]
CODEC = Codec((Point, Size, Shape), Pair=(tuple,))
SHAPE = Shape(
    (Point(1, "ä"), Point(-2, None)),
    Size.LARGE,
    frozenset({Path("a"), Path("b")}),
    Shape((), Size.SMALL, frozenset(), None, (0, 0), True),
    (3, 4),
)


def test_what_is_encoded_is_decoded() -> None:
    data = CODEC.encode(SHAPE)
    assert data is not None
    decoded = CODEC.decode(data)
    assert decoded == SHAPE
    assert isinstance(decoded.size, Size)
    assert isinstance(decoded.other, Shape)
    assert CODEC.encode(SHAPE) == data


@pytest.mark.parametrize("text", ["\ud800", "\ud83d\ude00"])
def test_halves_of_characters_come_back_whole_or_not_at_all(text: str) -> None:
    data = CODEC.encode(Point(1, text))
    assert data is None or CODEC.decode(data).label == text


@pytest.mark.parametrize(
    "row",
    [
        [],
        [99],
        [-1],
        ["x"],
        [3, 1],
        [3, 1, "a", 2],
        [3, "1", "a"],
        [3, 1, 2],
        [3, 1, {"a": 1}],
        [3, 1.5, "a"],
        [4, 3],
        [5, [0, "x"], [4, 1], [1], None, [0, 1, 2], False],
        [5, [0], [4, 1], [1, "x"], None, [0, 1, 2], False],
        [5, [0], 1, [1], None, [0, 1, 2], False],
        [5, [0], [4, 1], [1], "x", [0, 1, 2], False],
        [5, [0], [4, 1], [1], None, 5, False],
        [2, 5],
    ],
)
def test_anything_else_is_refused(row: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        CODEC.decode(json.dumps(row).encode())


def test_no_cut_or_changed_byte_gives_more_than_a_value_or_an_error() -> None:
    data = CODEC.encode(SHAPE)
    assert data is not None
    for place in range(len(data)):
        for damaged in (data[:place], data[:place] + b"7" + data[place + 1 :]):
            with suppress(ValueError):
                CODEC.decode(damaged)


VERSIONS = ("oldest", "newest", "since", "requires")


@pytest.mark.parametrize("codec", [recall._CODEC, outcome_cache._CODEC])
def test_every_field_of_what_is_kept_has_types(codec: Codec) -> None:
    """A type that a codec was not told of would let nothing pass, and everything would be run again, unnoticed."""
    untyped = {
        f"{kind.__name__}.{name}"
        for kind, fields in codec._fields.items()
        for name, admitted, inner in fields
        if not admitted or (tuple in admitted and name not in VERSIONS and not inner)
    }
    assert not untyped
