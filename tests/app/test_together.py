"""Which draws certainly happen in one run."""

from __future__ import annotations

import pytest

from keylint.app.keymap import KeyMap
from keylint.app.together import are_drawn_together, draw_one_key, repeating_round
from tests.run.apps import draws, run

PAIRS = {
    "both always": ('st.text_input("a", key="k")\nst.text_input("b", key="k")', True),
    "one of them always": ('if x.flag:\n    st.text_input("a", key="k")\nst.text_input("b", key="k")', True),
    "exclusive arms": ('if x.flag:\n    st.text_input("a", key="k")\nelse:\n    st.text_input("b", key="k")', False),
    "two checkboxes": (
        'if st.checkbox("p", key="p"):\n    st.text_input("a", key="k")\n'
        'if st.checkbox("q", key="q"):\n    st.text_input("b", key="k")',
        True,
    ),
    "two buttons": (
        'if st.button("p", key="p"):\n    st.text_input("a", key="k")\n'
        'if st.button("q", key="q"):\n    st.text_input("b", key="k")',
        False,
    ),
    "a button and a checkbox": (
        'if st.button("p", key="p"):\n    st.text_input("a", key="k")\n'
        'if st.checkbox("q", key="q"):\n    st.text_input("b", key="k")',
        True,
    ),
    "under a click, below what another click opens": (
        'if st.button("p", key="p"):\n    st.session_state.open = True\nif st.session_state.get("open") and x.rows:\n'
        '    st.text_input("a", key="k")\n    if st.button("q", key="q"):\n        st.text_input("b", key="k")',
        True,
    ),
    "under two clicks of one run": (
        'st.text_input("a", key="k")\nif st.button("p", key="p"):\n    if st.button("q", key="q"):\n'
        '        st.text_input("b", key="k")',
        False,
    ),
    "below either of two clicks": (
        'p, q = st.button("p", key="p"), st.button("q", key="q")\nif x.rows:\n    st.text_input("a", key="k")\n'
        '    if p or q:\n        st.text_input("b", key="k")',
        True,
    ),
    "two values of one radio": (
        'm = st.radio("m", ["a", "b"], key="m")\nif m == "a":\n    st.text_input("a", key="k")\n'
        'if m == "b":\n    st.text_input("b", key="k")',
        False,
    ),
    "two ranges of one number": (
        'n = st.number_input("n", key="n")\nif n > 5:\n    st.text_input("a", key="k")\n'
        'if n < 3:\n    st.text_input("b", key="k")',
        False,
    ),
    "two facts about data": (
        'if x.one():\n    st.text_input("a", key="k")\nif x.two():\n    st.text_input("b", key="k")',
        False,
    ),
    "what calls outside the app give": ('st.text_input("a", key=x.new())\nst.text_input("b", key=x.new())', False),
    "one item twice": (
        'for r in x.rows:\n    st.text_input("a", key=f"k{r}")\n    st.text_input("b", key=f"k{r}")',
        True,
    ),
}
LOOPS = {
    "constant key": ('for r in x.rows:\n    st.text_input("a", key="k")', True),
    "item in the key": ('for r in x.rows:\n    st.text_input("a", key=f"k{r}")', False),
    "item by its number": ('for i in range(len(x.rows)):\n    st.text_input("a", key=f"k{x.rows[i]}")', False),
    "the outer loop's item": (
        'for g in x.groups:\n    for r in x.rows:\n        st.text_input("a", key=f"k{g}")',
        True,
    ),
    "position in the inner loop alone": (
        'for g in x.groups:\n    for i, r in enumerate(g.rows):\n        st.text_input("a", key=f"k{i}")',
        True,
    ),
    "position in the inner loop, below a test that there are any": (
        "for g in x.groups:\n    if g.rows:\n        for i, r in enumerate(g.rows):\n"
        '            st.text_input("a", key=f"k{i}")',
        True,
    ),
    "ends after the first": ('for r in x.rows:\n    st.text_input("a", key="k")\n    break', False),
    "one item only": ('for r in x.rows:\n    if r == x.chosen:\n        st.text_input("a", key="k")', False),
    "after a click in a row": ('for r in x.rows:\n    if st.button(r):\n        st.text_input("a", key="k")', False),
    "ticked rows": (
        'for r in x.rows:\n    if st.checkbox(r, key=f"c{r}"):\n        st.text_input("a", key="k")',
        True,
    ),
    "counted in session state": (
        "st.session_state.n = 0\nfor r in x.rows:\n    st.session_state.n += 1\n"
        '    st.text_input("a", key=f"k{st.session_state.n}")',
        False,
    ),
    "a list that grows": (
        'seen = []\nfor r in x.rows:\n    seen.append(r)\n    st.text_input("a", key=f"k{len(seen)}")',
        False,
    ),
    "a list with more in it": ('for r in ["all", *x.rows]:\n    st.text_input("a", key=f"k{r}")', False),
    "while it lasts": ('while x.more():\n    st.text_input("a", key="k")', False),
    "for ever": ('while True:\n    st.text_input("a", key="k")', True),
}


@pytest.mark.parametrize(("source", "together"), PAIRS.values(), ids=PAIRS)
def test_two_draws(source: str, together: bool) -> None:
    app = run(f"import streamlit as st\nimport x\n{source}")
    one, other = [draw for draw in draws(app) if draw.command == "text_input"]
    page = app.pages[0]
    assert (draw_one_key(page, one, other) and are_drawn_together(KeyMap(app), page, one, other)) == together


@pytest.mark.parametrize(("source", "repeats"), LOOPS.values(), ids=LOOPS)
def test_a_draw_in_a_loop(source: str, repeats: bool) -> None:
    app = run(f"import streamlit as st\nimport x\n{source}")
    (draw,) = [draw for draw in draws(app) if draw.command == "text_input"]
    assert (repeating_round(KeyMap(app), app.pages[0], draw) is not None) == repeats


def test_a_key_made_with_a_counter_is_a_pattern() -> None:
    app = run(
        """
        import streamlit as st
        import x

        class Form:
            def __init__(self):
                self.number = 0

            def field(self, label):
                self.number += 1
                return st.text_input(label, key=f"field_{self.number}_x")

        form = Form()
        for row in x.rows:
            form.field(row)
        """
    )
    (draw,) = draws(app)
    assert draw.key is not None
    assert draw.key.text == "field_*_x"
    assert repeating_round(KeyMap(app), app.pages[0], draw) is None
