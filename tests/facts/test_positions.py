"""Spans: the same from Python's tree and from LibCST, and those that a reader would give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keylint.facts.expressions import Attribute, Name
from keylint.facts.extract import extract, lower_module
from keylint.facts.source import Source, decode
from keylint.facts.statements import Evaluate, Function
from keylint.findings import Span
from tests.facts.reading import REAL_FILES, both_ways, read_file, text_at, walk

if TYPE_CHECKING:
    from pathlib import Path


def assert_names_are_where_they_should_be(source: Source, body: object) -> None:
    for fact in walk(body):
        if isinstance(fact, Name):
            assert text_at(source, fact.span) == fact.identifier
        elif isinstance(fact, Attribute):
            assert text_at(source, fact.span).endswith(fact.attribute)


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_ways_agree_on_real_files(path: Path) -> None:
    source = read_file(path)
    paired, provided = both_ways(source)
    assert paired == provided
    assert_names_are_where_they_should_be(source, paired)


CODE = """\
import os; import sys as system
x = (1, 2); y = 3, 4,
for a, in (b): pass
for (a, b) in c: d
@ decorator(1)
async  def  f ( a = 1, *, b : int = (2) ) -> None : return (yield)
class  C ( B , * D , metaclass = M ) :
    async def g(self): await (self . h)
if (a and
    b): c
elif (d): e
while not (a): a -= 1
with (open(a)) as b, (c): d
with (a as b, c,): d
try: a
except (A, B) as c: d
except: e
match (a, b):
    case (1, 2): c
    case 1, : c
    case ((1) | None): c
    case [1, *_] | {"k": 1, **z}: c
    case C(1, x=2) as d if (e): f
    case -1 | 2 + 3j | a.b: g
del (a), b [ 1 : ], (c)
del (a, b)
a [ : ] = b[(1), 2] = c[1 , ] = d[(1, 2)] = e[:, ::2]
f(x for x in (y)); f((x for x in y if (z))); f(a, *b, c = 1, *d, **e)
lambda a = (1), *, b = (2): (a, b)
(a)(b)(c); (a).b.c; not (a); - (- a)
(a) if (b) else (c); (a) < (b) != (c); (a) + (b)
[a for b in (c) for d in e if (f) if g]; {a : b for c in d}; {(a) for a in b}
{ ** a, b : (c) , }; { a , * b }; [ (a) , ]
(a := 1); print((b := (2)))
assert (a), (b)
raise (a) from (b)
a: (int) = (1)
global_ = 'a' "b" f'{c}' 'd'
z = (f'{a}'
     'b' f'{c!r:>{w}}'
     # between
     f'''{d}
  {e [ "f" ]} { (g) } {h, i}
''')
"""


def test_both_ways_agree_on_every_construct() -> None:
    source = Source(CODE)
    paired, provided = both_ways(source)
    assert paired == provided
    assert_names_are_where_they_should_be(source, paired)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("    ", "\t"),
        ("\nwhile", "\n\f\nwhile"),
        ("while not", "while\fnot"),
        ("'b'", "'日本😀'"),
        ("(a)", "(é日.a)"),
        (" = ", " = \\\n  "),
        ("\n''')\n", "\n''')"),
    ],
)
def test_both_ways_agree_on_odd_layout(old: str, new: str) -> None:
    assert old in CODE
    source = Source(CODE.replace(old, new))
    paired, provided = both_ways(source)
    assert paired == provided
    assert_names_are_where_they_should_be(source, paired)


def test_a_form_feed_before_a_statement_counts_as_a_column() -> None:
    """LibCST drops it, Python does not: only Python's positions are right."""
    assert spans_of("a\n\fif b: c\n", "If") == ["if b"]
    assert spans_of("a\n\fé = b\n", "Name") == ["a", "é", "b"]


def spans_of(text: str, kind: str) -> list[str]:
    source = Source(text)
    found = walk(extract(source).body)
    return [text_at(source, fact.span) for fact in found if type(fact).__name__ == kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("x = st.text_input('é', key='k') # c\n", "Call", ["st.text_input('é', key='k')"]),
        ("if a == 1:\n    b\nelif (c): d\n", "If", ["if a == 1", "elif (c"]),
        ("while a: b\n", "While", ["while a"]),
        ("for a in b(): c\n", "For", ["for a in b()"]),
        ("async with a as b, c.d: e\n", "With", ["async with a as b, c.d"]),
        ("try: a\nexcept B as c: d\nexcept: e\n", "Try", ["try"]),
        ("try: a\nexcept B as c: d\nexcept: e\n", "Handler", ["except B", "except"]),
        ("match a:\n case 'b' | 'c' if d: e\n", "Match", ["match a"]),
        ("match a:\n case 'b' | 'c' if d: e\n", "Case", ["'b' | 'c'"]),
        ("@a\nasync def  f(): b\n", "Function", ["f"]),
        ("def \\\n  f(): b\n", "Function", ["f"]),
        ("class C(D): b\n", "Class", ["C"]),
        ("a = (b)\n", "Assign", ["a = (b)"]),
        ("f(a for b in c)\n", "Comprehension", ["a for b in c"]),
        ("f((a for b in c))\n", "Comprehension", ["(a for b in c)"]),
        ("x = ((1, 2))\n", "Sequence", ["(1, 2)"]),
        ("x = f'a{b!r}'\n", "Formatted", ["b"]),
        ("x = f'a{b!r}'\n", "JoinedText", ["f'a{b!r}'"]),
        ("a[1, 2:3]\n", "Opaque", ["a[1, 2:3]", "a[1, 2:3]"]),
    ],
)
def test_what_spans_cover(text: str, kind: str, expected: list[str]) -> None:
    assert spans_of(text, kind) == expected


def test_columns_count_characters_and_no_byte_order_mark() -> None:
    (statement,) = extract(decode(b"\xef\xbb\xbf" + "'é😀'; f('日本', x)\n".encode())).body
    assert isinstance(statement, Evaluate)
    assert statement.span == Span(1, 7, 1, 17)


def test_syntax_that_only_libcst_knows_is_read_with_its_positions() -> None:
    text = "def f(é):\n    return é.g(f'{é}', (1, 2))\n"
    expected = extract(Source(f"import os  \n{text}")).body[1:]
    assert extract(Source(f"lazy import os\n{text}")).body[1:] == expected


@pytest.mark.parametrize(
    "other",
    [
        "a = f(c)\nd = 1\n",
        "a = f(b.c)\nd = 1\n",
        "a = f(b)\n",
        "a = f(b)\nd = 1\ne\n",
        "a = f(b)\nd = -1\n",
        "a = f(x=b)\nd: int = 1",
    ],
)
def test_a_tree_that_disagrees_is_not_believed(other: str) -> None:
    source = Source("a = f(b)\nd = 1\n")
    module = libcst.parse_module(source.text)
    misled = lower_module(module, ast.parse(other), source)
    assert misled == extract(source).body


def test_a_misplaced_name_is_not_believed() -> None:
    source = Source("def f(): pass\na = f(b)\n")
    module = libcst.parse_module(source.text)
    tree = ast.parse(source.text)
    tree.body[0].col_offset += 1
    misled = lower_module(module, tree, source)
    assert misled == extract(source).body
    assert isinstance(misled[0], Function)
    assert text_at(source, misled[0].span) == "f"


NAMES = st.sampled_from(["a", "bc", "é", "日本", "st"])
ATOMS = NAMES | st.sampled_from(["1", "'x'", "None", "...", "f'{a}'", "f'é{a!r}{b:>3}'", "()", "2.5", "b''", "'é' 'f'"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(template: str) -> st.SearchStrategy[str]:
        count = template.count("@")
        return st.tuples(*[inner] * count).map(lambda parts: template.replace("@", "{}").format(*parts))

    templates = [
        "( @ )",
        "(@, @)",
        "(@ , )",
        "[@, *@]",
        "(lambda x = @: @)",
        "(@ if @ else @)",
        "(@) . attr",
        "(@)(@, k = @)",
        "(@)(x for x in (@) if (@))",
        "(@)[@]",
        "(@)[@ : @, @]",
        "(@ and @ and @)",
        "((@) or @)",
        "(@ < (@) not in @)",
        "(@ +\n @)",
        "(not @)",
        "[x\tfor x in (@) if @]",
        "(y := @)",
        "(-(@) ** @)",
    ]
    return st.one_of([joined(template) for template in templates])


@given(st.recursive(ATOMS, _larger, max_leaves=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_ways_agree_on_any_expression(expression: str) -> None:
    source = Source(f"if 1:\n  é = {expression}\n")
    paired, provided = both_ways(source)
    assert paired == provided
    assert_names_are_where_they_should_be(source, paired)
