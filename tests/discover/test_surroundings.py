"""What a given file takes along: its imports, its pages, its entrypoint."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.discover.files import SourceFile, discover
from keylint.discover.surroundings import surroundings

if TYPE_CHECKING:
    from pathlib import Path


def around(root: Path, files: dict[str, str], given: str, top: Path | None = None) -> list[str]:
    """The further files of the app that the file `given` belongs to."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    start = SourceFile(root / given, given)
    found = surroundings((start,), FileContents(), top or root)
    return [file.path.relative_to(root).as_posix() for file in found]


def test_imports_are_followed_over_any_number_of_steps(tmp_path: Path) -> None:
    files = {
        "app.py": "from ui.fields import name\nimport missing, os",
        "ui/__init__.py": "",
        "ui/fields.py": "from . import base",
        "ui/base.py": "",
        "ui/other.py": "",
        "os.py": "",
    }
    assert around(tmp_path, files, "app.py") == ["os.py", "ui/__init__.py", "ui/base.py", "ui/fields.py"]


def test_a_folder_above_and_its_src_are_searched_up_to_the_root(tmp_path: Path) -> None:
    files = {"top/web/app.py": "import lib, out", "top/src/lib.py": "", "out.py": ""}
    assert around(tmp_path, files, "top/web/app.py", tmp_path / "top") == ["top/src/lib.py"]


def test_an_entrypoint_takes_its_pages_and_a_page_its_entrypoint(tmp_path: Path) -> None:
    files = {"app.py": "", "pages/1_a.py": "", "pages/2_b.py": "", "pages/__init__.py": ""}
    assert around(tmp_path, files, "app.py") == ["pages/1_a.py", "pages/2_b.py"]
    assert around(tmp_path, files, "pages/2_b.py") == ["app.py", "pages/1_a.py"]
    # The folder of pages may be all that was given: then it is no root to stop at.
    assert around(tmp_path, files, "pages/2_b.py", tmp_path / "pages") == ["app.py", "pages/1_a.py"]


def test_pages_that_are_named_are_found(tmp_path: Path) -> None:
    files = {"app.py": 'st.Page("views/home.py")', "views/home.py": ""}
    assert around(tmp_path, files, "app.py") == ["views/home.py"]


def test_somebody_elses_code_is_left_out(tmp_path: Path) -> None:
    files = {"app.py": 'import site-packages.a\nst.Page(".hidden/p.py")', ".hidden/p.py": "", "site-packages/a.py": ""}
    assert around(tmp_path, files, "app.py") == []


def test_modules_whose_names_are_made_may_be_any_that_are_near(tmp_path: Path) -> None:
    files = {
        "app.py": 'import importlib\nfor n in range(3):\n    importlib.import_module(f"day_{n}").show()\n',
        "day_1.py": "import tools.shared",
        "tools/shared.py": "",
        "tools/deep/other.py": "",
        "dynamic.py": "name = 'views.home'\n__import__(name)",
        "static.py": "import importlib\nimportlib.import_module('day_1')",
    }
    assert around(tmp_path, files, "app.py") == ["day_1.py", "dynamic.py", "static.py", "tools/shared.py"]
    assert around(tmp_path, files, "dynamic.py") == ["app.py", "day_1.py", "static.py", "tools/shared.py"]
    assert around(tmp_path, files, "static.py") == ["day_1.py", "tools/shared.py"]


@pytest.mark.skipif(os.name == "nt", reason="the links are those of other systems")
def test_links_lead_to_nothing_that_is_near(tmp_path: Path) -> None:
    for name, target in (("a", "."), ("b", "."), ("loop", "loop"), ("tools/up", ".."), ("gone.py", "nowhere")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(target)
    (tmp_path / "views.py").mkdir()
    files = {"app.py": "__import__(name)", "day_1.py": "__import__(name)", "tools/part.py": "__import__(name)"}
    assert around(tmp_path, files, "app.py") == ["day_1.py", "tools/part.py"]


def of_app(root: Path, files: dict[str, str], given: str) -> list[str]:
    """The files that are read for the path `given`, below the folder `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    discovery = discover([root / given], ["attic"], root)
    more = surroundings(discovery.files, FileContents(), root, discovery.around)
    return [file.path.relative_to(root).as_posix() for file in (*discovery.files, *more)]


NAVIGATION = {
    "app.py": "from ui import menu\nmenu.run()\n",
    "ui/menu.py": 'st.navigation([st.Page("views/a.py"), st.Page("views/b.py")])',
    "views/a.py": "",
    "views/b.py": "",
    "app_old.py": 'st.Page("views/a.py")',
    "attic/app.py": 'st.Page("../views/a.py")',
    "other.py": "import views.c",
    "views/c.py": "",
}


def test_a_page_takes_the_scripts_above_that_come_to_it(tmp_path: Path) -> None:
    whole = ["app.py", "ui/menu.py", "views/a.py", "views/b.py"]
    assert sorted(of_app(tmp_path, NAVIGATION, "views/a.py")) == whole
    assert sorted(of_app(tmp_path, NAVIGATION, "ui/menu.py")) == whole
    assert sorted(of_app(tmp_path, NAVIGATION, "ui")) == whole


def test_a_folder_of_views_takes_each_script_that_comes_to_one(tmp_path: Path) -> None:
    assert sorted(of_app(tmp_path, NAVIGATION, "views")) == [
        *("app.py", "other.py", "ui/menu.py"),
        *("views/a.py", "views/b.py", "views/c.py"),
    ]


def test_what_the_walk_leaves_out_above_is_no_start_of_an_app(tmp_path: Path) -> None:
    files = {"app_old.py": 'st.Page("a.py")', "app.py": "", "attic.py": "", "a.py": ""}
    assert of_app(tmp_path, files, "a.py") == ["a.py"]


def test_modules_whose_names_are_made_lead_to_a_page_only_beside_streamlit(tmp_path: Path) -> None:
    loads = "import importlib\ndef load(name):\n    return importlib.import_module(name)\n"
    files = {"app.py": f"import streamlit as st\n{loads}", "plugins.py": loads, "views/a.py": ""}
    assert sorted(of_app(tmp_path, files, "views/a.py")) == ["app.py", "plugins.py", "views/a.py"]
    assert of_app(tmp_path / "other", {"plugins.py": loads, "views/a.py": ""}, "views/a.py") == ["views/a.py"]


def test_scripts_above_the_root_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('st.Page("inner/a.py")', "utf-8")
    assert of_app(tmp_path / "inner", {"a.py": ""}, "a.py") == ["a.py"]


def test_what_leads_to_no_given_file_is_not_told_of_when_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text("import a", "utf-8")
    (tmp_path / "a.py").write_text("", "utf-8")
    discovery = discover([tmp_path / "a.py"], [], tmp_path)
    (tmp_path / "tool.py").unlink()
    contents = FileContents()
    assert surroundings(discovery.files, contents, tmp_path, discovery.around) == ()
    assert contents.unreadable == ()
