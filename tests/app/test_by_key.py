"""Finding events by key leaves out none that a comparison of every pair would find."""

from __future__ import annotations

from itertools import product

from keylint.app.by_key import ByKey
from keylint.run.keys import Hole, Key

HOLE, OTHER = Hole("one", frozenset()), Hole("other", frozenset())
KEYS = (
    Key(("a",)), Key(("a_1",)), Key(("a_", HOLE)), Key(("a_", OTHER)), Key((HOLE, "_1")), Key((HOLE,)), Key(("a_*",)),
    Key(()), Key(("a",)),
)  # fmt: skip


def test_every_event_whose_key_may_be_equal_is_near_in_order() -> None:
    table = ByKey((key, number) for number, key in enumerate(KEYS))
    for key in KEYS:
        near = table.near(key)
        assert near == sorted(near)
        assert {number for number, other in enumerate(KEYS) if other.may_equal(key)} <= set(near)


def test_every_event_whose_key_must_be_equal_is_alike() -> None:
    table = ByKey((key, number) for number, key in enumerate(KEYS))
    for (number, key), (other, wanted) in product(enumerate(KEYS), repeat=2):
        assert not key.must_equal(wanted) or {number, other} <= set(table.alike(wanted))


def test_a_constant_key_is_not_compared_with_other_constants() -> None:
    table = ByKey((Key((f"k{number}",)), number) for number in range(1000))
    assert table.near(Key(("k7",))) == table.alike(Key(("k7",))) == [7]
