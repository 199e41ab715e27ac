"""What each kind of expression becomes."""

from __future__ import annotations

import sys

import pytest

from tests.facts.reading import body_of, outline, outline_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a'", "Constant('a')"),
        ("r'\\d'", r"Constant('\\d')"),
        ("'\\x41\\u00e9\\N{EM DASH}'", "Constant('Aé—')"),
        ("'\\d'", r"Constant('\\d')"),
        ("'''a\r\nb'''", r"Constant('a\nb')"),
        ("'''a\\\n b'''", "Constant('a b')"),
        ("'a' \"b\" '''c'''", "Constant('abc')"),
        ("u'a'", "Constant('a')"),
        ("'\\''", 'Constant("\'")'),
        ("b'a'", "Opaque('bytes', [])"),
        ("b'a' b'b'", "Opaque('bytes', [])"),
        ("1_000", "Constant(1000)"),
        ("0x_ff", "Constant(255)"),
        ("0o17", "Constant(15)"),
        ("00", "Constant(0)"),
        ("9" * 5000, "Opaque('number', [])"),
        ("1_0.5e-1", "Constant(1.05)"),
        ("1e999", "Constant(inf)"),
        ("2j", "Opaque('complex number', [])"),
        ("...", "Opaque('ellipsis', [])"),
        ("True", "Constant(True)"),
        ("None", "Constant(None)"),
    ],
)
def test_literals(text: str, expected: str) -> None:
    assert outline_of(f"x = {text}\n") == f"Assign([Name('x')], {expected})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f'a{b}c'", "JoinedText([Constant('a'), Name('b'), Constant('c')])"),
        ("f''", "JoinedText([])"),
        ("f'a' 'b' f'{c}' 'd' 'e'", "JoinedText([Constant('ab'), Name('c'), Constant('de')])"),
        ("f'{{a}} {b}'", "JoinedText([Constant('{a} '), Name('b')])"),
        ("f'a\\t{b}'", r"JoinedText([Constant('a\t'), Name('b')])"),
        ("rf'a\\t{b}'", r"JoinedText([Constant('a\\t'), Name('b')])"),
        ("f'\\N{EM DASH}{b}'", "JoinedText([Constant('—'), Name('b')])"),
        ("f'{a}{b}'", "JoinedText([Name('a'), Name('b')])"),
        ("f'{a!r}'", "JoinedText([Formatted(Name('a'))])"),
        ("f'{a!s}{a:}'", "JoinedText([Name('a'), Name('a')])"),
        ("f'{a:0{b}d}'", "JoinedText([Formatted(Name('a'))])"),
        ("f'{a=}'", "JoinedText([Formatted(Name('a'))])"),
        ("f'{1}{\"x\"}'", "JoinedText([Constant(1), Constant('x')])"),
        ("f'{a, b}'", "JoinedText([Sequence('tuple', [Name('a'), Name('b')])])"),
        (
            "f'''\n{ {1: a}[1] }'''",
            r"JoinedText([Constant('\n'), Subscript(Mapping([[Constant(1), Name('a')]]), Constant(1))])",
        ),
        ("f'{f\"{a}\"}'", "JoinedText([JoinedText([Name('a')])])"),
        ("'%s_%d' % (a, b)", "Binary('%', Constant('%s_%d'), Sequence('tuple', [Name('a'), Name('b')]))"),
    ],
)
def test_texts_with_holes(text: str, expected: str) -> None:
    assert outline_of(f"{text}\n") == expected


def test_template_strings_are_opaque() -> None:
    assert outline_of("t'a{b}{c!r}d'\n") == "Opaque('template string', [Name('b'), Formatted(Name('c'))])"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a)", "Name('a')"),
        ("ﬁle", "Name('file')"),  # Python normalises identifiers
        ("a.b.c", "Attribute(Attribute(Name('a'), 'b'), 'c')"),
        ("a[0]", "Subscript(Name('a'), Constant(0))"),
        ("a['b'][c]", "Subscript(Subscript(Name('a'), Constant('b')), Name('c'))"),
        ("a[1:b]", "Subscript(Name('a'), Opaque('slice', [Constant(1), Name('b'), Constant(None)]))"),
        ("a[:]", "Subscript(Name('a'), Opaque('slice', [Constant(None), Constant(None), Constant(None)]))"),
        ("a[1, b]", "Subscript(Name('a'), Sequence('tuple', [Constant(1), Name('b')]))"),
        ("a[1,]", "Subscript(Name('a'), Sequence('tuple', [Constant(1)]))"),
        ("a[(1, 2)]", "Subscript(Name('a'), Sequence('tuple', [Constant(1), Constant(2)]))"),
        (
            "a[::b, 0]",
            "Subscript(Name('a'), Opaque('slices', [Opaque('slice', [Constant(None), Constant(None), Name('b')]), Constant(0)]))",
        ),
        ("f()", "Call(Name('f'), [])"),
        (
            "f(a, *b, c=d, **e)",
            "Call(Name('f'), [Argument(Name('a'), None, ''), Argument(Name('b'), None, '*'), "
            "Argument(Name('d'), 'c', ''), Argument(Name('e'), None, '**')])",
        ),
        ("f(a=b, *c)", "Call(Name('f'), [Argument(Name('b'), 'a', ''), Argument(Name('c'), None, '*')])"),
        ("a + b - c", "Binary('-', Binary('+', Name('a'), Name('b')), Name('c'))"),
        ("a ** -b", "Binary('**', Name('a'), Unary('-', Name('b')))"),
        ("a @ b // c", "Binary('//', Binary('@', Name('a'), Name('b')), Name('c'))"),
        ("not +a", "Unary('not', Unary('+', Name('a')))"),
        ("~a", "Unary('~', Name('a'))"),
        ("a and b and c", "Boolean('and', [Name('a'), Name('b'), Name('c')])"),
        ("a or b and c or d", "Boolean('or', [Name('a'), Boolean('and', [Name('b'), Name('c')]), Name('d')])"),
        ("a or (b or c)", "Boolean('or', [Name('a'), Boolean('or', [Name('b'), Name('c')])])"),
        ("(a and b) and c", "Boolean('and', [Boolean('and', [Name('a'), Name('b')]), Name('c')])"),
        ("a < b <= c", "Comparison(Name('a'), [['<', Name('b')], ['<=', Name('c')]])"),
        ("a not in b is not c", "Comparison(Name('a'), [['not in', Name('b')], ['is not', Name('c')]])"),
        ("a != b == c", "Comparison(Name('a'), [['!=', Name('b')], ['==', Name('c')]])"),
        ("a if b else c", "Conditional(Name('b'), Name('a'), Name('c'))"),
        ("[a, *b]", "Sequence('list', [Name('a'), Starred(Name('b'))])"),
        ("()", "Sequence('tuple', [])"),
        ("a,", "Sequence('tuple', [Name('a')])"),
        ("{a, b}", "Sequence('set', [Name('a'), Name('b')])"),
        ("{a: b, **c}", "Mapping([[Name('a'), Name('b')], [None, Name('c')]])"),
        ("{}", "Mapping([])"),
        ("lambda: a", "Lambda([], Name('a'))"),
        (
            "lambda a, /, b=c, *d, e, f=g, **h: i",
            "Lambda([Parameter('a', 'positional', None), Parameter('b', 'positional', Name('c')), "
            "Parameter('d', '*', None), Parameter('e', 'keyword', None), Parameter('f', 'keyword', Name('g')), "
            "Parameter('h', '**', None)], Name('i'))",
        ),
        ("lambda *, a: b", "Lambda([Parameter('a', 'keyword', None)], Name('b'))"),
        ("[a for b in c]", "Comprehension('list', None, Name('a'), [Clause(Name('b'), Name('c'), [])])"),
        (
            "{a for b, c in d if e if f for g in h}",
            "Comprehension('set', None, Name('a'), [Clause(Sequence('tuple', [Name('b'), Name('c')]), Name('d'), "
            "[Name('e'), Name('f')]), Clause(Name('g'), Name('h'), [])])",
        ),
        ("{a: b for c in d}", "Comprehension('dict', Name('a'), Name('b'), [Clause(Name('c'), Name('d'), [])])"),
        (
            "f(a for b in c)",
            "Call(Name('f'), [Argument(Comprehension('generator', None, Name('a'), "
            "[Clause(Name('b'), Name('c'), [])]), None, '')])",
        ),
        ("(a := b)", "Walrus('a', Name('b'))"),
        ("await a", "Opaque('await', [Name('a')])"),
        ("yield", "Opaque('yield', [])"),
        ("yield a", "Opaque('yield', [Name('a')])"),
        ("yield from a", "Opaque('yield from', [Name('a')])"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert outline_of(f"{text}\n") == expected


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the syntax is newer")
def test_a_star_in_brackets() -> None:
    assert outline_of("a[*b]\n") == "Subscript(Name('a'), Sequence('tuple', [Starred(Name('b'))]))"


def test_escapes_that_python_rejects_are_opaque() -> None:
    """LibCST reads the file, Python does not: nothing is made up."""
    assert outline(body_of("x = '\\x1'\ny = f'{a}\\x1'\n")) == (
        "[Assign([Name('x')], Opaque('string', [])), "
        "Assign([Name('y')], JoinedText([Name('a'), Opaque('string', [])]))]"
    )
