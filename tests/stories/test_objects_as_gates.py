"""Objects of the app's classes that say themselves how long they are, or whether they count as true."""

from __future__ import annotations

import pytest

from tests.stories.gates import found

CART = """
class Basket:
    def __init__(self):
        self.items = []
        self.paid = False

    def add(self):
        self.items.append("x")

    def empty(self):
        self.items = []

    def pay(self):
        self.paid = True

class Cart(Basket):
    {says}

if "cart" not in ss:
    ss.cart = Cart()
cart = ss.cart
if st.button("Add"):
    cart.add()
if st.button("Change"):
    cart.{change}()
"""
LENGTH = "def __len__(self):\n        return len(self.items)"
TRUTH = "def __bool__(self):\n        return len(self.items) > 0"


def codes(says: str, change: str, test: str) -> list[str]:
    return [finding.code for finding in found(CART.format(says=says, change=change), test)]


GATES = [
    (LENGTH, "cart"),
    (LENGTH, "len(cart) > 0"),
    (LENGTH, "ss.cart and True"),
    (LENGTH, "not not cart"),
    (TRUTH, "cart"),
    (TRUTH, "bool(ss.cart)"),
    (TRUTH + "\n\n    " + LENGTH, "cart"),
]


@pytest.mark.parametrize(("says", "test"), GATES)
def test_what_the_object_holds_decides(says: str, test: str) -> None:
    assert codes(says, "empty", test) == ["KEY101"]


@pytest.mark.parametrize(("says", "test"), GATES)
def test_what_it_does_not_ask_for_does_not(says: str, test: str) -> None:
    assert codes(says, "pay", test) == []


def test_an_object_that_says_nothing_counts_as_true() -> None:
    assert codes("pass", "empty", "cart") == []
