"""Which scripts are apps: what their own run draws, seen from the source, in the shapes that projects have."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from keylint.app.entrypoints.layouts import Named, find_layouts
from keylint.app.entrypoints.scripts import Scripts
from tests.run.apps import ROOT, project_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ST = "import streamlit as st\n"
DRAWS = ST + 'st.text_input("x", key="k")\n'
PAGE = ST + 'st.text_input("p", key="p")\n'
MAIN = ST + 'def main():\n    st.text_input("x", key="k")\n'
GUARD = 'if __name__ == "__main__":\n    main()\n'

# what it shows: (files, the entrypoints with the number of their pages)
SHAPES: Mapping[str, tuple[Mapping[str, str], dict[str, int]]] = {
    "a plain script": ({"app.py": DRAWS}, {"app.py": 0}),
    "a main function below the guard": ({"app.py": MAIN + GUARD}, {"app.py": 0}),
    "a main function that is called without a guard": ({"app.py": MAIN + "main()\n"}, {"app.py": 0}),
    "a guard the other way round": ({"app.py": MAIN + 'if "__main__" == __name__:\n    main()\n'}, {"app.py": 0}),
    "a main function that nobody calls": ({"lib.py": MAIN}, {}),
    "what runs only when it is imported": ({"lib.py": MAIN + 'if __name__ != "__main__":\n    main()\n'}, {}),
    "a helper of an imported module": ({"app.py": "from ui import main\nmain()\n", "ui.py": MAIN}, {"app.py": 0}),
    "a helper of a helper": (
        {"app.py": "import b\nb.show()\n", "b.py": "from c import main\ndef show():\n    main()\n", "c.py": MAIN},
        {"app.py": 0},
    ),
    "a helper of a package, exported": (
        {"app.py": "import lib\nlib.main()\n", "lib/__init__.py": "from .ui import *\n", "lib/ui.py": MAIN},
        {"app.py": 0},
    ),
    "a module loaded by its name": (
        {"app.py": 'import importlib\nimportlib.import_module("views.home").main()\n', "views/home.py": MAIN},
        {"app.py": 0},
    ),
    "commands imported by name": ({"app.py": 'from streamlit import title as t\nt("x")\n'}, {"app.py": 0}),
    "commands imported with a star": ({"app.py": 'from streamlit import *\ntitle("x")\n'}, {"app.py": 0}),
    "the module under another name": ({"app.py": 'import streamlit\nui = streamlit\nui.title("x")\n'}, {"app.py": 0}),
    "a container": ({"app.py": ST + 'box = st.sidebar\nbox.title("x")\n'}, {"app.py": 0}),
    "a container that a call gives": ({"app.py": ST + 'place = st.empty()\nplace.text_input("x")\n'}, {"app.py": 0}),
    "a component": (
        {"app.py": "import streamlit.components.v1 as components\ncomponents.declare_component('c')(key='k')\n"},
        {"app.py": 0},
    ),
    "a component of a package": ({"app.py": "from st_aggrid import AgGrid\nAgGrid(1)\n"}, {"app.py": 0}),
    "a class made and run at module level": (
        {"app.py": ST + 'class App:\n    def run(self):\n        self.draw()\n    def draw(self):\n        st.title("x")\nApp().run()\n'},
        {"app.py": 0},
    ),
    "methods out of a dict": (
        {"app.py": ST + 'class App:\n    def run(self, step):\n        {"a": self.draw}[step]()\n    def draw(self):\n        st.title("x")\nApp().run("a")\n'},
        {"app.py": 0},
    ),
    "methods that are kept by their names": (
        {"app.py": ST + 'class App:\n    def run(self, step):\n        steps = {"a": self.draw}\n        steps[step]()\n    def draw(self):\n        st.title("x")\nApp().run("a")\n'},
        {"app.py": 0},
    ),
    "a method whose name is put together": (
        {"app.py": ST + 'class App:\n    def run(self, step):\n        getattr(self, f"draw_{step}")()\n    def draw_a(self):\n        st.title("x")\nApp().run("a")\n'},
        {"app.py": 0},
    ),
    "a method of an object of its own that any name may name": (
        {"app.py": ST + 'class App:\n    def run(self, step):\n        getattr(self, step)()\n    def draw(self):\n        st.title("x")\nApp().run("draw")\n'},
        {"app.py": 0},
    ),
    "a function of a module whose name is put together": (
        {"app.py": "import sys, ui\ngetattr(ui, 'ma' + sys.argv[1])()\n", "ui.py": MAIN},
        {"app.py": 0},
    ),
    "another method than the name can name": (
        {"app.py": ST + 'class App:\n    def run(self, step):\n        getattr(self, f"load_{step}")()\n    def draw_a(self):\n        st.title("x")\n    def load_a(self):\n        print(1)\nApp().run("a")\n'},
        {},
    ),
    "a class whose constructor draws": (
        {"app.py": ST + 'class App:\n    def __init__(self):\n        st.title("x")\nApp()\n'},
        {"app.py": 0},
    ),
    "a method of a base class": (
        {
            "app.py": "from base import Base\nclass App(Base):\n    def body(self):\n        pass\napp = App()\napp.run()\n",
            "base.py": ST + 'class Base:\n    def run(self):\n        st.title("x")\n        self.body()\n',
        },
        {"app.py": 0},
    ),
    "views in a table": (
        {"app.py": "import a\nVIEWS = {'a': a.main}\nVIEWS[input()]()\n", "a.py": MAIN},
        {"app.py": 0},
    ),
    "a table of views that nobody opens": ({"lib.py": MAIN + "VIEWS = {'a': main}\nprint(len(VIEWS))\n"}, {}),
    "views given to a runner": (
        {
            "app.py": "from multi import Multi\nimport a\napp = Multi()\napp.add(a.main)\napp.run()\n",
            "multi.py": "class Multi:\n    def __init__(self):\n        self.views = []\n    def add(self, view):\n"
            "        self.views.append(view)\n    def run(self):\n        for view in self.views:\n            view()\n",
            "a.py": MAIN,
        },
        {"app.py": 0},
    ),
    "views registered by a decorator": (
        {
            "app.py": "import views\nfrom registry import run\nrun()\n",
            "registry.py": "VIEWS = []\ndef view(function):\n    VIEWS.append(function)\n    return function\n"
            "def run():\n    for each in VIEWS:\n        each()\n",
            "views.py": ST + 'from registry import view\n@view\ndef home():\n    st.title("x")\n',
        },
        {"app.py": 0},
    ),
    "a fragment": ({"app.py": ST + '@st.fragment\ndef part():\n    st.title("x")\npart()\n'}, {"app.py": 0}),
    "only the configuration of the page": ({"app.py": ST + "st.set_page_config(layout='wide')\n"}, {"app.py": 0}),
    # Scripts that are none.
    "one that says streamlit": ({"job.py": '"""Not for streamlit."""\nprint("streamlit")\n'}, {}),
    "one that imports it for nothing": ({"job.py": ST + "print(1)\n"}, {}),
    "one that only decorates": ({"lib.py": ST + "@st.cache_data\ndef load():\n    return 1\nload()\n"}, {}),
    "one that reads secrets and state": (
        {"job.py": ST + 'print(st.secrets["x"], st.secrets.get("y"))\nst.session_state.setdefault("a", 1)\n'},
        {},
    ),
    "one that looks for a feature": ({"job.py": ST + 'print(hasattr(st, "fragment"), st.__version__)\n'}, {}),
    "one that starts Streamlit": (
        {"run.py": 'import subprocess\nsubprocess.run(["streamlit", "run", "app.py"])\n', "app.py": DRAWS},
        {"app.py": 0},
    ),
    "one that starts Streamlit from within": (
        {"run.py": 'import sys\nfrom streamlit.web import cli\nsys.argv = ["streamlit", "run", "app.py"]\ncli.main()\n', "app.py": DRAWS},
        {"app.py": 0},
    ),
    "one that runs the app's file": ({"run.py": 'import runpy\nrunpy.run_path("app.py")\n', "app.py": DRAWS}, {"app.py": 0}),
    "one that tests the app": (
        {"check.py": 'from streamlit.testing.v1 import AppTest\nAppTest.from_file("app.py").run()\n', "app.py": DRAWS},
        {"app.py": 0},
    ),
    "one whose helper reports what is missing": (
        {"migrate.py": "import db\ndb.connect()\n", "db.py": ST + 'def connect():\n    st.error("no database")\n'},
        {},
    ),
    "one whose helper draws when something fails": (
        {
            "migrate.py": "import db\ndb.connect()\n",
            "db.py": ST + "def connect():\n    try:\n        open('x')\n    except OSError:\n        st.code('help')\n",
        },
        {},
    ),
    "one that imports a module that draws": ({"run.py": "import app\n", "app.py": DRAWS}, {"app.py": 0}),
    # Tests, copies and what has been retired.
    "tests": (
        {"app.py": DRAWS, "test_app.py": DRAWS, "app_test.py": DRAWS, "tests/one.py": DRAWS, "conftest.py": DRAWS},
        {"app.py": 0},
    ),
    "copies": (
        {"app.py": DRAWS, "old_app.py": DRAWS, "app_old.py": DRAWS, "app_backup.py": DRAWS, "copy of app.py": DRAWS, "app (1).py": DRAWS},
        {"app.py": 0},
    ),
    "a copy and nothing else": ({"app_backup.py": DRAWS}, {"app_backup.py": 0}),
    # One app that is reached in several ways.
    "launchers of an app": (
        {"app.py": MAIN + GUARD, "run.py": "import app\napp.main()\n", "tools/launch.py": "from app import main\nmain()\n"},
        {"app.py": 0},
    ),
    "launchers of a module that does not start itself": (
        {"core.py": MAIN, "run.py": "import core\ncore.main()\n", "tools/launch.py": "import core\ncore.main()\n"},
        {"run.py": 0},
    ),
    "a preview of a part": (
        {
            "app.py": ST + "import ui\nst.title('x')\nui.main()\nui.more()\n",
            "tools/preview.py": "from ui import main\nmain()\n",
            "ui.py": MAIN + 'def more():\n    st.text_input("y", key="y")\n',
        },
        {"app.py": 0},
    ),
    "one helper with other keys": (
        {"one.py": 'from ui import field\nfield("a")\n', "two.py": 'from ui import field\nfield("b")\n', "ui.py": ST + "def field(k):\n    st.text_input('x', key=k)\n"},
        {"one.py": 0, "two.py": 0},
    ),
    "one helper, and state of its own": (
        {"app.py": ST + "import ui\nst.title('x')\nui.main()\n", "two.py": ST + 'import ui\nui.main()\ndel st.session_state["k"]\n', "ui.py": MAIN},
        {"app.py": 0, "two.py": 0},
    ),
    "a helper module with a demonstration": ({"app.py": DRAWS + "import ui\nui.main()\n", "ui.py": MAIN + GUARD}, {"app.py": 0}),
    "two that import each other": ({"app.py": DRAWS + "import b\n", "b.py": DRAWS + "import app\n"}, {"app.py": 0}),
    "apps beside each other": ({"one/app.py": DRAWS, "two/app.py": DRAWS, "three.py": DRAWS}, {"one/app.py": 0, "two/app.py": 0, "three.py": 0}),
    # Pages.
    "an entrypoint and its pages": ({"app.py": DRAWS, "pages/1_a.py": PAGE, "pages/2_b.py": PAGE, "pages/__init__.py": ""}, {"app.py": 2}),
    "scripts beside the pages that draw nothing": (
        {"Home.py": DRAWS, "pages/1_a.py": PAGE, "setup_db.py": ST + "print(st.__version__)\n", "fix.py": 'print("streamlit")\n', "cli.py": "import helper\nhelper.go()\n", "helper.py": ST + "def go():\n    return st.secrets\n"},
        {"Home.py": 1},
    ),
    "scripts beside the pages that draw": (
        {"Home.py": DRAWS, "debug.py": DRAWS, "admin.py": DRAWS, "pages/1_a.py": PAGE},
        {"Home.py": 1, "debug.py": 0, "admin.py": 0},
    ),
    "an entrypoint with the number and icon of a page": ({"0_🏠_Home.py": DRAWS, "a.py": DRAWS, "pages/1_a.py": PAGE}, {"0_🏠_Home.py": 1, "a.py": 0}),
    "an unusual name that configures the page": (
        {"a.py": DRAWS, "dash.py": ST + "st.set_page_config()\n" + DRAWS, "pages/1_a.py": PAGE},
        {"dash.py": 1, "a.py": 0},
    ),
    "an entrypoint that only sends to a page": ({"app.py": ST + 'st.switch_page("pages/1_a.py")\n', "pages/1_a.py": PAGE}, {"app.py": 1}),
    "an entrypoint of which nothing is seen": ({"app.py": "exec(open('x').read())\n", "pages/1_a.py": PAGE}, {"app.py": 1}),
    "pages that import the entrypoint": ({"Home.py": MAIN + "main()\n", "pages/1_a.py": "from Home import main\nmain()\n"}, {"Home.py": 1}),
    "an entrypoint that a launcher imports": (
        {"run.py": "from web.app import main\nmain()\n", "web/app.py": MAIN + GUARD, "web/pages/1_a.py": PAGE},
        {"web/app.py": 1},
    ),
    "pages without an entrypoint": ({"pages/1_a.py": PAGE, "pages/2_b.py": PAGE}, {"pages": 2}),
    "pages beside nothing that draws": ({"job.py": ST + "print(1)\n", "pages/1_a.py": PAGE}, {"pages": 1}),
    "a package called pages": ({"app.py": "from src.pages import a\na.main()\n", "src/pages/a.py": MAIN + GUARD}, {"app.py": 0}),
    "page objects of a browser test": ({"pages/login.py": "class Login:\n    pass\nprint('streamlit')\n"}, {}),
    # Navigation.
    "pages of a navigation": (
        {"app.py": ST + 'st.navigation([st.Page("views/a.py"), st.Page("views/b.py")]).run()\n', "views/a.py": PAGE, "views/b.py": PAGE},
        {"app.py": 0},
    ),
    "pages of a navigation by path": (
        {"app.py": ST + 'from pathlib import Path\nst.navigation([st.Page(Path("views", "a.py"))]).run()\n', "views/a.py": PAGE},
        {"app.py": 0},
    ),
    "a navigation that its pages import": (
        {"app.py": ST + 'P = ["a", "b"]\ndef show():\n    st.title("x")\nif __name__ == "__main__":\n    st.navigation([st.Page(f"v/{p}.py") for p in P]).run()\n', "v/a.py": "from app import show\nshow()\n", "v/b.py": PAGE},
        {"app.py": 0, "v/a.py": 0, "v/b.py": 0},
    ),
}  # fmt: skip


def layouts_of(files: Mapping[str, str]) -> dict[str, int]:
    layouts = find_layouts(Scripts(project_of(files)))
    return {layout.entrypoint.relative_to(ROOT).as_posix(): len(layout.pages) for layout in layouts}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_apps_of_a_project(shape: str) -> None:
    files, expected = SHAPES[shape]
    assert layouts_of(files) == expected


@pytest.mark.parametrize("shape", SHAPES)
def test_the_order_of_the_files_decides_nothing(shape: str) -> None:
    files, expected = SHAPES[shape]
    names = list(files)
    for seed in range(5):
        Random(seed).shuffle(names)
        assert layouts_of({name: files[name] for name in names}) == expected


def test_named_entrypoints_are_the_apps_whatever_they_draw() -> None:
    files = {"app.py": DRAWS, "job.py": "print(1)\n", "pages/1_a.py": PAGE}
    scripts = Scripts(project_of(files))
    layouts = find_layouts(scripts, Named((ROOT / "job.py", ROOT / "job.py"), lambda _path: True))
    assert [(layout.entrypoint, layout.pages) for layout in layouts] == [(ROOT / "job.py", (ROOT / "pages/1_a.py",))]


def test_names_that_are_made_of_each_other_come_to_an_end() -> None:
    files = {
        "app.py": "from a import *\nfrom b import *\nx = y = z = x or y or z\nclass A(B): ...\nclass B(A): ...\nA().run(x)\nnowhere()\n"
        + DRAWS,
        "a.py": "from b import *\n",
        "b.py": "from a import *\nfrom app import A\n",
    }
    assert layouts_of(files) == {"app.py": 0}
