"""Calls: wrappers, methods, decorators, dispatch, callbacks; and where findings about what they draw point."""

from __future__ import annotations

from textwrap import dedent

import pytest

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.run.atoms import atoms_of
from keylint.run.trace import StateWrite
from tests.run.apps import certain_keys, draws, holds, keys, reasons, run, sites

# name: (source, the keys that every run draws)
CALLS = {
    "positional": ('def field(label, key):\n    st.text_input(label, key=key)\nfield("x", "k")', ["k"]),
    "default": ('def field(label, key="k"):\n    st.text_input(label, key=key)\nfield("x")', ["k"]),
    "keyword": ('def field(*, key):\n    st.text_input("x", key=key)\nfield(key="k")', ["k"]),
    "spread keywords": ('def field(label, **kw):\n    st.text_input(label, **kw)\nfield("x", key="k")', ["k"]),
    "spread arguments": ('def field(*args):\n    st.text_input("x", key=args[1])\nfield("x", "k")', ["k"]),
    "spread of a dict": ('options = {"label": "x", "key": "k"}\nst.text_input(**options)', ["k"]),
    "spread of a list": ('def field(label, key):\n    st.text_input(label, key=key)\nfield(*["x", "k"])', ["k"]),
    "keywords changed on the way": (
        'def field(**kw):\n    kw["key"] = "p_" + kw["key"]\n    st.text_input("x", **kw)\nfield(key="k")',
        ["p_k"],
    ),
    "keywords popped on the way": (
        'def field(label, **kw):\n    key = kw.pop("key", None)\n    st.text_input(label, key=key, **kw)\nfield("x", key="k")',
        ["k"],
    ),
    "setdefault on keywords": (
        'def field(label, **kw):\n    kw.setdefault("key", f"f_{label}")\n    st.text_input(label, **kw)\nfield("x")',
        ["f_x"],
    ),
    "two levels": (
        'def inner(key):\n    st.text_input("x", key=f"i_{key}")\ndef outer(key):\n    inner(f"o_{key}")\nouter("k")',
        ["i_o_k"],
    ),
    "recursion": (
        'def field(n):\n    st.text_input("x", key=f"k{n}")\n    if n:\n        field(n - 1)\nfield(1)',
        ["k1", "k0"],
    ),
    "mutual recursion ends": (
        'def a():\n    st.text_input("x", key="a")\n    b()\ndef b():\n    a()\na()',
        ["a", "a"],
    ),
    "method": (
        'class Form:\n    def draw(self):\n        st.text_input("x", key="k")\nForm().draw()',
        ["k"],
    ),
    "method through a variable": (
        'class Form:\n    def draw(self):\n        st.text_input("x", key="k")\nform = Form()\ndraw = form.draw\ndraw()',
        ["k"],
    ),
    "inherited method": (
        'class Base:\n    prefix = "b"\n    def draw(self):\n        st.text_input("x", key=f"{self.prefix}_k")\n'
        'class Form(Base):\n    prefix = "f"\nForm().draw()',
        ["f_k"],
    ),
    "super": (
        "class Base:\n    def __init__(self, prefix):\n        self.prefix = prefix\n    def draw(self):\n"
        '        st.text_input("x", key=f"{self.prefix}_k")\nclass Form(Base):\n    def __init__(self):\n'
        '        super().__init__("f")\n    def draw(self):\n        super().draw()\nForm().draw()',
        ["f_k"],
    ),
    "super in three generations": (
        'class A:\n    def draw(self):\n        st.text_input("x", key="a")\nclass B(A):\n    def draw(self):\n'
        '        super().draw()\n        st.text_input("x", key="b")\nclass C(B):\n    def draw(self):\n'
        '        super().draw()\n        st.text_input("x", key="c")\nC().draw()',
        ["a", "b", "c"],
    ),
    "template method": (
        "class Base:\n    def draw(self):\n        self.body()\nclass Form(Base):\n    def body(self):\n"
        '        st.text_input("x", key="k")\nForm().draw()',
        ["k"],
    ),
    "call of an object": (
        'class Field:\n    def __call__(self, key):\n        st.text_input("x", key=key)\nField()("k")',
        ["k"],
    ),
    "several objects": (
        "class Field:\n    def __init__(self, key):\n        self.key = key\n    def draw(self):\n"
        '        st.text_input("x", key=self.key)\na, b = Field("a"), Field("b")\na.draw()\nb.draw()',
        ["a", "b"],
    ),
    "list of objects": (
        "class Field:\n    def __init__(self, key):\n        self.key = key\n    def draw(self):\n"
        '        st.text_input("x", key=self.key)\nfor field in [Field("a"), Field("b")]:\n    field.draw()',
        ["a", "b"],
    ),
    "objects made in a loop": (
        "class Field:\n    def __init__(self, key):\n        self.key = key\n    def draw(self):\n"
        '        st.text_input("x", key=self.key)\nfields = [Field(k) for k in ("a", "b")]\n'
        "for field in fields:\n    field.draw()",
        ["a", "b"],
    ),
    "objects made by a helper": (
        "class Field:\n    def __init__(self, key):\n        self.key = key\n    def draw(self):\n"
        '        st.text_input("x", key=self.key)\ndef make(key):\n    return Field(key)\n'
        'a = make("a")\nb = make("b")\na.draw()\nb.draw()',
        ["a", "b"],
    ),
    "lists made in a loop": (
        'groups = {}\nfor g in ("a", "b"):\n    names = [g + "1"]\n    groups[g] = names\n'
        'for g in ("a", "b"):\n    for n in groups[g]:\n        st.text_input("x", key=n)',
        ["a1", "b1"],
    ),
    "fluent": (
        'class Builder:\n    def add(self, key):\n        st.text_input("x", key=key)\n        return self\n'
        'Builder().add("a").add("b")',
        ["a", "b"],
    ),
    "closure over a loop's variable": (
        'calls = []\nfor name in ("a", "b"):\n    def draw(name=name):\n        st.text_input("x", key=name)\n'
        "    calls.append(draw)\nfor draw in calls:\n    draw()",
        ["a", "b"],
    ),
    "decorator without wraps": (
        "def boxed(f):\n    def inner(*args, **kwargs):\n        with st.container():\n            return f(*args, **kwargs)\n"
        '    return inner\n@boxed\ndef field(key):\n    st.text_input("x", key=key)\nfield("k")',
        ["k"],
    ),
    "decorator with wraps": (
        "from functools import wraps\ndef boxed(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n"
        '        return f(*args, **kwargs)\n    return inner\n@boxed\ndef field(key):\n    st.text_input("x", key=key)\n'
        'field(key="k")',
        ["k"],
    ),
    "decorator with arguments": (
        'def titled(title):\n    def wrap(f):\n        def inner(key):\n            return f(f"{title}_{key}")\n'
        '        return inner\n    return wrap\n@titled("t")\ndef field(key):\n    st.text_input("x", key=key)\nfield("k")',
        ["t_k"],
    ),
    "decorated method": (
        "def boxed(f):\n    def inner(self, *args):\n        return f(self, *args)\n    return inner\nclass Form:\n"
        '    prefix = "p"\n    @boxed\n    def field(self, key):\n        st.text_input("x", key=self.prefix + key)\n'
        'Form().field("k")',
        ["pk"],
    ),
    "registry by decorator": (
        "PAGES = {}\ndef page(name):\n    def register(f):\n        PAGES[name] = f\n        return f\n    return register\n"
        '@page("a")\ndef first():\n    st.text_input("x", key="k")\nPAGES["a"]()',
        ["k"],
    ),
    "decorator that is a class": (
        "class boxed:\n    def __init__(self, f):\n        self.f = f\n    def __call__(self, key):\n        self.f(key)\n"
        '@boxed\ndef field(key):\n    st.text_input("x", key=key)\nfield("k")',
        ["k"],
    ),
    "fragment": ('@st.fragment\ndef part():\n    st.text_input("x", key="k")\npart()', ["k"]),
    "fragment with arguments": (
        '@st.fragment(run_every=1)\ndef part():\n    st.text_input("x", key="k")\npart()',
        ["k"],
    ),
    "fragment of a lambda": ('part = st.fragment(lambda: st.text_input("x", key="k"))\npart()', ["k"]),
    "function of a dict": ('def a():\n    st.text_input("x", key="k")\n{"a": a}["a"]()', ["k"]),
    "partial": (
        'from functools import partial\ndef field(prefix, key):\n    st.text_input("x", key=prefix + key)\n'
        'partial(field, "p_")(key="k")',
        ["p_k"],
    ),
    "generator": (
        'def fields():\n    for n in ("a", "b"):\n        yield n\nfor n in fields():\n    st.text_input("x", key=n)',
        ["a", "b"],
    ),
    "generator that draws": (
        'def fields():\n    for n in ("a", "b"):\n        yield st.text_input("x", key=n)\nlist(fields())',
        ["a", "b"],
    ),
    "context manager": (
        "from contextlib import contextmanager\n@contextmanager\ndef card(name):\n    with st.container():\n"
        '        st.text_input("x", key=f"{name}_before")\n        yield name\n        st.text_input("x", key="after")\n'
        'with card("c") as name:\n    st.text_input("x", key=f"{name}_inside")',
        ["c_before", "c_inside", "after"],
    ),
    "class as context manager": (
        'class Card:\n    def __enter__(self):\n        st.text_input("x", key="in")\n        return self\n'
        '    def __exit__(self, *details):\n        st.text_input("x", key="out")\n    key = "k"\n'
        'with Card() as card:\n    st.text_input("x", key=card.key)',
        ["in", "k", "out"],
    ),
    "suppress": (
        'from contextlib import suppress\nwith suppress(ValueError):\n    st.text_input("x", key="k")',
        ["k"],
    ),
    "main guard": ('def main():\n    st.text_input("x", key="k")\nif __name__ == "__main__":\n    main()', ["k"]),
    "async main": (
        'import asyncio\nasync def main():\n    st.text_input("x", key="k")\nasyncio.run(main())',
        ["k"],
    ),
    "map": ('list(map(lambda n: st.text_input("x", key=n), ["a", "b"]))', ["a", "b"]),
    "any over state": (
        'KEYS = ("a", "b")\nif any(k in st.session_state for k in KEYS) or True:\n    st.text_input("x", key="k")',
        ["k"],
    ),
    "environment flag": ('import os\nDEBUG = False\nif not DEBUG:\n    st.text_input("x", key="k")', ["k"]),
    "type checking": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\nelse:\n    pass\n"
        'st.text_input("x", key="k")',
        ["k"],
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls(name: str) -> None:
    source, expected = CALLS[name]
    assert certain_keys(run(f"import streamlit as st\n{source}")) == expected


DISPATCHES = {
    "dict": 'PAGES = {"a": a, "b": b}\nPAGES[choice]()',
    "get": 'PAGES = {"a": a, "b": b}\nPAGES.get(choice, a)()',
    "if": 'if choice == "a":\n    a()\nelif choice == "b":\n    b()',
    "match": 'match choice:\n    case "a":\n        a()\n    case "b":\n        b()',
    "classes": (
        "class A:\n    def draw(self):\n        a()\nclass B:\n    def draw(self):\n        b()\n"
        '{"a": A, "b": B}[choice]().draw()'
    ),
    "objects": (
        "class A:\n    def draw(self):\n        a()\nclass B:\n    def draw(self):\n        b()\n"
        'pages = {"a": A(), "b": B()}\npages[choice].draw()'
    ),
    "nested dict": 'PAGES = {"a": {"run": a}, "b": {"run": b}}\nPAGES[choice]["run"]()',
    "ternary": 'page = a if choice == "a" else b\npage()',
    "globals": "globals()[choice]()",
    "loop": 'for name, page in [("a", a), ("b", b)]:\n    if choice == name:\n        page()',
    "loop over a dict": 'for name, page in {"a": a, "b": b}.items():\n    if name == choice:\n        page()\n        break',
    "early return": 'def main():\n    if choice == "a":\n        a()\n        return\n    b()\nmain()',
    "stop": 'if choice == "a":\n    a()\n    st.stop()\nb()',
}


@pytest.mark.parametrize("name", DISPATCHES)
def test_a_dispatch_draws_each_page_under_its_own_condition(name: str) -> None:
    app = run(
        'import streamlit as st\ndef a():\n    st.text_input("x", key="ka")\ndef b():\n    st.text_input("x", key="kb")\n'
        'choice = st.sidebar.radio("Page", ["a", "b"], key="page")\n' + DISPATCHES[name]
    )
    page, first, second = draws(app)
    assert (page.condition, first.key and first.key.text, second.key and second.key.text) == (ALWAYS, "ka", "kb")
    on_a = holds(app.conditions, first.condition, lambda atom: atom.constant == "a")
    on_b = holds(app.conditions, second.condition, lambda atom: atom.constant == "b")
    assert on_a and on_b
    assert first.condition != ALWAYS
    assert not holds(app.conditions, second.condition, lambda atom: atom.constant == "a")


@pytest.mark.parametrize("count", [13, 60])
def test_a_dispatch_among_many_pages_is_followed(count: int) -> None:
    names = [f"page{number}" for number in range(count)]
    functions = "".join(f'def {name}():\n    st.text_input("x", key="{name}")\n' for name in names)
    table = ", ".join(f'"{name}": {name}' for name in names)
    app = run(f'import streamlit as st\n{functions}PAGES = {{{table}}}\nPAGES[st.radio("Page", list(PAGES))]()')
    assert keys(app) == names


def test_the_site_is_the_call_that_hands_over_the_whole_key() -> None:
    app = run(
        dedent(
            """
            import streamlit as st
            def field(label, **kw):
                return st.text_input(label, **kw)
            def named(name):
                return st.text_input(name, key=f"n_{name}")
            def fixed():
                st.text_input("x", key="fixed")
            def outer(name):
                named(name)
            field("x", key="a")
            named("b")
            fixed()
            outer("c")
            for n in ("d", "e"):
                named(n)
            """
        )
    )
    assert sites(app) == {
        "a": "app.py:11", "n_b": "app.py:6", "fixed": "app.py:8", "n_c": "app.py:6", "n_d": "app.py:6", "n_e": "app.py:6",
    }  # fmt: skip


def callback_writes(source: str) -> list[str]:
    app = run("import streamlit as st\n" + source)
    return [
        event.key.text
        for callback in app.pages[0].callbacks
        for event in callback.trace.events
        if isinstance(event, StateWrite)
    ]


SET = "def put(name, value=1):\n    st.session_state[name] = value\n"
CALLBACKS = {
    "arguments": 'st.button("x", on_click=put, args=("k",))',
    "keyword arguments": 'st.button("x", on_click=put, kwargs={"name": "k"})',
    "keyword arguments by dict()": 'st.button("x", on_click=put, kwargs=dict(name="k"))',
    "partial": 'from functools import partial\nst.button("x", on_click=partial(put, "k"))',
    "lambda": 'st.button("x", on_click=lambda: put("k"))',
    "lambda with a default": 'for n in ("k",):\n    st.button("x", on_click=lambda n=n: put(n))',
    "method": 'class C:\n    def go(self):\n        put("k")\nst.button("x", on_click=C().go)',
    "closure": 'def make(n):\n    def go():\n        put(n)\n    return go\nst.button("x", on_click=make("k"))',
    "change of a widget": 'st.text_input("x", key="w", on_change=put, args=["k"])',
    "inner function": 'def page(n):\n    def go():\n        put(n)\n    st.button("x", on_click=go)\npage("k")',
    "setattr": 'st.button("x", on_click=lambda: setattr(st.session_state, "k", 1))',
    "update": 'st.button("x", on_click=lambda: st.session_state.update(k=1))',
    "__setitem__": 'st.button("x", on_click=st.session_state.__setitem__, args=("k", 1))',
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_callbacks_run_with_their_arguments(name: str) -> None:
    assert callback_writes(SET + CALLBACKS[name]) == ["k"]


def test_callbacks_made_in_a_loop_keep_what_they_were_made_with() -> None:
    assert callback_writes(SET + 'for n in ("a", "b"):\n    st.button(n, on_click=lambda n=n: put(n))') == ["a", "b"]


def test_a_cached_function_draws_nothing() -> None:
    assert (
        keys(
            run('import streamlit as st\n@st.cache_data\ndef f():\n    st.text_input("x", key="k")\nf()\nst.text("x")')
        )
        == []
    )


def test_a_dialog_is_drawn_where_it_is_opened() -> None:
    app = run(
        'import streamlit as st\n@st.dialog("x")\ndef ask():\n    st.text_input("x", key="k")\n'
        'if st.button("x"):\n    ask()'
    )
    [draw] = draws(app)
    assert draw.context.dialog == "ask"
    assert draw.condition not in (ALWAYS, NEVER)


def test_an_unknown_wrapper_that_is_given_a_key_is_said_to_be_unknown() -> None:
    app = run('import streamlit as st\nimport acme\nacme.field("x", key="k")\nst.text("x")')
    assert any("takes a key" in reason for reason in reasons(app))


def test_import_flags_leave_the_other_arm_possible() -> None:
    app = run(
        "import streamlit as st\ntry:\n    import acme\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
        'if HAS:\n    st.text_input("x", key="with")\nelse:\n    st.text_input("x", key="without")'
    )
    conditions = [draw.condition for draw in draws(app)]
    assert keys(app) == ["with", "without"]
    assert app.conditions.either(*conditions) == ALWAYS
    assert ALWAYS not in conditions


def test_an_environment_flag_is_fixed() -> None:
    app = run(
        'import os\nimport streamlit as st\nif os.environ.get("DEBUG"):\n    st.text_input("x", key="k")\nst.text("x")'
    )
    [draw] = draws(app)
    assert {atom.kind for atom in atoms_of(app.conditions, draw.condition)} == {"environment"}
