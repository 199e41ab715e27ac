import itertools

import pytest

from keylint.conditions.values import ANYTHING, FALSE, NOTHING, TRUE, only, told_apart

SOME = ["", "a", "b", 0, 1, None, "unheard of"]
SETS = [ANYTHING, NOTHING, TRUE, FALSE, only(["a"]), only(["a", ""]), only(["b"]).complement, only([0, "a"]).complement]


@pytest.mark.parametrize(("one", "other"), list(itertools.product(SETS, SETS)))
def test_common_values(one, other):
    common = one & other
    assert [value in common for value in SOME] == [value in one and value in other for value in SOME]
    assert (one <= other) == ((one & other.complement) is NOTHING)


@pytest.mark.parametrize("one", SETS)
def test_complement(one):
    assert [value in one.complement for value in SOME] == [value not in one for value in SOME]
    assert one.complement.complement is one


def test_equal_sets_are_one_object():
    assert only(["a", "b"]) is only(["b", "a"])
    assert (only(["a"]) & only(["b"])) is NOTHING
    assert (only(["a"]) & TRUE) is only(["a"])


def test_values_that_sets_tell_apart_cover_all_and_share_none():
    sets = [TRUE, only(["a"]), only(["a", "b", ""]).complement]
    groups = told_apart(sets, None)
    for value in SOME:
        assert sum(value in group for group in groups) == 1
    for group in groups:
        assert all((group <= one) or (group & one) is NOTHING for one in sets)


def test_of_a_known_domain_only_its_values_are_told_apart():
    assert told_apart([only(["a"])], ["a", "b", "c"]) == [only(["a"]), only(["b", "c"])]
