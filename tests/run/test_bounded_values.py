"""Values that grow without end while a program is followed: a check of it ends soon, and the rest is analysed."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from keylint.run.reasons import Reason
from keylint.run.trace import Use
from tests.run.apps import certain_keys, run

ROOT = Path(__file__).parents[2]
START = "import streamlit as st\n"
END = """
if x:
    st.text_input("b", key="b")
st.selectbox("c", x, key="c")
st.text_input("d", str(x), key="d")
if x == 1:
    st.text_input("e", key="e")
st.text_input("twice", key="twice")
st.text_input("twice", key="twice")
"""
WIDGET = "x = st.text_input('a', key='k')"


def lists(count: int, adding: int) -> str:
    """Lists of which each gets the one before as an item, the last one first: none is large when it is made."""
    made = "".join(f"a{i} = []\n" for i in range(count))
    grown = "".join(f"a{i}.append(a{i - 1})\n" * adding for i in range(count - 1, 0, -1))
    return f"{made}{grown}a0.append(st.text_input('a', key='k'))\nx = a{count - 1}\n"


# By what grows: how it begins, what is done to it, how often. What becomes unknown is said.
GROWING = {
    "a list of itself twice": (f"{WIDGET}\nx = [x]", "x = [x, x]", 45),
    "a tuple": (f"{WIDGET}\nx = (x,)", "x = (x, x)", 45),
    "a dict": (f"{WIDGET}\nx = {{'a': x}}", "x = {'a': x, 'b': x}", 45),
    "a dict of dicts": ("x = {}", "x = {'a': x, 'b': {'c': x, 'd': x}}", 45),
    "a key of a dict": ("x = (1,)", "x = {(x, x): 1}", 45),
    "lists in dicts": ("x = [1]", "x = {'k': [x], 'l': (x, x)}", 45),
    "one of two": (WIDGET, "x = (x, x) if foo() else [x, x]", 45),
    "one of two, by branches": ("x = 1", "if foo():\n    x = (x, x)\nelse:\n    x = [x, x]", 45),
    "texts": ("x = 'ab'", "x = x + x", 45),
    "texts in place": ("x = 'ab'", "x += x", 45),
    "texts in a text": ("x = 'ab'", "x = f'{x}{x}'", 45),
    "a format": ("x = 'ab'", "x = '{0}{0}'.format(x)", 45),
    "an old format": ("x = 'ab'", "x = '%s%s' % (x, x)", 45),
    "a text with itself between": ("x = 'ab'", "x = x.join([x, x])", 45),
    "texts of a list": ("x = ['a', 'b']", "x = [','.join(x), ','.join(x)]", 45),
    "a replacement": ("x = 'ab'", "x = x.replace('a', x)", 45),
    "what repr writes": ("x = ['a']", "x = [repr(x), repr(x)]", 45),
    "added lists": ("x = [1]", "x = x + x", 45),
    "added tuples": (f"{WIDGET}\nx = (x,)", "x = x + x", 45),
    "a list that is added to": ("x = [1]", "x += x", 45),
    "a list that is extended by itself": ("x = [1]", "x.extend(x)", 45),
    "a set that is updated": ("x = {1}", "x.update(x)", 45),
    "a dict that is updated": ("x = {'a': 1}", "x.update(x)", 45),
    "joined dicts": ("x = {'a': 1}", "x = x | x", 45),
    "a frozen set": ("x = frozenset([1])", "x = frozenset([x, x])", 45),
    "numbers": ("x = 3", "x = x * x", 45),
    "a number that is read": ("x = '9'", "x = x + x\ny = int(x)", 45),
    "pairs": ("x = [1, 2]", "x = list(zip(x, x))", 45),
    "wide pairs": (f"x = [{'1, ' * 1_000}]", f"x = list(zip({'x, ' * 300}))", 1),
    "numbered items": ("x = [1, 2]", "x = list(enumerate(x))", 3_000),
    "sorted items": ("x = [1]", "x = sorted(x + x)", 45),
    "a chain": ("import itertools\nx = [1, 2]", "x = list(itertools.chain(x, x))", 45),
    "a chain of lists": ("import itertools\nx = [1, 2]", "x = list(itertools.chain.from_iterable([x, x]))", 45),
    "unpacked lists": ("x = [1, 2]", f"x = [{'*x, ' * 300}]", 3),
    "unpacked dicts": ("x = {'a': 1}", "x = {**x, 'b': {**x}, 'c': {**x}}", 45),
    "unpacked arguments": ("def f(**k):\n    return k\nx = {'a': 1}", "x = f(a=x, b=x)", 45),
    "a function": ("def f(x):\n    return [x, x]\nx = 1", "x = f(x)", 45),
    "defaults of a lambda": ("x = lambda: 1", "x = lambda f=x, g=x: (f, g)", 45),
    "defaults of a function": ("def x(): return 1", "def x(a=x, b=x): return (a, b)", 45),
    "a partial function": ("from functools import partial\nx = print", "x = partial(x, x, a=x)", 45),
    "bases of a class": ("class A: pass\nclass B: pass", "class A(A, B): pass\nclass B(A, B): pass\nx = A()", 45),
    "a generator": ("def g(x):\n    yield x\n    yield x\nx = 1", "x = list(g(x))", 45),
    "a comprehension": ("x = [1, 2]", "x = [(a, b) for a in x for b in x]", 8),
    "a comprehension of a dict": ("x = {'a': 1}", "x = {k: x for k in ['a', 'b']}", 45),
    "a loop": ("x = [1]", "for i in range(100):\n    x = [x, x]", 1),
    "a global name": ("x = [1]\ndef f():\n    global x\n    x = [x, x]", "f()", 45),
    "an attribute": ("class O: pass\no = O()\no.a = [1]", "o.a = [o.a, o.a]\nx = o.a", 45),
    "a copy": ("import copy\nx = [1]", "x = [copy.deepcopy(x), copy.deepcopy(x)]", 45),
    "deep lists": ("x = 1", "x = [x]", 3_000),
    "deep tuples": (WIDGET, "x = (x,)", 3_000),
    "deep dicts": ("x = 1", "x = {'a': x}", 3_000),
    "a rounded number": ("x = 1", "x = round(5, -1_000_000_000)", 1),
}
# What is not followed as far as it grows, or grows only with the source.
KEPT_SMALL = {
    "a list that holds itself": ("x = [1]", "x.append(x)", 45),
    "a list that holds itself and is used": ("x = []\nx.append(x)", "y = [z for z in x if z in x]\nst.write(x)", 2),
    "two lists that hold each other": ("x = []\ny = [x]\nx.append(y)", "st.session_state.q = x\nz = x == y", 2),
    "a dict that holds itself": ("x = {}", "x['x'] = x\nfor a, b in x.items():\n    st.write(b)", 3),
    "a copy of a list that holds itself": ("import copy\nx = []\nx.append(x)", "x = copy.deepcopy(x)", 45),
    "lists that share lists": (lists(60, 2), "import copy\nst.write(x)\ny = copy.deepcopy(x)", 1),
    "a long chain of lists": (lists(1_500, 1), "import copy\nst.write(x)\ny = copy.deepcopy(x)", 1),
    "an object of itself": (
        "class O:\n    def __init__(self, a, b):\n        self.a = a\n        self.b = b\nx = O(1, 2)",
        "x = O(x, x)",
        45,
    ),
    "an object that holds itself": ("class O: pass\nx = O()\nx.a = [1]", "x.a.append(x)", 45),
    "a namespace": ("from types import SimpleNamespace\nx = 1", "x = SimpleNamespace(a=x, b=x)", 45),
    "a recursive function": ("def f(x, n):\n    return f([x, x], n + 1) if n < 50 else x", "x = f([1], 0)", 1),
    "functions that call each other": (
        "def f(x):\n    return g([x, x])\ndef g(x):\n    return f((x, x))",
        "x = f(1)",
        1,
    ),
    "a loop that may end": ("x = [1]", "while foo():\n    x = [x, x]", 30),
    "session state": ("st.session_state.x = [1]", "x = st.session_state.x\nst.session_state.x = [x, x]", 45),
    "a list in session state": ("st.session_state.x = x = []", "st.session_state.x.append(st.session_state.x)", 45),
    "a part of session state": ("x = st.session_state.x", "x = x[x]", 45),
    "keys of session state": ("x = st.session_state.x", "x = st.session_state[f'{x}_{x}']", 45),
    "texts of unknown texts": ("x = st.session_state.x", "x = (f'{x}{x}',)", 45),
    "an unknown text": (WIDGET, "x = f'{x}{x}'", 45),
    "a call": (WIDGET, "x = foo(x, x)", 45),
    "a cached call": ("@st.cache_data\ndef f(a, b):\n    return a\nx = foo()", "x = f((x, x), [x, x])", 45),
    "attributes of attributes": ("x = foo()", "x = x.a", 3_000),
    "bytes": ("x = b'ab'", "x = x + x\nx = x * 10**9", 45),
    "a product": ("import itertools\nx = [1, 2]", "x = list(itertools.product(x, x))", 45),
    "permutations": ("import itertools\nx = [1, 2]", "x = list(itertools.permutations(x + x))", 20),
    "repeated items": ("import itertools\nx = [1]", "x = list(itertools.repeat(x, 10**9))", 5),
    "a large range": ("x = 0", "x = list(range(10**9))", 5),
    "a long list": ("x = 0", "x = [0] * 10**9", 5),
    "a long text": ("x = 'ab'", "x = (x * 10**9).center(10**9).zfill(10**9)", 5),
    "wide formats": ("x = 1", "x = f'{x:>1000000000}' + '%1000000000d' % 1 + '{:>1000000000}'.format(x)", 5),
    "powers": ("x = 3", "x = x ** 9 ** 9\nx = x << 10**9", 9),
    "a long number": (f"x = 0x{'f' * 100_000}", "y = str(x)\nst.text_input('q', key=f'q{x}')", 1),
    "what JSON says": ("import json", f"x = json.loads('[{'1,' * 20_000}1]')", 3),
    "the parents of a long path": (f"from pathlib import Path\nx = '{'a/' * 40_000}'", "y = Path(x).parents", 3),
    "a list that grows item by item": ("x = [1]", "x.append(2)", 2_000),
    "a large value that is used often": (
        f"{WIDGET}\nx = (1, x)\n" + "x = (x, x)\n" * 12,
        "for i in range(50):\n    for j in range(50):\n        st.write(x)\n        y = (x, i)",
        1,
    ),
}


def app(growing: tuple[str, str, int]) -> str:
    begin, step, times = growing
    return START + begin + "\n" + (step + "\n") * times + END


@cache
def found_within_limits() -> dict[str, dict[str, list[str]] | None]:
    """What a check finds in each app, where it may use some seconds and a gigabyte."""
    apps = {kind: app(growing) for kind, growing in {**GROWING, **KEPT_SMALL}.items()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.run.limits"],
        input=json.dumps(apps),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, dict[str, list[str]] | None] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*GROWING, *KEPT_SMALL])
def test_the_check_ends_and_the_rest_is_analysed(kind: str) -> None:
    found = found_within_limits()[kind]
    assert found is not None, "it was ended: too slow, or too large"
    assert found["faults"] == []
    assert "KEY201" in found["codes"], "two widgets behind it have one key"
    if kind in GROWING:
        assert Reason.OUTGROWN.value in found["reasons"]


@pytest.mark.parametrize("step", ["x = [x, x]", "x = (x, x)", "x = {'a': x, 'b': x}", "x = (x,) + (x,)", "x = [[x]]"])
def test_what_is_too_large_still_comes_from_where_its_parts_come_from(step: str) -> None:
    done = run(f"{START}{WIDGET}\n" + f"{step}\n" * 60 + "st.write(x)\nif x:\n    st.text_input('b', key='b')\n")
    (page,) = done.pages
    shown = [event.origins for event in page.trace.events if isinstance(event, Use) and event.sink == "display"]
    assert [{origin.kind for origin in origins} for origins in shown] == [{"widget"}]
    assert Reason.OUTGROWN.value in {unknown.reason for unknown in done.unknowns}
    assert certain_keys(done)[0] == "k"


def test_lists_that_hold_each_other_come_from_what_either_holds() -> None:
    done = run(f"{START}x = []\ny = [x, st.text_input('a', key='k')]\nx.append(y)\nst.write(x)\n")
    (use,) = (event for event in done.pages[0].trace.events if isinstance(event, Use))
    assert {origin.kind for origin in use.origins} == {"widget"}


def test_what_is_as_large_as_a_literal_can_be_is_followed() -> None:
    done = run(f"{START}x = [{'1, ' * 9_000}]\nif len(x) == 9_000:\n    st.text_input('b', key='b')\n")
    assert certain_keys(done) == ["b"]
    assert not done.unknowns
