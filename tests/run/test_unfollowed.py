"""What a run cannot follow is said with its place and reason, and only where something may be drawn or touched."""

from __future__ import annotations

import pytest

from keylint.run.reasons import Reason, page_not_found
from tests.run.apps import keys, page_named, reasons, run

VIEW = """
    import streamlit as st
    def view():
        st.text_input("x", key="k")
"""

SAID = {
    "session state is handed on": ("import library\nlibrary.load(st.session_state)", Reason.HANDED_ON),
    "a container is handed on": ("import library\nlibrary.show(st.container())", Reason.HANDED_ON),
    "columns are handed on": ("import library\nlibrary.show(st.columns(2))", Reason.HANDED_ON),
    "streamlit is handed on": ("import library\nlibrary.show(st)", Reason.HANDED_ON),
    "a function that draws": ("import library\nlibrary.protect(view)", Reason.DRAWS_ELSEWHERE),
    "a function that calls one that draws": ("import library\nlibrary.protect(lambda: view())", Reason.DRAWS_ELSEWHERE),
    "an object that draws": (
        "import library\nclass Home:\n    def run(self):\n        view()\nlibrary.add_app('Home', app=Home())",
        Reason.DRAWS_ELSEWHERE,
    ),
    "a list of functions that draw": ("import library\nlibrary.show([view])", Reason.DRAWS_ELSEWHERE),
    "mapped over": ("list(map(view, open('x')))", Reason.DRAWS_ELSEWHERE),
    "what state holds is called": ('st.session_state["view"]()', Reason.UNKNOWN_FUNCTION),
    "a name that nothing binds is called": ("from library import *\nmissing()", Reason.UNKNOWN_FUNCTION),
    "an unknown part of streamlit": ('getattr(st, open("x").read())("x")', Reason.UNKNOWN_ATTRIBUTE),
    "an unknown method of an object": (
        "class Page:\n    def draw(self):\n        view()\ngetattr(Page(), open('x').read())()",
        Reason.UNKNOWN_FUNCTION,
    ),
    "a file that is run": ('import runpy\nrunpy.run_path("x.py")', Reason.FILE_RUN_BY_HAND),
    "code in a text": ('exec(open("x").read())', Reason.COMPUTED_CODE),
    "a callback from nowhere": ('st.button("x", key="b", on_click=st.session_state["act"])', Reason.UNKNOWN_CALLBACK),
    "a widget in a cache": ('@st.cache_data\ndef f():\n    st.text_input("x")\nf()', Reason.DRAWN_IN_CACHE),
    "endless recursion": (
        'def tree(n):\n    tree(n + 1)\n    st.text_input("x", key=f"k{n}")\ntree(0)',
        Reason.RECURSION,
    ),
    "all subclasses": ("class View:\n    pass\nfor v in View.__subclasses__():\n    v.draw()", Reason.UNKNOWN_METHOD),
    "views of which some are unknown": (
        "import library\nviews = [view, view]\nfor x in library.load():\n    views.append(x)\nfor v in views:\n    v()",
        Reason.UNKNOWN_ITEMS,
    ),
    "a method that a class has not": (
        "import library\nclass View(library.View):\n    def draw(self):\n        view()\nView.run()",
        Reason.UNKNOWN_METHOD,
    ),
    "what __getattr__ gives": (
        "class Proxy:\n    def __getattr__(self, name):\n        return getattr(view, name)\nProxy().draw()",
        Reason.UNKNOWN_METHOD,
    ),
    "an inherited method": (
        "import library\nclass Page(library.Page):\n    def draw(self):\n        view()\nPage().run()",
        Reason.UNKNOWN_METHOD,
    ),
}


@pytest.mark.parametrize(("code", "reason"), SAID.values(), ids=SAID)
def test_what_may_draw_and_is_not_followed_is_said(code: str, reason: Reason) -> None:
    app = run({"app.py": f'import streamlit as st\nfrom views import view\nst.title("x")\n{code}\n', "views.py": VIEW})
    assert [unknown.reason for unknown in app.unknowns if unknown.reason == reason.value] == [reason.value]
    assert all(unknown.path == "app.py" and unknown.line > 3 for unknown in app.unknowns)


HARMLESS = {
    "a method that no object of the app has": "class Page:\n    def draw(self):\n        st.text_input('x')\n"
    "page = Page() if library.load() else library.other()\npage.to_csv()",
    "an attribute whose name is made": "class Page:\n    def draw(self):\n        st.text_input('x')\n"
    "library.use(getattr(Page(), f'x{library.load()}'))",
    "a cast": "from typing import cast\nclass Page:\n    def draw(self):\n        st.text_input('x')\ncast(Page, Page())",
    "a method of a table": 'df = library.read()\ndf.groupby("x").sum().apply(lambda row: row + 1)',
    "a value of a widget": 'library.plot(st.slider("x", 0, 9))',
    "a function that computes": "library.optimise(lambda x: x * 2)",
    "what a library gave": "model = library.load()\nmodel(1)",
    "recursion that only computes": "def depth(n):\n    return depth(n - 1) + 1\nlibrary.use(depth(3))",
    "a cached function": "@st.cache_data\ndef f():\n    return library.load()\nf()",
    "a keyless container": 'with st.container():\n    st.write("x")',
    "a mapped computation": "list(map(lambda x: x + 1, library.load()))",
    "an inherited method of plain data": "class Row(library.Row):\n    name: str\nRow().as_dict()",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_calls_of_libraries_are_no_unknowns(code: str) -> None:
    app = run(f'import streamlit as st\nimport library\nst.title("x")\n{code}\n')
    assert reasons(app) == []


def test_a_generic_base_is_a_base() -> None:
    app = run(
        """
        import streamlit as st
        from typing import Generic, TypeVar
        T = TypeVar("T")
        class Base(Generic[T]):
            @staticmethod
            def draw():
                st.text_input("x", key="k")
        class View(Base[int]):
            pass
        View.draw()
        """
    )
    assert (keys(app), reasons(app)) == (["k"], [])


LONG = "import streamlit as st\nx = 0\n" + "x = x + 1\n" * 400 + 'st.text_input("x", key="late")\n'
SHORT = 'import streamlit as st\nst.text_input("x", key="short", on_change=lambda: None)\n'


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.run.execution.machine.MOST_STEPS", 500)


@pytest.mark.usefixtures("few_steps")
def test_a_page_that_is_too_long_says_so_and_nothing_else_changes() -> None:
    app = run({"app.py": SHORT, "pages/1_long.py": LONG, "pages/2_short.py": SHORT})
    assert [(unknown.path, unknown.reason) for unknown in app.unknowns] == [
        ("pages/1_long.py", Reason.PAGE_TOO_LONG.value)
    ]
    assert app.pages_not_analysed == 1
    assert [page.is_complete for page in app.pages] == [True, False, True]
    assert keys(app, 2) == ["short"]


@pytest.mark.usefixtures("few_steps")
def test_the_steps_of_callbacks_are_the_pages() -> None:
    body = "def act():\n    x = 0\n" + "    x = x + 1\n" * 400
    app = run(f'import streamlit as st\n{body}\nst.button("x", key="b", on_click=act)\n')
    assert (reasons(app), app.pages_not_analysed) == ([Reason.PAGE_TOO_LONG.value], 1)


@pytest.mark.usefixtures("few_steps")
def test_a_module_that_is_too_long_concerns_the_pages_that_import_it() -> None:
    app = run({"app.py": SHORT, "pages/1.py": "import long\n" + SHORT, "pages/2.py": SHORT, "long.py": LONG})
    assert {unknown.path: unknown.reason for unknown in app.unknowns}["long.py"] == Reason.MODULE_TOO_LONG.value
    assert [page.name for page in app.pages if not page.is_complete] == ["pages/1.py"]


NAVIGATION = """
    import streamlit as st
    {before}
    pages = [st.Page("a.py"), {page}]
    chosen = st.navigation(pages)
    {after}
    chosen.run()
"""


@pytest.mark.parametrize(
    ("parts", "reason", "count"),
    [
        ({"page": 'st.Page("missing.py")'}, page_not_found("missing.py"), 1),
        ({"page": 'st.Page(open("x").read())'}, Reason.PAGE_COMPUTED.value, 1),
        ({"page": '*__import__("library").load()'}, Reason.PAGES_COMPUTED.value, 1),
        ({"page": 'st.Page("b.py")', "after": "st.stop()"}, Reason.PAGE_NEVER_RUN.value, 2),
    ],
)
def test_a_page_that_no_run_comes_to_is_not_analysed(parts: dict[str, str], reason: str, count: int) -> None:
    app = run({"app.py": NAVIGATION.format(**{"before": "", "after": "", **parts}), "a.py": SHORT, "b.py": SHORT})
    assert set(reasons(app)) == {reason}
    assert app.pages_not_analysed == count


def test_pages_behind_a_login_are_analysed() -> None:
    files = {
        "app.py": NAVIGATION.format(before='if not st.button("Log in"): st.stop()', page='st.Page("b.py")', after=""),
        "a.py": SHORT,
        "b.py": SHORT,
    }
    app = run(files)
    assert (reasons(app), app.pages_not_analysed) == ([], 0)
    assert page_named(app, "b.py").is_complete


@pytest.mark.parametrize("where", ["app.py", "data.py"])
def test_a_literal_of_very_many_elements_says_so_wherever_it_stands(where: str) -> None:
    literal = f"ITEMS = [{', '.join(['1'] * 10_001)}]\n"
    page = "import streamlit as st\nfrom data import *\nst.selectbox('x', ITEMS, key='k')\nif ITEMS:\n    st.write(1)\n"
    files = {"app.py": page, "data.py": ""}
    files[where] = literal + files[where]
    app = run(files)
    assert [(unknown.path, unknown.line, unknown.reason) for unknown in app.unknowns] == [
        (where, 1, Reason.LONG_LITERAL.value)
    ]
    assert keys(app) == ["k"]
