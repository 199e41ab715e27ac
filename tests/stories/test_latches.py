"""What an app sets for good: nothing closes what that has opened."""

from __future__ import annotations

import pytest

from tests.stories.gates import found


def codes(gate: str, test: str = 'ss.get("ok")') -> list[str]:
    return [finding.code for finding in found(gate, test)]


LATCHES = [
    'if st.text_input("Code") == "open":\n    ss.ok = True',
    'if st.checkbox("Go"):\n    ss.ok = True',
    'ss.setdefault("ok", False)\nif st.checkbox("Go"):\n    ss.ok = True',
    'if st.selectbox("Who", ["nobody", "me"]) == "me":\n    ss["ok"] = "yes"',
    'ss.ok = ss.get("ok", False) or st.button("Go")',
    'ss.ok = st.button("Go") or ss.get("ok", False)',
    'ss.ok = st.toggle("Go") or ss.get("ok", False)',
    'if st.button("Go") or ss.get("ok"):\n    ss.ok = True',
]


@pytest.mark.parametrize("gate", LATCHES)
def test_what_is_set_stays_set(gate: str) -> None:
    assert codes(gate) == []


@pytest.mark.parametrize("gate", LATCHES)
def test_but_a_button_can_take_it_back(gate: str) -> None:
    assert codes(f'if st.button("Out"):\n    ss.ok = False\n{gate}') == ["KEY101"]


@pytest.mark.parametrize(
    ("gate", "test"),
    [
        ('ss.setdefault("n", 0)\nif st.button("Next"):\n    ss.n = min(ss.n + 1, 3)', "ss.n >= 2"),
        ('ss.setdefault("n", 3)\nif st.button("Next"):\n    ss.n = max(0, ss.n - 1)', "ss.n < 2"),
        ('ss.setdefault("rows", [])\nif st.button("Add"):\n    ss.rows = ss.rows + [1]', "len(ss.rows) > 1"),
        ('ss.setdefault("log", "")\nif st.button("Add"):\n    ss.log += "x"', "ss.log"),
        ('n = st.number_input("N", 0, 5, 1)', "n is not None"),
        ('n = st.slider("N", 1, 5)', "n >= 1"),
        ('n = st.slider("N")', "n <= 100"),
        ('text = st.text_area("T")', "text is not None"),
    ],
)
def test_bounds_that_nothing_crosses(gate: str, test: str) -> None:
    assert codes(gate, test) == []


@pytest.mark.parametrize(
    ("gate", "test"),
    [
        ('n = st.number_input("N", 0, 5, None)', "n is not None"),
        ('n = st.slider("N", 1, 5)', "n >= 2"),
        ('n = st.number_input("N", value=3)', "n >= 1"),
        ('ss.setdefault("n", 0)\nif st.button("On"):\n    ss.n = min(ss.n + 1, 3)\nif st.button("Off"):\n'
         '    ss.n = max(ss.n - 1, 0)', "ss.n >= 2"),
    ],
)  # fmt: skip
def test_bounds_that_the_user_crosses(gate: str, test: str) -> None:
    assert codes(gate, test) == ["KEY101"]


WIZARD = """
class Wizard:
    def __init__(self):
        self.step = 0
        self.title = ""

    def next(self):
        self.step += 1

    def rename(self):
        self.title = "Mine"

    def again(self):
        self.step = 0

if "wizard" not in ss:
    ss.wizard = Wizard()
"""
PARTS_THAT_GROW = [
    (WIZARD + 'st.button("Next", on_click=ss.wizard.next)', "ss.wizard.step >= 1"),
    (WIZARD + 'if st.button("Next"):\n    ss.wizard.step += 1\n    ss.wizard.rename()', "ss.wizard.step >= 1"),
    ('if "doc" not in ss:\n    ss.doc = {"n": 0}\nif st.button("Add"):\n    ss.doc["n"] += 1', 'ss.doc["n"] > 1'),
    ('ss.setdefault("doc", {"n": 0})\ndoc = ss.doc\nif st.button("Add"):\n    doc["n"] = doc["n"] + 1', 'doc["n"] > 1'),
]


@pytest.mark.parametrize(("gate", "test"), PARTS_THAT_GROW)
def test_what_only_grows_in_an_object_stays_grown(gate: str, test: str) -> None:
    assert codes(gate, test) == []


@pytest.mark.parametrize(
    ("gate", "test"),
    [
        (WIZARD + 'st.button("Next", on_click=ss.wizard.next)', "ss.wizard.step < 3"),
        (
            WIZARD + 'st.button("Next", on_click=ss.wizard.next)\nst.button("Again", on_click=ss.wizard.again)',
            "ss.wizard.step >= 1",
        ),
        (
            WIZARD + 'if st.button("Next"):\n    ss.wizard.next()\nif st.button("New"):\n    ss.wizard = Wizard()',
            "ss.wizard.step >= 1",
        ),
        (PARTS_THAT_GROW[2][0] + '\nif st.button("New"):\n    ss.doc = {"n": 0}', 'ss.doc["n"] > 1'),
        (PARTS_THAT_GROW[2][0] + '\nif st.button("New"):\n    del ss.doc', 'ss.doc["n"] > 1'),
        (
            'if "doc" not in ss:\n    ss.doc = {"at": {"n": 0}}\nif st.button("Add"):\n    ss.doc["at"]["n"] += 1\n'
            'if st.button("New"):\n    ss.doc["at"] = {"n": 0}',
            'ss.doc["at"]["n"] > 1',
        ),
    ],
)
def test_but_not_beyond_a_bound_or_where_it_begins_anew(gate: str, test: str) -> None:
    assert codes(gate, test) == ["KEY101"]


@pytest.mark.parametrize("bound", ["ss.n < 1", "not ss.n", "ss.n + 1 < 2", "ss.n == 0"])
def test_who_counts_only_below_a_bound_stays_there(bound: str) -> None:
    counter = 'ss.setdefault("n", 0)\nif {} and st.button("Next"):\n    ss.n += 1'
    assert codes(counter.format(bound), "ss.n == 1") == []
    assert codes(counter.format("ss.n < 2"), "ss.n == 1") == ["KEY101"]
