"""The first value moves from the call to session state, as the value that the widget had."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keylint.fixes.kept import SAVE_KEPT, code_of
from keylint.fixes.style import text_literal
from keylint.repairs import SeedInstead, ShadowInForm, Submit

from .sources import place, reason, repaired, shadow_of

HEAD = "import streamlit as st\n"


def seeded(call: str, head: str = HEAD) -> list[str]:
    """The lines in place of the call, below the imports."""
    text = f"{head}x = 1\n{call}\n"
    result = repaired(text, SeedInstead(shadow_of(text, call)))
    head_after, _, rest = result.partition("x = 1\n")
    assert head_after.startswith(head)
    return [*head_after.removeprefix(head).splitlines(), *rest.splitlines()]


@pytest.mark.parametrize(
    ("call", "value", "rest"),
    [
        ("st.text_input('a', key='k')", "''", "st.text_input('a', key='k')"),
        ("st.text_input('a', 'b', key='k')", "'b'", "st.text_input('a', key='k')"),
        ("st.text_input('a', 'b', 10, 'k')", "'b'", "st.text_input('a', max_chars=10, key='k')"),
        # An empty widget is one that Streamlit only makes when it is told so.
        ("st.text_input('a', None, key='k')", "None", "st.text_input('a', None, key='k')"),
        ("st.checkbox('a', True, 'k')", "True", "st.checkbox('a', key='k')"),
        ("st.checkbox('a', key='k')", "False", "st.checkbox('a', key='k')"),
        ("st.color_picker('a', key='k')", "'#000000'", "st.color_picker('a', key='k')"),
        ("st.number_input('a', 0, 10, key='k')", "0", "st.number_input('a', 0, 10, key='k')"),
        ("st.number_input('a', value='min', key='k')", "0.0", "st.number_input('a', key='k')"),
        ("st.number_input('a', step=1, key='k')", "0", "st.number_input('a', step=1, key='k')"),
        ("st.slider('a', 1, 10, key='k')", "1", "st.slider('a', 1, 10, key='k')"),
        ("st.slider('a', max_value=1.5, key='k')", "0.0", "st.slider('a', max_value=1.5, key='k')"),
        ("st.slider('a', 1, 10, 5, key='k')", "5", "st.slider('a', 1, 10, key='k')"),
        ("st.radio('a', ('b', 'c'), key='k')", "'b'", "st.radio('a', ('b', 'c'), key='k')"),
        ("st.radio('a', ['b', 'c'], index=1, key='k')", "'c'", "st.radio('a', ['b', 'c'], key='k')"),
        ("st.radio('a', ['b', 'c'], None, key='k')", "None", "st.radio('a', ['b', 'c'], None, key='k')"),
        ("st.radio('a', [(1, 2), (3, 4)], 1, key='k')", "(3, 4)", "st.radio('a', [(1, 2), (3, 4)], key='k')"),
        ("st.radio('a', o, o.index((1, 2)), key='k')", "(1, 2)", "st.radio('a', o, key='k')"),
        ("st.radio('a', o, i + 1, key='k')", "list(o)[i + 1]", "st.radio('a', o, key='k')"),
        ("st.radio('a', ('b', *o), i, key='k')", "('b', *o)[i]", "st.radio('a', ('b', *o), key='k')"),
        ("st.radio('a', list(o), i, key='k')", "list(o)[i]", "st.radio('a', list(o), key='k')"),
        ("st.radio('a', [x for x in o], key='k')", "[x for x in o][0]", "st.radio('a', [x for x in o], key='k')"),
        ("st.radio('a', options=o, key='k')", "list(o)[0]", "st.radio('a', options=o, key='k')"),
        ("st.multiselect('a', o, key='k')", "[]", "st.multiselect('a', o, key='k')"),
        ("st.multiselect('a', o, ('b',), key='k')", "['b']", "st.multiselect('a', o, key='k')"),
        ("st.multiselect('a', o, ((1, 2), *b), key='k')", "[(1, 2), *b]", "st.multiselect('a', o, key='k')"),
        ("st.multiselect('a', o, 'b', key='k')", "['b']", "st.multiselect('a', o, key='k')"),
        ("st.multiselect('a', o, default=o[:2], key='k')", "list(o[:2])", "st.multiselect('a', o, key='k')"),
        ("st.pills('a', o, key='k')", "None", "st.pills('a', o, key='k')"),
        (
            "st.pills('a', o, selection_mode='multi', key='k')",
            "[]",
            "st.pills('a', o, selection_mode='multi', key='k')",
        ),
        ("st.select_slider('a', ['b'], key='k')", "'b'", "st.select_slider('a', ['b'], key='k')"),
        ("st.date_input('a', None, key='k')", "None", "st.date_input('a', None, key='k')"),
        ("st.slider('a', 1, 10, (2, 3), key='k')", "(2, 3)", "st.slider('a', 1, 10, key='k')"),
        ("st.slider('a', 1, 10, [2, 3], key='k')", "(2, 3)", "st.slider('a', 1, 10, key='k')"),
        ("st.date_input('a', date(2024, 1, 1), key='k')", "date(2024, 1, 1)", "st.date_input('a', key='k')"),
    ],
)
def test_the_first_value(call: str, value: str, rest: str) -> None:
    assert seeded(call) == [f"st.session_state.setdefault('k', {value})", rest]


def test_a_first_value_of_several_lines() -> None:
    call = "st.text_input(\n    'a',\n    value=(\n        'b'\n        'c'\n    ),\n    key='k',\n)"
    lines = seeded(call)
    assert lines == [
        "st.session_state.setdefault('k', 'b'",
        "        'c')",
        "st.text_input(",
        "    'a',",
        "    key='k',",
        ")",
    ]
    ast.parse("\n".join(lines))


@pytest.mark.parametrize(
    ("head", "added", "name"),
    [
        (HEAD, ["import datetime"], "datetime"),
        (f"import datetime as clock\n{HEAD}", [], "clock"),
        (f"from datetime import datetime\n{HEAD}", ["import datetime as dt"], "dt"),
    ],
)
def test_today_needs_a_module(head: str, added: list[str], name: str) -> None:
    assert seeded("st.date_input('a', key='k')", head) == [
        *added,
        f"st.session_state.setdefault('k', {name}.date.today())",
        "st.date_input('a', key='k')",
    ]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("st.date_input('a', (b, c), key='k')", "its first value is a range"),
        ("st.date_input('a', start, key='k')", "the widget may turn its first value into another type"),
        ("st.number_input('a', max_value=most, key='k')", "its first value cannot be told from its limits"),
        ("st.slider('a', max_value=most, key='k')", "its first value cannot be told from its limits"),
        ("st.radio('a', *o, key='k')", "arguments are passed with `*`"),
        ("st.radio('a', key='k')", "its options are not written in the call"),
        ("st.text_input('a', value='b')", "its key is not written in the call"),
        ("st.data_editor(frame, key='k')", "the first value of st.data_editor cannot be told"),
    ],
)
def test_a_first_value_that_cannot_be_told(call: str, why: str) -> None:
    text = f"{HEAD}{call}\n"
    assert reason(text, SeedInstead(shadow_of(text, call))).startswith(why)


def in_form(submit: str) -> tuple[str, ShadowInForm]:
    widget = "st.checkbox('a', True, key='k')"
    text = f"{HEAD}with st.form('f'):\n    {widget}\n    {submit}\n"
    return text, ShadowInForm(shadow_of(text, widget), (Submit(place(text, submit), ("k",), one_a_form=True),))


@pytest.mark.parametrize(
    ("submit", "expected"),
    [
        ("st.form_submit_button()", "st.form_submit_button(on_click=save_kept, args=('k',))"),
        ("st.form_submit_button('b', 'c')", "st.form_submit_button('b', 'c', on_click=save_kept, args=('k',))"),
    ],
)
def test_a_form_saves_on_submit(submit: str, expected: str) -> None:
    text, step = in_form(submit)
    assert repaired(text, step).endswith(
        f"with st.form('f'):\n    st.checkbox('a', **kept_in_form('k', True))\n    {expected}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("('l',)", "('l', 'k')"), ("('l', 'm')", "('l', 'm', 'k')"), ("('l', 'm',)", "('l', 'm', 'k',)")],
)
def test_a_form_that_saves_other_keys_saves_this_one_too(arguments: str, expected: str) -> None:
    submit = f"st.form_submit_button(on_click=save_kept, args={arguments})"
    helper = code_of(SAVE_KEPT, "st.session_state", "kept", "    ", "\n")
    text = in_form(submit)[0].replace(HEAD, HEAD + helper)
    step = ShadowInForm(
        shadow_of(text, "st.checkbox('a', True, key='k')"), (Submit(place(text, submit), ("k",), one_a_form=True),)
    )
    assert repaired(text, step).endswith(f"    st.form_submit_button(on_click=save_kept, args={expected})\n")


@pytest.mark.parametrize(
    ("submit", "why"),
    [
        ("st.form_submit_button(on_click=f)", "the submit button already has a callback"),
        ("st.form_submit_button('a', None, f)", "the arguments of the submit button cannot be told apart"),
        ("st.form_submit_button(**options)", "the arguments of the submit button cannot be told apart"),
        ("st.form_submit_button(kwargs=options)", "the submit button already has a callback"),
    ],
)
def test_a_submit_button_that_does_something_else(submit: str, why: str) -> None:
    text, step = in_form(submit)
    assert reason(text, step) == why


@given(st.text(), st.sampled_from("'\""))
@example('\\"', "'")
@example("\\'", '"')
def test_a_literal_says_its_text(text: str, quote: str) -> None:
    assert ast.literal_eval(text_literal(text, quote)) == text
