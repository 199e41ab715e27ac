"""Apps of several files: imports in every form, pages, and several apps in one repository."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from keylint.app.entrypoints.layouts import find_layouts
from keylint.app.entrypoints.scripts import Scripts
from tests.run.apps import ROOT, certain_keys, draws, keys, page_named, project_of, reasons, run, sites

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD = 'import streamlit as st\ndef field(key):\n    return st.text_input("x", key=key)\n'

# name: (files, keys that every run of app.py draws)
IMPORTS: Mapping[str, tuple[Mapping[str, str], list[str]]] = {
    "from": ({"app.py": 'from ui import field\nfield("k")', "ui.py": FIELD}, ["k"]),
    "module": ({"app.py": 'import ui\nui.field("k")', "ui.py": FIELD}, ["k"]),
    "alias": ({"app.py": 'import ui as u\nu.field("k")', "ui.py": FIELD}, ["k"]),
    "dotted": ({"app.py": 'import lib.ui\nlib.ui.field("k")', "lib/__init__.py": "", "lib/ui.py": FIELD}, ["k"]),
    "dotted alias": ({"app.py": 'import lib.ui as u\nu.field("k")', "lib/__init__.py": "", "lib/ui.py": FIELD}, ["k"]),
    "submodule": ({"app.py": 'from lib import ui\nui.field("k")', "lib/__init__.py": "", "lib/ui.py": FIELD}, ["k"]),
    "namespace package": ({"app.py": 'from lib import ui\nui.field("k")', "lib/ui.py": FIELD}, ["k"]),
    "namespace package, dotted": ({"app.py": 'import lib.ui\nlib.ui.field("k")', "lib/ui.py": FIELD}, ["k"]),
    "re-export": (
        {"app.py": 'from lib import field\nfield("k")', "lib/__init__.py": "from .ui import field", "lib/ui.py": FIELD},
        ["k"],
    ),
    "star re-export": (
        {"app.py": 'from lib import *\nfield("k")', "lib/__init__.py": "from .ui import *", "lib/ui.py": FIELD},
        ["k"],
    ),
    "relative parent": (
        {
            "app.py": 'from lib.deep.a import draw\ndraw()',
            "lib/ui.py": FIELD,
            "lib/deep/a.py": 'from ..ui import field\ndef draw():\n    field("k")',
        },
        ["k"],
    ),
    "relative module": (
        {
            "app.py": "from lib.a import draw\ndraw()",
            "lib/__init__.py": "",
            "lib/ui.py": FIELD,
            "lib/a.py": 'from . import ui\ndef draw():\n    ui.field("k")',
        },
        ["k"],
    ),
    "in a function": ({"app.py": 'def main():\n    from ui import field\n    field("k")\nmain()', "ui.py": FIELD}, ["k"]),
    "from the entrypoint's folder": (
        {"app.py": "from pkg.a import draw\ndraw()", "pkg/a.py": 'from ui import field\ndef draw():\n    field("k")', "ui.py": FIELD},
        ["k"],
    ),
    "constants of another module": (
        {"app.py": 'import streamlit as st\nimport names\nst.text_input("x", key=names.NAME)', "names.py": 'NAME = "k"'},
        ["k"],
    ),
    "constants of a class of another module": (
        {
            "app.py": 'import streamlit as st\nfrom names import Keys\nst.text_input("x", key=Keys.NAME)',
            "names.py": 'class Keys:\n    NAME = "k"',
        },
        ["k"],
    ),
    "streamlit through another module": (
        {"app.py": 'from common import st\nst.text_input("x", key="k")', "common.py": "import streamlit as st"},
        ["k"],
    ),
    "streamlit through a star": (
        {"app.py": 'from common import *\nst.text_input("x", key="k")', "common.py": "import streamlit as st"},
        ["k"],
    ),
    "circular": (
        {
            "app.py": "import a\na.draw()",
            "a.py": 'import b\nNAME = "k"\ndef draw():\n    b.draw()',
            "b.py": "import a\nimport streamlit as st\ndef draw():\n    st.text_input('x', key=a.NAME)",
        },
        ["k"],
    ),
    "importlib": (
        {"app.py": 'import importlib\nimportlib.import_module("views.a").draw()', "views/a.py": FIELD + 'def draw():\n    field("k")'},
        ["k"],
    ),
    "importlib over constants": (
        {
            "app.py": 'from importlib import import_module\nfor n in ("a", "b"):\n    import_module(f"views.{n}").draw()',
            "views/a.py": FIELD + 'def draw():\n    field("ka")',
            "views/b.py": FIELD + 'def draw():\n    field("kb")',
        },
        ["ka", "kb"],
    ),
    "class in another module": (
        {
            "app.py": "from views import Page\nPage('p').draw()",
            "views.py": FIELD
            + 'class Page:\n    def __init__(self, p):\n        self.p = p\n    def draw(self):\n        field(f"{self.p}_k")',
        },
        ["p_k"],
    ),
    "base class in another module": (
        {
            "app.py": "from base import Base\nclass Page(Base):\n    name = 'p'\nPage().draw()",
            "base.py": FIELD + 'class Base:\n    def draw(self):\n        field(f"{self.name}_k")',
        },
        ["p_k"],
    ),
    "module attribute assigned from outside": (
        {
            "app.py": 'import streamlit as st\nimport names\nnames.NAME = "k"\nst.text_input("x", key=names.get())',
            "names.py": 'NAME = "other"\ndef get():\n    return NAME',
        },
        ["k"],
    ),
    "search path": (
        {
            "app.py": 'import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent / "src"))\n'
            'from ui import field\nfield("k")',
            "src/ui.py": FIELD,
        },
        ["k"],
    ),
    "search path with os": (
        {
            "app.py": 'import os, sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))\n'
            'from ui import field\nfield("k")',
            "src/ui.py": FIELD,
        },
        ["k"],
    ),
    "search path of the repository": (
        {
            "front/app.py": 'import sys\nsys.path.append("..")\nfrom lib.ui import field\nfield("k")',
            "lib/ui.py": FIELD,
        },
        ["k"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTS)
def test_imports(name: str) -> None:
    files, expected = IMPORTS[name]
    app = run(files, next(iter(files)))
    assert certain_keys(app) == expected


def test_the_site_of_a_helper_in_another_file_is_its_call() -> None:
    app = run({"app.py": 'from ui import field\n\nfield("k")', "ui.py": FIELD})
    assert sites(app) == {"k": "app.py:3"}


def test_what_an_imported_module_draws_is_drawn_on_no_later_run() -> None:
    assert keys(run({"app.py": 'import ui\nimport streamlit as st\nst.text("x")', "ui.py": FIELD + 'field("k")'})) == []


def test_modules_run_once_for_all_pages() -> None:
    app = run(
        {
            "app.py": "from ui import field\nfield('a')",
            "pages/1_b.py": "from ui import field\nfield('b')",
            "pages/__init__.py": "",
            "ui.py": FIELD,
        }
    )
    assert app.kind == "pages"
    assert [page.name for page in app.pages] == ["app.py", "pages/1_b.py"]
    assert (keys(app, 0), keys(app, 1)) == (["a"], ["b"])


A_AND_B = 'def a():\n    st.text_input("x", key="ka")\ndef b():\n    st.text_input("x", key="kb")\n'
NAVIGATIONS = {
    "list of functions": "pg = st.navigation([st.Page(a), st.Page(b)])\npg.run()",
    "functions themselves": "st.navigation([a, b]).run()",
    "sections": 'st.navigation({"One": [st.Page(a)], "Two": [st.Page(b)]}).run()',
    "loop": "pages = []\nfor f in (a, b):\n    pages.append(st.Page(f))\nst.navigation(pages).run()",
    "comprehension": "st.navigation([st.Page(f) for f in (a, b)]).run()",
    "conditional": 'pages = [st.Page(a)]\nif st.session_state.get("admin"):\n    pages.append(st.Page(b))\nst.navigation(pages).run()',
    "conditional sum": 'pages = [st.Page(a)]\nif st.session_state.get("admin"):\n    pages += [st.Page(b)]\nst.navigation(pages).run()',
    "arms": 'if st.session_state.get("in"):\n    pg = st.navigation([st.Page(a)])\nelse:\n    pg = st.navigation([st.Page(b)])\npg.run()',
    "helper": "def pages():\n    return [st.Page(a), st.Page(b)]\nst.navigation(pages()).run()",
    "ternary": 'st.navigation([st.Page(a)] if st.session_state.get("in") else [st.Page(b)]).run()',
    "sections built up": 'pages = {}\npages["One"] = [st.Page(a)]\nif st.session_state.get("admin"):\n    pages["Two"] = [st.Page(b)]\n'
    "st.navigation(pages).run()",
    "main": 'def main():\n    pg = st.navigation([st.Page(a), st.Page(b)])\n    pg.run()\nif __name__ == "__main__":\n    main()',
}  # fmt: skip


@pytest.mark.parametrize("name", NAVIGATIONS)
def test_navigation(name: str) -> None:
    app = run("import streamlit as st\n" + A_AND_B + NAVIGATIONS[name])
    assert app.kind == "navigation"
    assert {page.name: [d.key and d.key.text for d in page.trace.draws()] for page in app.pages} == {
        "app.py::a": ["ka"],
        "app.py::b": ["kb"],
    }


def test_pages_in_files_and_in_other_modules() -> None:
    app = run(
        {
            "app.py": """
                import streamlit as st
                from registry import PAGES
                st.sidebar.text_input("x", key="frame")
                st.navigation([st.Page("views/home.py", default=True), *PAGES]).run()
            """,
            "registry.py": """
                import streamlit as st
                import views.other
                PAGES = [st.Page("views/more.py"), st.Page(views.other.show)]
            """,
            "views/home.py": 'import streamlit as st\nst.text_input("x", key="home")',
            "views/more.py": 'import streamlit as st\nst.text_input("x", key="more")',
            "views/other.py": 'import streamlit as st\ndef show():\n    st.text_input("x", key="other")',
        }
    )
    assert {page.name: [d.key and d.key.text for d in page.trace.draws()] for page in app.pages} == {
        "views/home.py": ["frame", "home"],
        "views/more.py": ["frame", "more"],
        "views/other.py::show": ["frame", "other"],
    }
    assert [page.name for page in app.pages if page.is_default] == ["views/home.py"]
    frame = page_named(app, "views/home.py").trace.draws()[0]
    assert frame.context.in_frame


def test_pages_known_only_when_the_app_runs_are_said_to_be_unknown() -> None:
    app = run('import streamlit as st\nimport os\nst.navigation([st.Page(p) for p in os.listdir("views")]).run()')
    assert any("known only when the app runs" in reason for reason in reasons(app))


def test_several_apps_share_a_helper() -> None:
    project = project_of(
        {
            "one.py": 'from ui import field\nfield("a")',
            "two/app.py": 'import streamlit as st\nst.text_input("x", key="k")',
            "two/pages/1_b.py": 'import streamlit as st\nst.text_input("x", key="b")',
            "ui.py": FIELD,
            "tests/test_app.py": "import one\none.main()",
            "two/pages/__init__.py": "",
        }
    )
    layouts = {
        layout.entrypoint.relative_to(ROOT).as_posix(): layout.pages for layout in find_layouts(Scripts(project))
    }
    assert layouts == {"one.py": (), "two/app.py": (ROOT / "two/pages/1_b.py",)}


def test_one_file_under_several_names() -> None:
    app = run(
        {
            "app.py": dedent(
                """
                import streamlit as st
                import lib.state
                from lib import state
                from lib.state import KEYS as names
                import lib.state as again
                lib.state.KEYS["a"] = "k"
                for keys in (state.KEYS, names, again.KEYS):
                    st.text_input("x", key=keys["a"])
                """
            ),
            "lib/__init__.py": "",
            "lib/state.py": "KEYS = {}",
        }
    )
    assert certain_keys(app) == ["k", "k", "k"]


def test_a_missing_module_is_external() -> None:
    app = run('from .nowhere import field\nimport streamlit as st\nfield("x", key="k")\nst.text_input("x", key="a")')
    assert [draw.key and draw.key.text for draw in draws(app)] == ["a"]
