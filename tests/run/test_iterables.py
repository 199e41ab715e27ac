"""Loops over the same items have rounds for the same items, in whatever form they go over them."""

from __future__ import annotations

from itertools import product

import pytest

from keylint.conditions.questions import Answer
from keylint.run.trace import StateRead
from tests.run.apps import draws, run

# A loop over `found`, a collection that only the run knows, and a key for each of its items or positions.
BY_ITEM = [
    "for x in found:",
    "for x in list(found):",
    "for x in sorted(found, key=len):",
    "for x in reversed(found):",
    "for number, x in enumerate(found, 1):",
    "for number, x in enumerate(sorted(found)):",
    "for x in found.keys():",
    "for x, value in found.items():",
    "for number, (x, value) in enumerate(found.items()):",
    "for x in found or []:",
    "for x in found.copy():",
]
BY_POSITION = [
    "for x, item in enumerate(found):",
    "for x in range(len(found)):",
    "for x, (key, value) in enumerate(found.items()):",
    "for x in range(len(list(found))):",
    "for x, item in enumerate(found or []):",
]
BY_VALUE = ["for x in found.values():", "for key, x in found.items():", "for key, x in sorted(found.items()):"]
BEGINNINGS = {
    "a call": "found = load()",
    "session state": 'found = st.session_state["found"]',
    "a part": 'found = st.session_state["scan"].get("found") or {}',
}


def is_drawn_where_read(beginning: str, drawn: str, read: str) -> bool:
    """Whether each box that the second loop asks for is there. What stands for all items of a list in session state
    depends on the loop, so it is not compared."""
    app = run(
        "import streamlit as st\nfrom lib import load\n"
        f'{beginning}\nif found:\n    {drawn}\n        st.checkbox("x", key=f"box_{{x}}")\n'
        f'if st.button("Go", key="go"):\n    {read}\n        st.write(st.session_state[f"box_{{x}}"])\n'
    )
    (box,) = [draw for draw in draws(app) if draw.command == "checkbox"]
    (look,) = [
        event
        for event in app.pages[0].trace.events
        if isinstance(event, StateRead) and event.key.text.startswith("box_")
    ]
    assert box.key is not None
    ((one,), (other,)) = box.key.holes, look.key.holes
    is_one = one.identity == other.identity or "session_state" in beginning
    return is_one and app.questions.implies(look.condition, box.condition) is Answer.YES


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize(("drawn", "read"), [*product(BY_ITEM, BY_ITEM)])
def test_by_item(beginning: str, drawn: str, read: str) -> None:
    assert is_drawn_where_read(beginning, drawn, read)


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize(("drawn", "read"), [*product(BY_POSITION, BY_POSITION)])
def test_by_position(beginning: str, drawn: str, read: str) -> None:
    assert is_drawn_where_read(beginning, drawn, read)


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize(("drawn", "read"), [*product(BY_VALUE, BY_VALUE)])
def test_by_value(beginning: str, drawn: str, read: str) -> None:
    assert is_drawn_where_read(beginning, drawn, read)


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("for x in found:", "for x in found.values():"),
        ("for x in found[1:]:", "for x in found:"),
        ("for x in filter(None, found):", "for x in found:"),
        ("for x in (y for y in found if y.shown):", "for x in found:"),
        ("for x in range(len(found) - 1):", "for x in range(len(found)):"),
        ("for x, item in enumerate(sorted(found)):", "for x, item in enumerate(found):"),
        ("for x in found.get('a'):", "for x in found:"),
    ],
)
def test_others(drawn: str, read: str) -> None:
    assert not is_drawn_where_read("found = load()", drawn, read)
