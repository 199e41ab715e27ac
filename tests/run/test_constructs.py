"""Every way to write a widget call leads to the same key: one case for each construct of Python that apps use."""

from __future__ import annotations

import pytest

from tests.run.apps import certain_keys, draws, keys, run

# name: (source, the keys that every run draws)
NAMES_OF_STREAMLIT = {
    "module": ('import streamlit as st\nst.text_input("x", key="k")', ["k"]),
    "module without alias": ('import streamlit\nstreamlit.text_input("x", key="k")', ["k"]),
    "function": ('from streamlit import text_input\ntext_input("x", key="k")', ["k"]),
    "function under another name": ('from streamlit import text_input as ask\nask("x", key="k")', ["k"]),
    "star": ('from streamlit import *\ntext_input("x", key="k")', ["k"]),
    "second name": ('import streamlit as st\nui = st\nui.text_input("x", key="k")', ["k"]),
    "function in a variable": ('import streamlit as st\nask = st.text_input\nask("x", key="k")', ["k"]),
    "parameter": ('import streamlit as st\ndef draw(ui):\n    ui.text_input("x", key="k")\ndraw(st)', ["k"]),
    "getattr": ('import streamlit as st\ngetattr(st, "text_input")("x", key="k")', ["k"]),
    "getattr over constants": (
        'import streamlit as st\nfor n in ["text_input", "text_area"]:\n    getattr(st, n)("x", key=f"k_{n}")',
        ["k_text_input", "k_text_area"],
    ),
    "table of functions": (
        'import streamlit as st\nask = {"a": st.text_input, "b": st.text_area}\nask["b"]("x", key="k")',
        ["k"],
    ),
    "imported in a function": (
        'def page():\n    import streamlit as st\n    st.text_input("x", key="k")\npage()',
        ["k"],
    ),
    "imported in a try": (
        'try:\n    import streamlit as st\nexcept ImportError:\n    st = None\nif st:\n    st.text_input("x", key="k")',
        [],
    ),
    "key by position is no key": ('import streamlit as st\nst.button("x", "k")', ["k"]),
    "widget in an argument": ('import streamlit as st\nst.write(st.text_input("x", key="k"))', ["k"]),
    "widget in a text": ("import streamlit as st\nst.write(f\"{st.text_input('x', key='k')}\")", ["k"]),
    "widget in a lambda": ('import streamlit as st\nask = lambda key: st.text_input("x", key=key)\nask("k")', ["k"]),
    "widget in a default": ('import streamlit as st\ndef f(v=st.text_input("x", key="k")):\n    return v\n', ["k"]),
    "widget in a decorator's argument": (
        'import streamlit as st\n@st.cache_data(show_spinner=st.checkbox("x", key="k"))\ndef f(): ...',
        ["k"],
    ),
}

CONTAINERS = {
    "with": ('import streamlit as st\nwith st.expander("x"):\n    st.text_input("x", key="k")', ["k"]),
    "method": ('import streamlit as st\nst.sidebar.text_input("x", key="k")', ["k"]),
    "variable": ('import streamlit as st\nbox = st.container()\nbox.text_input("x", key="k")', ["k"]),
    "tuple": ('import streamlit as st\na, b = st.columns(2)\nb.text_input("x", key="k")', ["k"]),
    "tuple with a star": ('import streamlit as st\na, *b = st.columns(3)\nb[0].text_input("x", key="k")', ["k"]),
    "subscript": ('import streamlit as st\nst.columns(2)[1].text_input("x", key="k")', ["k"]),
    "loop": (
        'import streamlit as st\nfor i, tab in enumerate(st.tabs(["a", "b"])):\n    with tab:\n'
        '        st.text_input("x", key=f"k{i}")',
        ["k0", "k1"],
    ),
    "zip": (
        'import streamlit as st\nfor c, n in zip(st.columns(2), ["a", "b"]):\n    c.text_input("x", key=n)',
        ["a", "b"],
    ),
    "modulo": (
        "import streamlit as st\ncols = st.columns(2)\nfor i in range(3):\n"
        '    cols[i % 2].text_input("x", key=f"k{i}")',
        ["k0", "k1", "k2"],
    ),
    "parameter": ('import streamlit as st\ndef f(box):\n    box.text_input("x", key="k")\nf(st.sidebar)', ["k"]),
    "attribute": (
        "import streamlit as st\nclass Layout:\n    def __init__(self):\n        self.left, self.right = st.columns(2)\n"
        'Layout().right.text_input("x", key="k")',
        ["k"],
    ),
    "several in one with": (
        'import streamlit as st\nwith st.sidebar, st.form("f"):\n    st.text_input("x", key="k")',
        ["k"],
    ),
    "as": ('import streamlit as st\nwith st.popover("x") as box:\n    box.text_input("x", key="k")', ["k"]),
    "columns of columns": (
        'import streamlit as st\n[a, b] = st.columns([1, 2])\nc, d = a.columns(2)\nd.text_input("x", key="k")',
        ["k"],
    ),
    "a spinner": ('import streamlit as st\nwith st.spinner("x"):\n    st.text_input("x", key="k")', ["k"]),
    "an empty placeholder": (
        'import streamlit as st\np = st.empty()\nwith p.container():\n    st.text_input("x", key="k")',
        ["k"],
    ),
}

KEYS = {
    "literal": ('key = "k"', ["k"]),
    "adjacent literals": ('key = "k" "1"', ["k1"]),
    "f-string": ('p = "a"\nkey = f"{p}_1"', ["a_1"]),
    "f-string of a number": ('n = 3\nkey = f"k{n + 1}"', ["k4"]),
    "f-string with repr": ('p = "a"\nkey = f"k{p!r}"', ["k*"]),
    "plus": ('p = "a"\nkey = p + "_" + str(1)', ["a_1"]),
    "percent": ('key = "%s_%d" % ("a", 1)', ["a_1"]),
    "percent of one": ('key = "k_%s" % 1', ["k_1"]),
    "format": ('key = "{}_{name}".format("a", name="b")', ["a_b"]),
    "format by number": ('key = "{1}_{0}".format("a", "b")', ["b_a"]),
    "join": ('key = "_".join(["a", "b"])', ["a_b"]),
    "join of a generator": ('key = "_".join(str(i) for i in range(3))', ["0_1_2"]),
    "lower": ('key = "A b".lower().replace(" ", "_")', ["a_b"]),
    "constant of a dict": ('KEYS = {"name": "k"}\nkey = KEYS["name"]', ["k"]),
    "get of a dict": ('KEYS = {"name": "k"}\nkey = KEYS.get("name", "other")', ["k"]),
    "nested dicts": ('KEYS = {"a": {"b": "k"}}\nkey = KEYS["a"]["b"]', ["k"]),
    "item of a list": ('KEYS = ["a", "b"]\nkey = KEYS[-1]', ["b"]),
    "class attribute": ('class Keys:\n    NAME = "k"\nkey = Keys.NAME', ["k"]),
    "class attribute made of another": ('class Keys:\n    P = "a_"\n    NAME = P + "k"\nkey = Keys.NAME', ["a_k"]),
    "enumeration": ('from enum import Enum\nclass Keys(Enum):\n    NAME = "k"\nkey = Keys.NAME.value', ["k"]),
    "str enumeration": ('from enum import Enum\nclass Keys(str, Enum):\n    NAME = "k"\nkey = Keys.NAME', ["k"]),
    "auto": (
        "from enum import Enum, auto\nclass E(Enum):\n    A = auto()\n    B = 7\n    C = auto()\n"
        'key = f"{E.A.value}_{E.C.value}"',
        ["1_8"],
    ),
    "auto of texts": (
        "import enum\nclass E(enum.StrEnum):\n    FIRST = enum.auto()\n    SECOND = enum.auto()\nkey = E.SECOND",
        ["second"],
    ),
    "auto of bits": (
        "from enum import Flag, auto\nclass E(Flag):\n    A = auto()\n    B = auto()\n    C = auto()\n"
        'key = f"bit {E.C.value}"',
        ["bit 4"],
    ),
    "auto by a rule": (
        "from enum import Enum, auto\nclass E(str, Enum):\n    def _generate_next_value_(name, start, count, last):\n"
        '        return f"{name}_{count}"\n    A = auto()\n    B = auto()\nkey = E.B.value',
        ["B_1"],
    ),
    "StrEnum": ('from enum import StrEnum\nclass Keys(StrEnum):\n    NAME = "k"\nkey = Keys.NAME', ["k"]),
    "annotated": ('from typing import Final\nNAME: Final = "k"\nkey = NAME', ["k"]),
    "helper": ('def make(name, *, page="p"):\n    return f"{page}.{name}"\nkey = make("k")', ["p.k"]),
    "helper with a default of a constant": (
        'P = "p"\ndef make(name, page=P):\n    return page + name\nkey = make("k")',
        ["pk"],
    ),
    "partial": (
        'from functools import partial\ndef make(page, name):\n    return f"{page}.{name}"\n'
        'at = partial(make, "p")\nkey = at("k")',
        ["p.k"],
    ),
    "lambda": ('make = lambda name: f"p.{name}"\nkey = make("k")', ["p.k"]),
    "closure": (
        'def maker(page):\n    def make(name):\n        return f"{page}.{name}"\n    return make\nkey = maker("p")("k")',
        ["p.k"],
    ),
    "both arms": ('key = "a" if st.session_state.get("f") else "a"', ["a"]),
    "or": ('given = None\nkey = given or "k"', ["k"]),
    "walrus": ('f((name := "k"))\nkey = name', ["k"]),
    "augmented": ('key = "a"\nkey += "b"', ["ab"]),
    "tuple": ('key, other = "a", "b"', ["a"]),
    "swap": ('key, other = "a", "b"\nkey, other = other, key', ["b"]),
    "star": ('key, *rest = ["a", "b", "c"]', ["a"]),
    "namedtuple": (
        'from typing import NamedTuple\nclass Spec(NamedTuple):\n    key: str\n    label: str = "x"\n'
        'key = Spec("k").key',
        ["k"],
    ),
    "dataclass": (
        'from dataclasses import dataclass\n@dataclass\nclass Spec:\n    label: str\n    key: str = "k"\n'
        'key = Spec("x").key',
        ["k"],
    ),
    "dataclass by position": (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Spec:\n    label: str\n    key: str\n"
        'key = Spec("x", "k").key',
        ["k"],
    ),
    "dataclass by name": (
        'from dataclasses import dataclass\n@dataclass\nclass Spec:\n    key: str\n    label: str = "x"\n'
        'key = Spec(key="k").key',
        ["k"],
    ),
    "dataclass that inherits": (
        "from dataclasses import dataclass\n@dataclass\nclass Base:\n    label: str\n@dataclass\nclass Spec(Base):\n"
        '    key: str\nkey = Spec("x", "k").key',
        ["k"],
    ),
    "dataclass with a post-init": (
        "from dataclasses import dataclass, field\n@dataclass\nclass Spec:\n    name: str\n"
        '    key: str = field(init=False)\n    def __post_init__(self):\n        self.key = f"k_{self.name}"\n'
        'key = Spec("a").key',
        ["k_a"],
    ),
    "SimpleNamespace": ('from types import SimpleNamespace\nspec = SimpleNamespace(key="k")\nkey = spec.key', ["k"]),
    "self.prefix": (
        "class Page:\n    def __init__(self, prefix):\n        self.prefix = prefix\n    def key(self, name):\n"
        '        return f"{self.prefix}_{name}"\nkey = Page("p").key("k")',
        ["p_k"],
    ),
    "property": (
        'class Page:\n    name = "p"\n    @property\n    def key(self):\n        return f"{self.name}_k"\nkey = Page().key',
        ["p_k"],
    ),
    "classmethod": (
        'class Page:\n    name = "p"\n    @classmethod\n    def key(cls):\n        return f"{cls.name}_k"\nkey = Page.key()',
        ["p_k"],
    ),
    "staticmethod": (
        'class Page:\n    @staticmethod\n    def key(name):\n        return f"p_{name}"\nkey = Page.key("k")',
        ["p_k"],
    ),
    "__name__": ('key = f"{__name__}_k"', ["__main___k"]),
    "name of a class": ("class Page: ...\nkey = Page.__name__", ["Page"]),
    "name of an instance's class": (
        'class Page:\n    def key(self):\n        return f"{self.__class__.__name__}_k"\nkey = Page().key()',
        ["Page_k"],
    ),
    "name of the type": (
        "class Page:\n    def key(self):\n        return type(self).__name__\nkey = Page().key()",
        ["Page"],
    ),
    "name of a function": ("def page(): ...\nkey = page.__name__", ["page"]),
    "unknown": ("key = open('x').read()", ["*"]),
    "partly unknown": ("key = 'k_' + open('x').read()", ["k_*"]),
    "list built step by step": ('names = []\nnames.append("a")\nnames.append("b")\nkey = names[1]', ["b"]),
    "dict built step by step": ('names = {}\nnames["a"] = "k"\nkey = names["a"]', ["k"]),
    "dict with another in it": ('base = {"a": "k"}\nnames = {**base, "b": "c"}\nkey = names["a"]', ["k"]),
    "list with another in it": ('base = ["a"]\nnames = [*base, "b"]\nkey = names[1]', ["b"]),
    "dict of pairs": ('key = dict([("a", "k")])["a"]', ["k"]),
    "dict of keywords": ('key = dict(a="k")["a"]', ["k"]),
    "dict comprehension": ('key = {n: f"k_{n}" for n in ("a", "b")}["b"]', ["k_b"]),
    "list comprehension": ('key = [f"k_{n}" for n in ("a", "b")][1]', ["k_b"]),
    "nested functions' global": ('PREFIX = "p"\ndef make():\n    return PREFIX + "k"\nkey = make()', ["pk"]),
    "global statement": (
        'N = 0\ndef make():\n    global N\n    N += 1\n    return f"k{N}"\nmake()\nkey = make()',
        ["k2"],
    ),
    "nonlocal statement": (
        'def counter():\n    n = 0\n    def make():\n        nonlocal n\n        n += 1\n        return f"k{n}"\n'
        "    return make\nmake = counter()\nmake()\nkey = make()",
        ["k2"],
    ),
}

LOOPS = {
    "range": ("for i in range(2):", 'f"k{i}"', ["k0", "k1"]),
    "enumerate": ('for i, n in enumerate(["a", "b"], start=1):', 'f"{n}{i}"', ["a1", "b2"]),
    "dict": ('for n in {"a": 1, "b": 2}:', "n", ["a", "b"]),
    "items": ('for n, v in {"a": 1, "b": 2}.items():', 'f"{n}{v}"', ["a1", "b2"]),
    "keys": ('for n in {"a": 1}.keys():', "n", ["a"]),
    "values": ('for n in {"a": "k"}.values():', "n", ["k"]),
    "zip": ('for a, b in zip(["a", "b"], range(2)):', 'f"{a}{b}"', ["a0", "b1"]),
    "nested targets": ('for i, (a, b) in enumerate([("x", 1)]):', 'f"{i}{a}{b}"', ["0x1"]),
    "list of dicts": ('for row in [{"key": "a"}, {"key": "b"}]:', 'row["key"]', ["a", "b"]),
    "sorted": ('for n in sorted(["b", "a"]):', "n", ["a", "b"]),
    "reversed": ('for n in reversed(["a", "b"]):', "n", ["b", "a"]),
    "text": ('for n in "ab":', "n", ["a", "b"]),
    "enumeration": (
        'from enum import Enum\nclass E(Enum):\n    A = "a"\n    B = "b"\nfor n in E:',
        "n.value",
        ["a", "b"],
    ),
    "dict of lists": ('for n in {"a": ["x", "y"]}["a"]:', "n", ["x", "y"]),
    "slices": ('names = ["a", "b", "c"]\nfor n in names[:2]:', "n", ["a", "b"]),
    "sum of lists": ('for n in ["a"] + ["b"]:', "n", ["a", "b"]),
    "product": ('from itertools import product\nfor a, b in product("ab", [1]):', 'f"{a}{b}"', ["a1", "b1"]),
    "chain": ('from itertools import chain\nfor n in chain(["a"], ["b"]):', "n", ["a", "b"]),
    "split": ('for n in "a b".split():', "n", ["a", "b"]),
    "map": ("for n in map(str, [1, 2]):", "n", ["1", "2"]),
}


def test_a_list_that_an_unknown_loop_fills_is_not_known() -> None:
    app = run(
        'import streamlit as st\nnames = []\nfor row in open("x"):\n    names.append("a")\n'
        'for i, name in enumerate(names):\n    st.text_input("x", key=f"k{i}")'
    )
    assert keys(app) == ["k*"]


def test_a_text_that_grows_without_end_is_no_key() -> None:
    pieces = "".join(f'html += f"<p>{{row[{number}]}}</p>"\n' for number in range(100))
    app = run(f'import streamlit as st\nrow = open("x").read()\nhtml = "<div>"\n{pieces}st.text_input("x", key=html)')
    [draw] = draws(app)
    assert draw.key is not None
    assert draw.key.text.startswith("<div>")
    assert len(draw.key.parts) < 40


@pytest.mark.parametrize("name", NAMES_OF_STREAMLIT)
def test_names_of_streamlit(name: str) -> None:
    source, expected = NAMES_OF_STREAMLIT[name]
    assert certain_keys(run(source)) == expected


@pytest.mark.parametrize("name", CONTAINERS)
def test_containers(name: str) -> None:
    source, expected = CONTAINERS[name]
    app = run(source)
    assert [key for key in certain_keys(app) if key != "f"] == expected


@pytest.mark.parametrize("name", KEYS)
def test_keys(name: str) -> None:
    source, expected = KEYS[name]
    app = run(f'import streamlit as st\ndef f(x): ...\n{source}\nst.text_input("x", key=key)')
    assert certain_keys(app) == expected


@pytest.mark.parametrize("name", LOOPS)
def test_loops(name: str) -> None:
    header, key, expected = LOOPS[name]
    app = run(f'import streamlit as st\n{header}\n    st.text_input("x", key={key})')
    assert certain_keys(app) == expected
