"""The order of origins is the same in every process, and found without writing out what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.keys import Hole, Key, constant_key
from keylint.run.ordering import text_of
from keylint.run.values import Origin, in_order

if TYPE_CHECKING:
    from collections.abc import Hashable


def entangled(last: Hashable, depth: int = 60) -> Origin:
    """An origin whose text, in full, would be 2 ** depth times as long as that of `last`."""
    detail = last
    for _ in range(depth):
        detail = frozenset({("left", detail), ("right", detail)})
    return Origin("state", Key((Hole(0, frozenset({Origin("data", detail)})),)))


def test_short_values_are_ordered_by_their_text() -> None:
    origins = [Origin("state", constant_key(name)) for name in ("c", "a", "b")] + [Origin("data", ("x", 10))]
    assert in_order(frozenset(origins)) == tuple(sorted(origins, key=repr))
    assert [text_of(origin) for origin in origins] == [repr(origin) for origin in origins]


def test_a_text_of_a_set_does_not_depend_on_how_it_hashes() -> None:
    names = [f"name {number}" for number in range(50)]
    one, other = frozenset(names), frozenset(reversed(names))
    assert text_of(one) == text_of(other) == "frozenset({" + ", ".join(map(repr, sorted(names))) + "})"


def test_values_made_of_the_same_values_over_and_over_are_told_apart() -> None:
    one, other = text_of(entangled("one")), text_of(entangled("other"))
    assert one != other
    assert max(len(one), len(other)) < 10_000
    assert text_of(entangled("one")) == one
