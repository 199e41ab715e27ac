"""Lines go before the statement that draws the widget, statements under a test, or nothing is done at all."""

from __future__ import annotations

from textwrap import dedent

import pytest

from keylint.repairs import Guard, RenameTested, SeedInstead

from .sources import place, reason, repaired, shadow_of

HEAD = "import streamlit as st\n\n"
WIDGET = 'st.text_input("Name", key="name")'
SEED = 'st.session_state.setdefault("name", "")'


def seeded(body: str, newline: str = "\n") -> str:
    """What becomes of the body of a file whose widget is given its first value by session state."""
    text = (HEAD + dedent(body)).replace("\n", newline)
    result = repaired(text, SeedInstead(shadow_of(text, WIDGET))).replace(newline, "\n")
    assert result.startswith(HEAD)
    return result.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("{w}\n", "{r}\n{s}\n"),
        ("{w}", "{r}\n{s}"),
        ("x = f(1, {w})  # why\n", "{r}\nx = f(1, {s})  # why\n"),
        ("if a:\n    {w}\n", "if a:\n    {r}\n    {s}\n"),
        ("if a:\n\t{w}\n", "if a:\n\t{r}\n\t{s}\n"),
        ("if a: {w}\n", "if a:\n    {r}\n    {s}\n"),
        ("if a:   {w}  # why\n", "if a:\n    {r}\n    {s}  # why\n"),
        ("if a:\n    pass\nelif b: {w}\nelse: pass\n", "if a:\n    pass\nelif b:\n    {r}\n    {s}\nelse: pass\n"),
        ("if a:\n    pass\nelse: {w}\n", "if a:\n    pass\nelse:\n    {r}\n    {s}\n"),
        ("def f(): return {w}\n", "def f():\n    {r}\n    return {s}\n"),
        ("class A:\n    name = {w}\n", "class A:\n    {r}\n    name = {s}\n"),
        ("class A: name = {w}\n", "class A:\n    {r}\n    name = {s}\n"),
        ("if {w}:\n    pass\n", "{r}\nif {s}:\n    pass\n"),
        ("if {w} and b: pass\n", "{r}\nif {s} and b: pass\n"),
        ("with a, b({w}):\n    pass\n", "{r}\nwith a, b({s}):\n    pass\n"),
        ("for x in f({w}):\n    pass\n", "{r}\nfor x in f({s}):\n    pass\n"),
        ("match {w}:\n    case _: pass\n", "{r}\nmatch {s}:\n    case _: pass\n"),
        ("try:\n    {w}\nfinally: pass\n", "try:\n    {r}\n    {s}\nfinally: pass\n"),
        ("# above\n{w}\n", "# above\n{r}\n{s}\n"),
        ("x = \\\n    {w}\n", "{r}\nx = \\\n    {s}\n"),
        ('x = """\n  a""" + {w}\n', '{r}\nx = """\n  a""" + {s}\n'),
        ("f(\n  {w},\n)\n", "{r}\nf(\n  {s},\n)\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_line_goes_right_before_the_widget(before: str, expected: str, newline: str) -> None:
    filled = expected.replace("{r}", SEED).replace("{s}", WIDGET)
    assert seeded(before.replace("{w}", WIDGET), newline) == filled


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_tabs_in_texts_stay(newline: str) -> None:
    widget = 'st.text_input("Name", "a\tb", key="na\tme")'
    text = (HEAD + widget + "\n").replace("\n", newline)
    result = repaired(text, SeedInstead(shadow_of(text, widget)))
    assert f'{newline}st.session_state.setdefault("na\tme", "a\tb"){newline}' in result


_PRECEDED = "the widget stands in a part of a statement that cannot be preceded by another"
_SOMETIMES = "the widget stands in a part of an expression that not every run evaluates"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("if a:\n    pass\nelif {w}:\n    pass\n", "the widget stands in the test of an `elif`"),
        ("while {w}:\n    break\n", _PRECEDED),
        ("x = 1; {w}\n", "several statements share its line"),
        ("{w}; x = 1\n", "several statements share its line"),
        ("if a: x = 1; {w}\n", "several statements share its line"),
        ("x = 1\nif a: {w}; y = 2\n", "several statements share its line"),
        ("@f({w})\ndef g(): pass\n", _PRECEDED),
        ("def g(x={w}): pass\n", _PRECEDED),
        ("class A(f({w})): pass\n", _PRECEDED),
        ("f = lambda: {w}\n", "the widget stands in a lambda"),
        ("[{w} for x in y]\n", "the widget stands in a comprehension"),
        ("match a:\n    case 1 if {w}: pass\n", _PRECEDED),
        ("a and {w}\n", _SOMETIMES),
        ("if a or {w}:\n    pass\n", _SOMETIMES),
        ("x = {w} if a else 1\n", _SOMETIMES),
        ("x = 1 if a else f({w})\n", _SOMETIMES),
    ],
)
def test_where_no_line_can_go_before(body: str, why: str) -> None:
    text = HEAD + body.replace("{w}", WIDGET)
    assert reason(text, SeedInstead(shadow_of(text, WIDGET))) == why


def guarded(text: str, first: str, last: str | None = None, *, missing: bool = False, access: str = "ss.a") -> str:
    places = place(text, first), place(text, last or first), place(text, access)
    return repaired(text, Guard(*places, where_missing=missing))


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("x = ss.a\n", "x = ss.a", 'if "a" in ss:\n    x = ss.a\n'),
        ("def f():\n\tx = ss.a  # why\n", "x = ss.a", 'def f():\n\tif "a" in ss:\n\t\tx = ss.a  # why\n'),
        ("def f(): x = ss.a\n", "x = ss.a", 'def f():\n    if "a" in ss:\n        x = ss.a\n'),
        ("def f(): y = 'b'; x = ss.a\n", "x = ss.a", "def f():\n    if 'a' in ss:\n        y = 'b'; x = ss.a\n"),
        ("def f():\n  x = (\n    ss.a\n  )\n", "ss.a", 'def f():\n  if "a" in ss:\n    x = (\n      ss.a\n    )\n'),
        ("x = ss.a; y = 1\n", "x = ss.a", 'if "a" in ss:\n    x = ss.a; y = 1\n'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_guard(text: str, first: str, expected: str, newline: str) -> None:
    text = text.replace("\n", newline)
    assert guarded(text, first) == expected.replace("\n", newline)


def test_a_guard_around_several_statements() -> None:
    text = "def f():\n    x = ss.a\n\n    # then\n    y(x)\n    z()\n"
    expected = 'def f():\n    if "a" in ss:\n        x = ss.a\n\n        # then\n        y(x)\n    z()\n'
    assert guarded(text, "x = ss.a", "y(x)") == expected


def test_a_guard_at_the_end_of_a_file() -> None:
    assert guarded("x = ss.a", "x = ss.a") == 'if "a" in ss:\n    x = ss.a'


def test_what_stands_before_a_form_feed_is_no_indentation() -> None:
    text = "def f():\n    x = ss.a\n \f    y(x)\n    z()\n"
    expected = 'def f():\n    if "a" in ss:\n        x = ss.a\n \f        y(x)\n        z()\n'
    assert guarded(text, "x = ss.a", "z()") == expected


def test_line_endings_of_two_kinds_stay() -> None:
    text = "def f():\r\n    x = ss.a\n    y(x)\r\n"
    assert guarded(text, "x = ss.a", "y(x)") == 'def f():\r\n    if "a" in ss:\r\n        x = ss.a\n        y(x)\r\n'


@pytest.mark.parametrize(
    ("access", "key"),
    [
        ("ss['a']", "'a'"),
        ("ss.get('a')", "'a'"),
        ("ss.pop('a', None)", "'a'"),
        ("ss[NAME]", "NAME"),
        ("ss[f'a_{i}']", "f'a_{i}'"),
        ("ss['a' + b]", "('a' + b)"),
        ("ss['a' if b else 'c']", "('a' if b else 'c')"),
        ("ss[('a' + b)]", "('a' + b)"),
    ],
)
def test_the_key_of_a_guard_is_written_as_in_the_access(access: str, key: str) -> None:
    text = f"{access}\n"
    assert guarded(text, access, access=access, missing=True) == f"if {key} not in ss:\n    {access}\n"


@pytest.mark.parametrize(
    ("text", "first", "last", "why"),
    [
        ("if ss.a:\n    pass\n", "ss.a", "ss.a", "it is part of a larger statement"),
        ("x = ss.a\nif x:\n    y(x)\n", "x = ss.a", "y(x)", "the value is read in one block and stored in another"),
        ("x = ss.a + '''\n'''\n", "ss.a", "ss.a", "a string of several lines would be changed"),
        ("x = ss.a + f'''\n{b}'''\n", "ss.a", "ss.a", "a string of several lines would be changed"),
        ("x = f(ss.a, t'''\n{b}''')\n", "ss.a", "ss.a", "a string of several lines would be changed"),
        ("x = ss.a + 'a\\\n b'\n", "ss.a", "ss.a", "a string of several lines would be changed"),
        (
            "def f():\n    x = '''a\n  b'''\n    y(ss.a)\n",
            "x = '''a\n  b'''",
            "ss.a",
            "a string of several lines would be changed",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_statements_that_are_not_moved(text: str, first: str, last: str, why: str, newline: str) -> None:
    text = text.replace("\n", newline)
    first = first.replace("\n", newline)
    assert reason(text, Guard(place(text, first), place(text, last), place(text, "ss.a"))) == why


def test_the_key_that_is_tested_is_renamed() -> None:
    text = "if 'naem' not in ss and a:\n    ss['name'] = 'naem'\n"
    assert repaired(text, RenameTested(place(text, "'naem' not in ss and a"), "naem", "na'me")) == text.replace(
        "'naem' not", '"na\'me" not'
    )


@pytest.mark.parametrize("test", ["NAME not in ss", "'a' in ss and 'a' in tt"])
def test_a_test_whose_key_is_not_written_out(test: str) -> None:
    text = f"if {test}: pass\n"
    assert reason(text, RenameTested(place(text, test), "a", "b")) == "the key that is tested is not written out"
