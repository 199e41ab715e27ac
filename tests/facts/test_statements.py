"""What each kind of statement becomes."""

from __future__ import annotations

import pytest

from keylint.facts.statements import Case, Function, Match
from tests.facts.reading import body_of, outline, outline_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = b = c", "Assign([Name('a'), Name('b')], Name('c'))"),
        ("a, *b = c", "Assign([Sequence('tuple', [Name('a'), Starred(Name('b'))])], Name('c'))"),
        ("a.b[c] = d", "Assign([Subscript(Attribute(Name('a'), 'b'), Name('c'))], Name('d'))"),
        ("a: f('x') = b", "Assign([Name('a')], Name('b'))"),
        ("a += b", "AugmentedAssign(Name('a'), '+', Name('b'))"),
        ("a //= b", "AugmentedAssign(Name('a'), '//', Name('b'))"),
        ("del a, b.c", "Delete([Name('a'), Attribute(Name('b'), 'c')])"),
        ("del (a, b)", "Delete([Sequence('tuple', [Name('a'), Name('b')])])"),
        ("assert a, b", "Assert(Name('a'))"),
        ("return", "Return(None)"),
        ("return a", "Return(Name('a'))"),
        ("raise", "Raise(None)"),
        ("raise a from b", "Raise(Name('a'))"),
        ("global a, b", "Declare('global', ['a', 'b'])"),
        ("nonlocal a", "Declare('nonlocal', ['a'])"),
        ("import a", "Import('a', 'a', False)"),
        ("import a.b", "Import('a.b', 'a', False)"),
        ("import a.b as c", "Import('a.b', 'c', True)"),
        ("from a.b import c, d as e", "ImportFrom('a.b', 0, [['c', 'c'], ['d', 'e']])"),
        ("from ..a import (b)", "ImportFrom('a', 2, [['b', 'b']])"),
        ("from . import a", "ImportFrom('', 1, [['a', 'a']])"),
        ("from a import *", "ImportFrom('a', 0, [['*', '*']])"),
        ("if a: b", "If(Name('a'), [Evaluate(Name('b'))], [])"),
        ("if a:\n b\nelse:\n c", "If(Name('a'), [Evaluate(Name('b'))], [Evaluate(Name('c'))])"),
        (
            "if a:\n b\nelif c:\n d\nelse:\n e",
            "If(Name('a'), [Evaluate(Name('b'))], [If(Name('c'), [Evaluate(Name('d'))], [Evaluate(Name('e'))])])",
        ),
        ("while a: break\nelse: b", "While(Name('a'), [Break()], [Evaluate(Name('b'))])"),
        ("for a in b: continue\nelse: c", "For(Name('a'), Name('b'), [Continue()], [Evaluate(Name('c'))])"),
        ("async for a in b: c", "For(Name('a'), Name('b'), [Evaluate(Name('c'))], [])"),
        (
            "try: a\nexcept B as b: c\nexcept: d\nelse: e\nfinally: f",
            "Try([Evaluate(Name('a'))], [Handler(Name('B'), 'b', [Evaluate(Name('c'))]), "
            "Handler(None, None, [Evaluate(Name('d'))])], [Evaluate(Name('e'))], [Evaluate(Name('f'))])",
        ),
        (
            "try: a\nexcept* B: b",
            "Try([Evaluate(Name('a'))], [Handler(Name('B'), None, [Evaluate(Name('b'))])], [], [])",
        ),
        (
            "with a as b, c: d",
            "With([WithItem(Name('a'), Name('b')), WithItem(Name('c'), None)], [Evaluate(Name('d'))])",
        ),
        ("async with (a as b,): c", "With([WithItem(Name('a'), Name('b'))], [Evaluate(Name('c'))])"),
        (
            "@a\n@b(c)\ndef d(e: E, f: F = g) -> H: i",
            "Function('d', [Parameter('e', 'positional', None), Parameter('f', 'positional', Name('g'))], "
            "[Name('a'), Call(Name('b'), [Argument(Name('c'), None, '')])], [Evaluate(Name('i'))], False)",
        ),
        ("async def a(): b", "Function('a', [], [], [Evaluate(Name('b'))], False)"),
        (
            "@a\nclass B(C, *d, metaclass=E):\n 'doc'\n f = g",
            "Class('B', [Name('C'), Starred(Name('d'))], [Name('a')], [Assign([Name('f')], Name('g'))], [])",
        ),
        (
            "def f[T: int](x: T): return x",
            "Function('f', [Parameter('x', 'positional', None)], [], [Return(Name('x'))], False)",
        ),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert outline_of(f"{text}\n") == expected


@pytest.mark.parametrize(
    "text", ["pass", "a: int", "type A = int", "'docstring'", "'a' 'b'", "1", "...", "None", "b''"]
)
def test_what_leaves_no_trace(text: str) -> None:
    assert body_of(f"{text}\n") == ()


def test_texts_and_names_on_their_own_are_kept_because_streamlit_displays_them() -> None:
    assert outline(body_of("a\nf'{a}'\n'a' f'b'\n")) == (
        "[Evaluate(Name('a')), Evaluate(JoinedText([Name('a')])), Evaluate(JoinedText([Constant('ab')]))]"
    )


def test_several_statements_on_a_line() -> None:
    assert outline(body_of("import a, b.c as d; e()\n")) == (
        "[Import('a', 'a', False), Import('b.c', 'd', True), Evaluate(Call(Name('e'), []))]"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("yield", True),
        ("x = yield from y", True),
        ("if a:\n  for b in c: print((yield b))", True),
        ("return a", False),
        ("def inner(): yield", False),
        ("return lambda: (yield)", False),
        ("def inner(x=(yield)): pass", True),
    ],
)
def test_generators(body: str, expected: bool) -> None:
    (function,) = body_of(f"def f():\n {body}\n return\n")
    assert isinstance(function, Function)
    assert function.is_generator is expected


def cases_of(text: str) -> list[Case]:
    (match,) = body_of(f"match a:\n case {text}: b\n")
    assert isinstance(match, Match)
    return list(match.cases)


@pytest.mark.parametrize(
    ("pattern", "values", "irrefutable", "captures"),
    [
        ("'x'", "[Constant('x')]", False, ()),
        ("-1", "[Unary('-', Constant(1))]", False, ()),
        ("None", "[Constant(None)]", False, ()),
        ("True", "[Constant(True)]", False, ()),
        ("Mode.EDIT", "[Attribute(Name('Mode'), 'EDIT')]", False, ()),
        ("'x' | 'y' | None", "[Constant('x'), Constant('y'), Constant(None)]", False, ()),
        ("('x' | 'y') as b", "[Constant('x'), Constant('y')]", False, ("b",)),
        ("_", "[]", True, ()),
        ("b", "[]", True, ("b",)),
        ("'x' | _", "[]", True, ()),
        ("'x' | [_]", "[]", False, ()),
        ("[b, *c]", "[]", False, ("b", "c")),
        ("b, _", "[]", False, ("b",)),
        ("{'k': b, **c}", "[]", False, ("b", "c")),
        ("C(b, d=[e] | e)", "[]", False, ("b", "e")),
        ("{'k': [1, (b as c)]}", "[]", False, ("b", "c")),
    ],
)
def test_patterns(pattern: str, values: str, irrefutable: bool, captures: tuple[str, ...]) -> None:
    (case,) = cases_of(pattern)
    assert outline(case.values) == values
    assert case.irrefutable is irrefutable
    assert sorted(case.captures) == sorted(captures)


def test_a_guard_makes_a_pattern_refutable() -> None:
    (case,) = cases_of("b if b > 1")
    assert not case.irrefutable
    assert outline(case.guard) == "Comparison(Name('b'), [['>', Constant(1)]])"
