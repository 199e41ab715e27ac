"""Arguments are added, changed and taken away in the way their call is laid out."""

from __future__ import annotations

import pytest

from keylint.repairs import PassCallback, RemoveArgument, SetCode, SetText

from .sources import place, reason, repaired

POSITIONAL = ("label", "value", "max_chars", "key")


def added(call: str, *, before: str = "", after: str = "") -> str:
    text = before + call + after
    return repaired(text, SetText(place(text, call), "persist_state", "page"))


def removed(call: str, parameter: str = "value") -> str:
    return repaired(call, RemoveArgument(place(call, call.rstrip("\r\n")), parameter, POSITIONAL))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('f("a")', 'f("a", persist_state="page")'),
        ("f('a')", "f('a', persist_state='page')"),
        ('f("a",)', 'f("a", persist_state="page",)'),
        ('f("a" ,  )', 'f("a" , persist_state="page",  )'),
        ("f()", 'f(persist_state="page")'),
        ("f(  # (nothing)\n)", 'f(persist_state="page"  # (nothing)\n)'),
        ("f(**options)", 'f(**options, persist_state="page")'),
        ("f(*items)", 'f(*items, persist_state="page")'),
        ('f(f"{a!r:>{width}}")', 'f(f"{a!r:>{width}}", persist_state="page")'),
        ("f((1, 2))", 'f((1, 2), persist_state="page")'),
        ("f(g(h()))", 'f(g(h()), persist_state="page")'),
        ("f(a := 1)", 'f(a := 1, persist_state="page")'),
        ("f(a, \\\n  b)", 'f(a, \\\n  b,\n  persist_state="page")'),
        ("f(\n    a,\n)", 'f(\n    a,\n    persist_state="page",\n)'),
        ("f(\n    a\n)", 'f(\n    a,\n    persist_state="page"\n)'),
        ("f(\n    a,\n    b)", 'f(\n    a,\n    b,\n    persist_state="page")'),
        ("f(a,\n  b)", 'f(a,\n  b,\n  persist_state="page")'),
        ("f(\n\ta,\n)", 'f(\n\ta,\n\tpersist_state="page",\n)'),
        ("f(\n    a,  # about a\n)", 'f(\n    a,  # about a\n    persist_state="page",\n)'),
        ("f(\n    a  # about a, (a)\n)", 'f(\n    a,  # about a, (a)\n    persist_state="page"\n)'),
        ("f(\n    a  # about a\n    ,\n)", 'f(\n    a  # about a\n    ,\n    persist_state="page",\n)'),
        ("f(\n    a, b,\n)", 'f(\n    a, b, persist_state="page",\n)'),
        ("f(\n    (\n        a\n    ),\n)", 'f(\n    (\n        a\n    ),\n    persist_state="page",\n)'),
        ('f(\n    "a"\n    "b",\n)', 'f(\n    "a"\n    "b",\n    persist_state="page",\n)'),
        ("f(a)(b)", 'f(a)(b, persist_state="page")'),
        ("f(lambda x: x, y=lambda: 0)", 'f(lambda x: x, y=lambda: 0, persist_state="page")'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), [("", ""), ('"ü𝄞"; print((', ")) ; y\n")])
def test_adding(call: str, expected: str, newline: str, before: str, after: str) -> None:
    call, expected = call.replace("\n", newline), expected.replace("\n", newline)
    assert added(call, before=before, after=after) == before + expected + after


def test_a_lone_carriage_return_ends_a_line() -> None:
    assert added("f(\r    a\r)", after="\r") == 'f(\r    a,\r    persist_state="page"\r)\r'


def test_a_generator_takes_no_second_argument() -> None:
    text = "f(x for x in y)\n"
    assert reason(text, SetText(place(text, text[:-1]), "a", "b")) == "the changed file would not be valid Python"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("f(persist_state='session')", "f(persist_state='page')"),
        ('f(persist_state = ("session"), b=1)', 'f(persist_state = ("page"), b=1)'),
        ("f(\n    persist_state=None,  # why\n)", 'f(\n    persist_state="page",  # why\n)'),
        ('f(persist_state="ses" "sion")', 'f(persist_state="page")'),
    ],
)
def test_changing(call: str, expected: str) -> None:
    assert added(call) == expected


def test_what_says_so_already_is_left() -> None:
    text = "f(persist_state='page')"
    assert reason(text, SetText(place(text, text), "persist_state", "page")) == "the source already says so"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("f(value=1)", "f()"),
        ("f(value=1,)", "f()"),
        ("f(a, value=1)", "f(a)"),
        ("f(a, value=1,)", "f(a,)"),
        ("f(value=1, b=2)", "f(b=2)"),
        ("f(a, value=(1, 2), b=2)", "f(a, b=2)"),
        ('f("a", 1, 10, "k")', 'f("a", max_chars=10, key="k")'),
        ('f("a", 1, key="k")', 'f("a", key="k")'),
        ("f(\n    a,\n    value=1,\n    b=2,\n)", "f(\n    a,\n    b=2,\n)"),
        ("f(\n    a,\n    value=1,\n)", "f(\n    a,\n)"),
        ("f(\n    a,\n    value=1\n)", "f(\n    a\n)"),
        ("f(\n    a,  # about a\n    value=1,  # about value\n)", "f(\n    a,  # about a\n)"),
        ("f(\n    a,  # about a\n    value=1  # about value\n)", "f(\n    a  # about a\n)"),
        ("f(\n    a,  # about a\n    value=1)", "f(\n    a  # about a\n)"),
        ("f(\n    a,\n    value=1)", "f(\n    a)"),
        ("f(\n    a,\n    value=[\n        1,\n    ],\n)", "f(\n    a,\n)"),
        ("f(value=1, **options)", "f(**options)"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_removing(call: str, expected: str, newline: str) -> None:
    assert removed(call.replace("\n", newline)) == expected.replace("\n", newline)


@pytest.mark.parametrize("call", ["f(*items, key='k')", "f(a, 1, *items)", "f(a, 1, 2, 'k', 5)"])
def test_positions_that_cannot_be_told_are_left(call: str) -> None:
    assert reason(call, RemoveArgument(place(call, call), "value", POSITIONAL)) == "arguments are passed with `*`"


def test_an_argument_that_is_not_there_is_not_removed() -> None:
    assert reason("f(a)", RemoveArgument(place("f(a)", "f(a)"), "value", POSITIONAL)) == "the source already says so"


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ("save()", "save"),
        ("self.save()", "self.save"),
        ("save(1)", "save, args=(1,)"),
        ("save((1, 2))", "save, args=((1, 2),)"),
        ("save(1, unit='m')", "save, args=(1,), kwargs={\"unit\": 'm'}"),
        ("save(unit=(1, 2))", 'save, kwargs={"unit": (1, 2)}'),
        ("save(\n    1,\n    2,\n)", "save, args=(1, 2)"),
        ("save(x for x in y)", "save, args=((x for x in y),)"),
        ("save(a := 1)", "save, args=(a := 1,)"),
    ],
)
def test_a_callback_is_passed(passed: str, expected: str) -> None:
    text = f"st.checkbox('x', on_change={passed}, key='k')\n"
    assert repaired(text, PassCallback(place(text, passed))) == f"st.checkbox('x', on_change={expected}, key='k')\n"


@pytest.mark.parametrize(
    ("text", "passed", "why"),
    [
        ("st.checkbox('x', on_change=save(1), args=(2,))", "save(1)", "the widget already passes arguments"),
        ("st.checkbox('x', on_change=save(*a))", "save(*a)", "arguments are passed with `*`"),
        ("save(1)", "save(1)", "the call is not written where the callback is passed"),
    ],
)
def test_a_callback_that_cannot_be_passed(text: str, passed: str, why: str) -> None:
    assert reason(text, PassCallback(place(text, passed))).startswith(why)


def test_source_that_has_moved() -> None:
    assert "cannot be matched" in reason("f(a)", SetText(place("f(ab)", "f(ab)"), "a", "b"))


def test_a_literal_of_very_many_elements_stays_as_it_is() -> None:
    text = f"x = [{', '.join(['1'] * 10_001)}]\nf('a', x)\n"
    assert repaired(text, SetText(place(text, "f('a', x)"), "b", "c")) == text.replace(", x)", ", x, b='c')")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('f("a")', 'f("a", p={})'),
        ('f(\n    "a",\n)', 'f(\n    "a",\n    p={},\n)'),
        ('f("a", p=None)', 'f("a", p={})'),
    ],
)
def test_code_is_set_as_it_is(call: str, expected: str) -> None:
    assert repaired(call, SetCode(place(call, call), "p", "{}")) == expected
