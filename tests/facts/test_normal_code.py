"""What a formatter, a move or another Python may change leaves the normalised code as it is; what matters does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from keylint.facts.normal_code import normal_code

SAME = [
    ("st.text_input('Name', key='name')", 'st.text_input(\n    "Name",\n    key="name",  # the name\n)'),
    ('st.slider("A", key="a", value=1)', 'st.slider("A", value=1, key="a")'),
    ('f(x, **more, key="a")', 'f(x, key="a", **more)'),
    ("f(0XFF, 1E5, u'a')", 'f(0xff, 1e5, "a")'),
    ('f("a" "b")', 'f("ab")'),
    ("f(f'a{x}' 'b')", 'f(f"a{x}b")'),
    ("f((a if b else c))", "f(a if b else c)"),
    ("f(lambda x: x + 1)", "f((lambda x: (x + 1)))"),
    ("f(x for x in y)", "f((x for x in y))"),
    ("f(a[1 : 2])", "f(a[1:2])"),
    ('st.switch_page("pages/1_Old.py")', 'st.switch_page("pages/2_New.py")'),
    ('"\\xe9"', "'é'"),
]
DIFFERENT = [
    ('f("a")', 'f("b")'),
    ("f(a, b)", "f(b, a)"),
    ('f(key="a")', 'f(key="b")'),
    ("(a + b) * c", "a + b * c"),
    ("f((a, b))", "f(a, b)"),
    ("f([a])", "f({a})"),
    ("f(not a)", "f(a)"),
    ("f(a and b or c)", "f(a and (b or c))"),
    ('f("{x}")', 'f(f"{x}")'),
    ("f(lambda x: x)", "f(lambda y: y)"),
    ("f([x for x in y if z])", "f([x for x in y])"),
    ("f({**a, 1: 2})", "f({1: 2})"),
    ("f(*a)", "f(a)"),
    ("f(a := 1)", "f(a == 1)"),
    ("a.b", "a['b']"),
    ("f(" + "a, " * 200 + "1)", "f(" + "a, " * 200 + "2)"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_way_it_is_written_does_not_matter(one: str, other: str) -> None:
    assert normal_code(one) == normal_code(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_it_says_does(one: str, other: str) -> None:
    assert normal_code(one) != normal_code(other)


def test_it_can_be_read() -> None:
    assert normal_code("st.text_input ( 'Name',key = f'{x}_name' )") == 'st.text_input("Name", key=f"{x}_name")'


def test_it_stays_short() -> None:
    assert len(normal_code("f(" + "a, " * 10_000 + "1)")) < 250


@pytest.mark.parametrize("text", ["x = 1", "if a:", "(", "await", "del  a"])
def test_what_is_no_expression_is_folded(text: str) -> None:
    assert normal_code(f" {text}\n") == " ".join(text.split())


def test_syntax_that_this_python_need_not_know() -> None:
    assert normal_code('f(f"{d["a"]}")') == normal_code("f(f'{d[\"a\"]}')")


def formatted(code: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", *options, "-"],
        input=code,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_a_formatter_changes_nothing() -> None:
    code = (
        "st.selectbox('Country, as it is written in the passport',"
        " sorted(c for c in countries if c['is_open'] and not c['closed']), index=0x0A if first else 1_000,"
        " key=f\"{prefix}_country\", format_func=lambda c: c['name'] or 'none' \"at all\")"
    )
    narrow = formatted(code, "--line-length", "40")
    single = formatted(code, "--config", "format.quote-style='single'")
    assert len({code, narrow, single}) == 3
    assert normal_code(code) == normal_code(narrow) == normal_code(single)
