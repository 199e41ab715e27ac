"""Random modules of Streamlit apps: branches, loops, callbacks, forms, fragments, pages, helpers, classes."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.comments import comments
from tests.fuzzing.expressions import FUNCTIONS, expression, keys, names, state_read, widget
from tests.fuzzing.idioms import idioms

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[Any]], Any]

HEADS = (
    "import streamlit as st",
    "import streamlit as st",
    "import streamlit as st",
    "import streamlit as st\nss = st.session_state",
    "import streamlit as st\nimport helper\nfrom helper import *",
    "import streamlit as st\nfrom helper import field, show, KEY as key",
    "from streamlit import session_state as ss\nimport streamlit as st",
    "import streamlit as st, uuid, pandas as pd\ndf = pd.read_csv('a.csv')",
    "from . import helper\nimport streamlit as st",
    "try:\n    import streamlit as st\nexcept ImportError:\n    st = None",
    "",
)
DECORATORS = (
    "",
    "",
    "",
    "@st.fragment\n",
    "@st.fragment(run_every=5)\n",
    '@st.dialog("D")\n',
    "@st.cache_data\n",
    "@st.cache_resource(ttl=1)\n",
    "@staticmethod\n",
    "@property\n",
    "@functools.lru_cache\n",
    "@helper.wrapped\n",
)
PARAMETERS = ("", "key", "self", "key='a', *args, **kwargs", "x, /, y=1, *, key=None", "self, key, ui=st", "*keys")
BLOCKS = (
    "if {}:",
    "if {}:",
    "while {}:",
    "for x in {}:",
    "for x, row in enumerate({}):",
    "for key, (x, y) in {}:",
    'with st.form("f"):',
    "with st.form({}, clear_on_submit=True):",
    'with st.expander("E", expanded=False):',
    'with st.popover("P", on_change="rerun") as flag:',
    "with st.sidebar:",
    "with col:",
    "with st.columns(2)[0], st.container():",
    'with st.spinner("…"):',
    "with {} as x:",
    "if __name__ == '__main__':",
)
FLAT = (
    "pass",
    "st.stop()",
    "st.rerun()",
    'st.rerun(scope="fragment")',
    'st.switch_page("pages/1_a.py")',
    "return",
    "break",
    "continue",
    "raise ValueError",
    "yield",
    "global flag",
    "main()",
    "self.show()",
    "Panel().show()",
    "col, ui = st.columns(2)",
    'tab1, tab2 = st.tabs(["a", "b"], on_change="rerun")',
    'pg = st.navigation([st.Page("pages/1_a.py"), st.Page(main, title="M")])',
    'pg = st.navigation({"A": [st.Page(p) for p in glob("pages/*.py")]})',
    "pg.run()",
    "st.navigation([]).run()",
    "exec(open('x.py').read())",
    "st.session_state.update(a=1, **kwargs)",
    "st.session_state.update({'a': 1, 'b': None})",
    "st.session_state.clear()",
    "for k in list(st.session_state): del st.session_state[k]",
    "for k, v in {'a': 1, 'b': 2}.items():\n    st.session_state.setdefault(k, v)",
    "st.session_state = {}",
    "KEYS = {'a': 'name', **KEYS}",
    "class Keys(str, Enum):\n    A = 'a'",
    "@dataclass\nclass State:\n    a: int = 0\n    b: list = field(default_factory=list)",
    "nonlocal x",
    "del x, y",
    "assert flag, 'no'",
    "import helper as st",
    "from helper import *",
    "async def later():\n    async with x as y:\n        await st.write(1)",
    "x: int",
    "type X = int",
    "st.set_page_config(layout='wide')",
    "if 'a' not in st.session_state:\n    st.session_state.a = 1",
    "st.session_state.a = st.session_state.a",
    "st.session_state._name = st.session_state.name",
    "def changed():\n    st.session_state['name'] = st.session_state['_name']",
)


_assigned = st.builds("{} = {}".format, names, widget())
_written = st.one_of(
    st.builds("st.session_state[{}] = {}".format, keys, expression(1)),
    st.builds("st.session_state.{} = {}".format, names, expression(1)),
    st.builds("st.session_state[{}] = st.session_state[{}]".format, keys, keys),
    st.builds("st.session_state[{0}] = st.session_state.get({0})".format, keys),
    st.builds("if {0} not in st.session_state: st.session_state[{0}] = {1}".format, keys, expression(0)),
    st.builds("st.session_state.setdefault({}, {})".format, keys, expression(0)),
    st.builds("{} = {}".format, state_read(), expression(1)),
    st.builds("{} += {}".format, state_read(), expression(0)),
    st.builds("del st.session_state[{}]".format, keys),
    st.builds("del {}".format, state_read()),
)
_other = st.one_of(
    st.builds("{} = {}".format, names, expression(1)),
    st.builds("{}, {} = {}".format, names, names, expression(1)),
    st.builds("{} += {}".format, names, expression(0)),
    st.builds("return {}".format, expression(1)),
    expression(2),
)
_shown = st.one_of(
    st.builds("st.write({})".format, expression(1)),
    st.builds("st.write({})".format, state_read()),
    st.builds("{}({}, key={})".format, st.sampled_from(FUNCTIONS), expression(1), keys),
    st.builds("{}({})".format, st.sampled_from(FUNCTIONS), keys),
)


@st.composite
def statement(draw: Draw, depth: int) -> str:
    """A statement, with blocks of so many levels."""
    kind = draw(st.sampled_from(_WEIGHTED if depth > 0 else _WEIGHTED_FLAT))
    if kind == "nested":
        return draw(nested(depth))
    if kind == "function":
        return draw(function(depth))
    text = draw(_SIMPLE[kind])
    return f"{text}  {draw(comments)}" if "\n" not in text and draw(st.integers(0, 15)) == 7 else text


_SIMPLE = {
    "widget": widget(),
    "assigned": _assigned,
    "written": _written,
    "shown": _shown,
    "flat": st.sampled_from(FLAT),
    "other": _other,
    "idiom": idioms,
}
_WEIGHTED_FLAT = (
    "widget",
    "widget",
    "assigned",
    "assigned",
    "written",
    "written",
    "shown",
    "flat",
    "other",
    "idiom",
    "idiom",
)
_WEIGHTED = (*_WEIGHTED_FLAT, "nested", "nested", "nested", "nested", "function")


_TESTS = st.one_of(
    widget(),
    names,
    st.builds("{} == {}".format, names, keys),
    st.builds('st.{}("L", key={})'.format, st.sampled_from(("checkbox", "toggle", "button")), keys),
    st.builds('st.radio("L", ["a", "b"], key={}) == "a"'.format, keys),
    state_read(),
    state_read(),
)


@st.composite
def nested(draw: Draw, depth: int) -> str:
    """A statement with a block of its own, or several."""
    kind = draw(st.sampled_from(("block", "block", "if", "else", "try", "match", "class")))
    body = draw(block(depth - 1))
    test = draw(st.one_of(expression(1), _TESTS))
    if kind == "block":
        return draw(st.sampled_from(BLOCKS)).replace("{}", test) + body
    other = draw(block(depth - 1))
    if kind == "if":
        return f"if {test}:{body}\nelif {draw(expression(1))}:{other}\nelse:{draw(block(0))}"
    if kind == "else":
        return f"{draw(st.sampled_from(('if', 'while', 'for x in')))} {test}:{body}\nelse:{other}"
    if kind == "try":
        ending = draw(
            st.sampled_from(("except Exception:", "except (KeyError, x) as y:", "finally:", "except* OSError:"))
        )
        return f"try:{body}\n{ending}{other}"
    if kind == "match":
        pattern = draw(
            st.sampled_from(("'a'", "x", "[x, *y]", "{'a': x, **y}", "Panel(x, a=1)", "None | 1", "(1 as x)"))
        )
        return f"match {test}:\n    case {pattern} if x:{_indented(body)}\n    case _:{_indented(other)}"
    base = draw(st.sampled_from(("", "(Panel)", "(str, Enum)", "(NamedTuple)", "(metaclass=x)")))
    return f"class {draw(st.sampled_from(('Panel', 'Keys')))}{base}:{body}"


@st.composite
def function(draw: Draw, depth: int) -> str:
    """The definition of a function."""
    name = draw(st.sampled_from([each for each in FUNCTIONS if "." not in each]))
    head = f"{draw(st.sampled_from(DECORATORS))}def {name}({draw(st.sampled_from(PARAMETERS))}):"
    return head + draw(block(depth - 1))


@st.composite
def block(draw: Draw, depth: int) -> str:
    """The block of a statement, indented, on lines of its own."""
    return _indented("\n" + "\n".join(draw(st.lists(statement(depth), min_size=1, max_size=3))))


@st.composite
def module(draw: Draw, most: int = 12) -> str:
    """A whole module that Python's parser takes."""
    parts = [draw(statement(2)) for _ in range(draw(st.integers(1, most)))]
    return "\n".join((draw(st.sampled_from(HEADS)), *filter(parses, parts))) + "\n"


def parses(source: str | bytes) -> bool:
    """Whether Python's parser takes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
            return False
    return True


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")
