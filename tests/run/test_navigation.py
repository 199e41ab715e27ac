"""Pages that several calls of `st.navigation` register, as for users of several roles."""

from __future__ import annotations

import pytest

from tests.run.apps import keys, run

FIELD = "import streamlit as st\nst.text_input('x', key='x')\n"
ROLES = "import streamlit as st\nrole = st.selectbox('Role', ['admin', 'user'])\n"


def pages_of(source: str, **others: str) -> list[str]:
    app = run({"app.py": source, "a.py": FIELD, "b.py": FIELD.replace("'x'", "'y'")} | others)
    return [page.name for page in app.pages]


@pytest.mark.parametrize(
    "source",
    [
        "if role == 'admin':\n    page = st.navigation([st.Page('a.py'), st.Page('b.py')])\n"
        "else:\n    page = st.navigation([st.Page('a.py', title='Mine')])\npage.run()\n",
        "pages = [st.Page('a.py', default=True)]\nif role == 'admin':\n    pages = [st.Page('a.py'), st.Page('b.py')]\n"
        "st.navigation(pages).run()\n",
        "if role == 'admin':\n    page = st.navigation({'': ['a.py', 'b.py']})\n"
        "else:\n    page = st.navigation(['a.py'])\npage.run()\n",
    ],
)
def test_one_file_is_one_page(source: str) -> None:
    assert pages_of(ROLES + source) == ["a.py", "b.py"]


def test_one_file_at_two_addresses_is_two_pages() -> None:
    calls = "[st.Page('a.py', url_path='one'), st.Page('a.py', url_path='two')]"
    assert pages_of(f"import streamlit as st\nst.navigation({calls}).run()\n") == ["a.py", "a.py"]


def test_a_function_is_one_page_whoever_registers_it() -> None:
    source = (
        "def view():\n    st.text_input('x', key='x')\n"
        "page = st.navigation([view, st.Page('b.py')] if role == 'admin' else [st.Page(view)])\npage.run()\n"
    )
    assert pages_of(ROLES + source) == ["app.py::view", "b.py"]


@pytest.mark.parametrize("pages", ["st.Page('gone.py'), st.Page('b.py')", "'gone.py', 'b.py'"])
def test_a_page_whose_file_is_not_there_is_named(pages: str) -> None:
    app = run({"app.py": f"import streamlit as st\nst.navigation([{pages}]).run()\n", "b.py": FIELD})
    (unknown,) = app.unknowns
    assert "its file 'gone.py' does not exist" in unknown.reason
    assert (app.pages_not_found, app.pages_not_analysed, app.pages_without_run) == (1, 1, 0)


def test_what_the_page_draws_is_drawn_for_every_role() -> None:
    source = (
        "if role == 'admin':\n    page = st.navigation([st.Page('a.py'), st.Page('b.py')])\n"
        "else:\n    page = st.navigation([st.Page('a.py')])\npage.run()\n"
    )
    app = run({"app.py": ROLES + source, "a.py": FIELD, "b.py": FIELD})
    assert [keys(app, page) for page in (0, 1)] == [["x"], ["x"]]
    (first, second) = (page.universe for page in app.pages)
    assert first is not second
