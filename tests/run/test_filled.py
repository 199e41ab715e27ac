"""Whether a list, a dict or a set has an item in it, where tests decide what it was given."""

from __future__ import annotations

import pytest

from keylint.conditions.nodes import ALWAYS, NEVER, Condition
from tests.run.apps import draws, run

HEAD = 'import streamlit as st\nname = st.text_input("Name", key="name")\nerrors = []\n'
TEST = 'if not name:\n    errors.append("No name")\n'
FIELD = 'st.text_input("Later", key="{0}")\n'
YES, NO = (FIELD.format(key) for key in ("yes", "no"))


def conditions(source: str) -> dict[str, Condition]:
    """The condition of each widget, by its key."""
    return {draw.key.text: draw.condition for draw in draws(run(source)) if draw.key is not None}


@pytest.mark.parametrize(
    "test",
    [
        "errors",
        "len(errors) > 0",
        "len(errors) != 0",
        "len(errors) >= 1",
        "not len(errors) == 0",
        "not len(errors) < 1",
    ],
)
def test_what_is_checked_is_exactly_as_open_as_the_check(test: str) -> None:
    found = conditions(f"{HEAD}{TEST}if {test}:\n    {YES}else:\n    {NO}if name:\n    {FIELD.format('named')}")
    assert found["yes"] not in (ALWAYS, NEVER)
    assert found["no"] is found["named"]


@pytest.mark.parametrize(
    "filling",
    [
        'if not name:\n    errors.append("a")\nif len(name) < 3:\n    errors.append("b")\n',
        'errors = {}\nif not name:\n    errors["name"] = "a"\n',
        'errors = set()\nif not name:\n    errors.add("name")\n',
        'errors = ["a"]\nif name:\n    errors.remove("a")\n',
        'for row in rows():\n    if row.bad:\n        errors.append("a")\n',
        'for text in ("a", "b"):\n    if text not in name:\n        errors.append(text)\n',
        'def note(text):\n    errors.append(text)\nif not name:\n    note("a")\n',
        'errors.extend(["a"] if not name else [])\n',
        'more = ["a"]\nif not name:\n    errors += more\n',
    ],
    ids=["twice", "dict", "set", "taken out", "rows", "unrolled", "helper", "choice", "sum"],
)
def test_both_ways_are_open(filling: str) -> None:
    found = conditions(f"{HEAD}{filling}if errors:\n    {YES}else:\n    {NO}")
    assert not {found.get("yes"), found.get("no")} & {None, ALWAYS, NEVER}


def test_in_a_round_the_rounds_before_may_have_filled_it() -> None:
    found = conditions(f'{HEAD}for row in rows():\n    if errors:\n        {YES}    errors.append("a")\n')
    assert found.get("yes") not in (None, ALWAYS, NEVER)


def test_what_no_round_has_assigned_is_what_it_was() -> None:
    loop = "found = False\nfor row in rows():\n    if row.name == name:\n        found = True\n"
    found = conditions(f"{HEAD}{loop}        {FIELD.format('in')}if found:\n    {YES}else:\n    {NO}")
    assert found["yes"] is found["in"]
    assert found["no"] is found["in"].negation


@pytest.mark.parametrize(
    ("filling", "drawn"),
    [
        ("", ["no"]),
        (TEST + 'errors.append("b")\n', ["yes"]),
        ('errors.append("b")\n' + TEST, ["yes"]),
        (TEST + "errors = []\n", ["no"]),
    ],
)
def test_only_one_way_is(filling: str, drawn: list[str]) -> None:
    found = conditions(f"{HEAD}{filling}if errors:\n    {YES}else:\n    {NO}")
    assert [key for key in found if key != "name"] == drawn


def test_how_many_there_are_is_not_known() -> None:
    found = conditions(f"{HEAD}{TEST}errors.append('b')\nif len(errors) < 2:\n    {YES}else:\n    {NO}")
    assert not {found.get("yes"), found.get("no")} & {None, ALWAYS, NEVER}


CHECKED = """
import streamlit as st
chosen = []
for name in ["a", "b"]:
    if st.checkbox(name, key=f"c_{name}"):
        chosen.append(name)
"""


def test_a_round_is_run_where_the_item_is_held() -> None:
    loop = 'for name in chosen:\n    st.text_input(name, key=f"n_{name}")\nif "b" in chosen:\n    st.text_input("x", key="b")\n'
    found = conditions(CHECKED + loop + 'if st.session_state.c_a:\n    st.text_input("x", key="ticked")\n')
    assert found["n_a"] is found["ticked"]
    assert found["n_b"] is found["b"]
    assert found["n_b"] not in (ALWAYS, NEVER, found["n_a"])


@pytest.mark.parametrize("again", ['chosen.append("a")', 'if "a" not in chosen:\n    chosen.append("a")'])
def test_what_is_added_twice_is_held(again: str) -> None:
    found = conditions(f'{CHECKED}{again}\nfor name in chosen:\n    st.text_input(name, key=f"n_{{name}}")\n')
    assert found["n_a"] is ALWAYS


def test_what_is_added_in_any_case_is_always_held() -> None:
    found = conditions(CHECKED + 'chosen.append("c")\nfor name in chosen:\n    st.text_input(name, key=f"n_{name}")\n')
    assert found["n_c"] is ALWAYS
