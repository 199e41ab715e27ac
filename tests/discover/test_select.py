from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.contents import FileContents
from keylint.discover.files import SourceFile, discover
from keylint.discover.select import select
from tests.discover.tree import names, selected, selection, write

if TYPE_CHECKING:
    from pathlib import Path

ST = "import streamlit as st\n"


def test_a_folder_without_streamlit_has_nothing_to_analyse(tmp_path: Path) -> None:
    assert selected(tmp_path, {"a.py": "import b", "b.py": "", "pages/c.py": ""}) == []


def test_importers_of_what_draws_and_imports_of_what_matters(tmp_path: Path) -> None:
    files = {
        "main.py": "from views import home\nhome.show()",
        "views/home.py": "from ui import field\nfrom texts import TITLE\n",
        "ui.py": ST + "import keys",
        "keys.py": "import numbers_of_keys",
        "numbers_of_keys.py": "",
        "texts.py": "",
        "batch.py": "import keys, texts",
        "unrelated.py": "",
    }

    assert selected(tmp_path, files) == [
        "keys.py",
        "main.py",
        "numbers_of_keys.py",
        "texts.py",
        "ui.py",
        "views/home.py",
    ]


def test_a_mention_alone_does_not_make_importers_draw(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": '"""Usage: streamlit run app.py"""',
        "batch.py": "import pkg",
        "app.py": ST + "import pkg",
    }

    assert selected(tmp_path, files) == ["app.py", "pkg/__init__.py"]


def test_packages_around_an_imported_module_run_too(tmp_path: Path) -> None:
    files = {
        "app.py": ST + "from a.b.c import X",
        "a/__init__.py": "from .deep import Y",
        "a/b/c.py": "",
        "a/deep.py": "",
    }

    assert selected(tmp_path, files) == ["a/__init__.py", "a/b/c.py", "a/deep.py", "app.py"]


def test_search_roots(tmp_path: Path) -> None:
    files = {
        "apps/one/app.py": ST + "import beside, above, in_src.mod\n",
        "apps/one/beside.py": "",
        "above.py": "",
        "src/in_src/mod.py": "",
        "elsewhere/other.py": "",
        "apps/two/beside.py": "",
    }

    assert selected(tmp_path, files) == ["above.py", "apps/one/app.py", "apps/one/beside.py", "src/in_src/mod.py"]


def test_relative_imports_stay_in_their_package(tmp_path: Path) -> None:
    files = {
        "pkg/a/x.py": ST + "from ..b import y\nfrom . import z",
        "pkg/b/y.py": "",
        "pkg/a/z.py": "",
        "z.py": "",
        "b.py": "",
    }

    assert selected(tmp_path, files) == ["pkg/a/x.py", "pkg/a/z.py", "pkg/b/y.py"]


def test_each_module_that_a_name_may_mean(tmp_path: Path) -> None:
    files = {"app.py": ST + "import views.home", "views/home.py": "import utils", "views/utils.py": "", "utils.py": ""}

    assert selected(tmp_path, files) == ["app.py", "utils.py", "views/home.py", "views/utils.py"]


def test_dynamic_imports_and_named_files(tmp_path: Path) -> None:
    files = {
        "app.py": ST + "importlib.import_module('views.home')\nst.Page('./pages_of_text/about us.py')\n",
        "views/home.py": "'''A page of text.'''",
        "pages_of_text/about us.py": "'''Text.'''",
        "views/other.py": "",
        "inner/run.py": ST + "st.switch_page('../shared/x.py')",
        "shared/x.py": "",
    }

    assert selected(tmp_path, files) == [
        "app.py",
        "inner/run.py",
        "pages_of_text/about us.py",
        "shared/x.py",
        "views/home.py",
    ]


def test_a_page_that_holds_only_text_is_a_page(tmp_path: Path) -> None:
    files = {"app.py": ST, "pages/about.py": "'''# About'''", "pages/deeper/x.py": "", "other/pages/y.py": ""}

    assert selected(tmp_path, files) == ["app.py", "pages/about.py"]


def test_an_entry_point_that_holds_only_text(tmp_path: Path) -> None:
    files = {"home.py": "'''# Welcome'''", "pages/form.py": ST, "lib/x.py": ""}

    assert selected(tmp_path, files) == ["home.py", "pages/form.py"]


def test_packages_that_draw_count_like_streamlit(tmp_path: Path) -> None:
    files = {"app.py": "import page", "page.py": "from acme_ui import field", "x.py": "import acme"}

    assert selected(tmp_path, files) == []
    assert selected(tmp_path, files, packages=("acme_ui",)) == ["app.py", "page.py"]


def test_cycles_end(tmp_path: Path) -> None:
    assert selected(tmp_path, {"a.py": "import b", "b.py": ST + "import a, b"}) == ["a.py", "b.py"]


def test_undecodable_files_are_read_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(b"# -*- coding: latin-1 -*-\nimport streamlit, m\xf6bel\n\0\xff")
    (tmp_path / "empty.py").touch()

    assert names(selection(tmp_path).selected, tmp_path) == ["app.py"]


def test_files_are_read_once_and_the_skipped_are_forgotten(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": ST, "other.py": "old"})
    discovery = discover([tmp_path], (), tmp_path)
    contents = FileContents()
    select(discovery, contents)
    write(tmp_path, {"app.py": "changed", "other.py": "new"})

    assert [contents.read(file) for file in discovery.files] == [ST.encode(), b"new"]


def test_a_file_that_vanishes_is_unreadable_and_the_rest_is_selected(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": ST + "import gone", "gone.py": ""})
    discovery = discover([tmp_path], (), tmp_path)
    (tmp_path / "gone.py").unlink()

    chosen = select(discovery, FileContents())

    assert "app.py" in names(chosen.selected, tmp_path)
    (unreadable,) = chosen.unreadable
    assert unreadable.path == tmp_path / "gone.py"
    assert unreadable.reason == "No such file or directory"


def test_contents_remember_that_a_file_is_unreadable(tmp_path: Path) -> None:
    contents = FileContents()
    file = SourceFile(tmp_path / "late.py", "late.py")

    assert contents.read(file) is None
    write(tmp_path, {"late.py": ""})
    assert contents.read(file) is None
    assert len(contents.unreadable) == 1
