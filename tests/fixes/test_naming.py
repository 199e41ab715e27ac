"""Files of an app that do not lie below its script: they share a helper where they are seen to import one another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from keylint.discover.contents import FileContents
from keylint.fixing.offers import fix_all
from keylint.settings import Settings

STATE = 'import streamlit as st\n\n\ndef init():\n    st.session_state.setdefault("a", 1)\n'
DRAWS = """import streamlit as st
IMPORTS

def show():
    if st.toggle("Show", key="show_KEY", value=True):
        st.text_input("Name", key="KEY")
    st.write(st.session_state.get("KEY"))
"""
HEAD = "import streamlit as st\nfrom pkg import views\nfrom pkg.parts import more\n\n"
MAIN = HEAD + "views.show()\nmore.show()\n"
DRAWING_MAIN = MAIN + DRAWS.replace("KEY", "mail").partition("IMPORTS")[2] + "\n\nshow()\n"


def draws(key: str, imports: str = "") -> str:
    return DRAWS.replace("KEY", key).replace("IMPORTS\n", imports)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fixed(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """What the files say after all fixes, and those that are made."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = Settings(root=folder, target_option="1.40", cache=False)
    outcome = fix_all([Path()], settings, FileContents(), unsafe=True)
    return files | {change.display: change.after.decode() for change in outcome.changes}


def homes(files: dict[str, str]) -> list[str]:
    return [path for path, text in sorted(files.items()) if "def kept(" in text]


def imported(text: str) -> list[str]:
    """The modules from which a file imports the helper."""
    found = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.ImportFrom)]
    return ["." * each.level + (each.module or "") for each in found if any(name.name == "kept" for name in each.names)]


@pytest.mark.parametrize("script", ["app.py", "app/main.py"])
def test_a_module_of_the_package_takes_it_for_all(script: str, folder: Path) -> None:
    files = {
        script: DRAWING_MAIN,
        "pkg/__init__.py": "",
        "pkg/state.py": STATE,
        "pkg/views.py": draws("city", "from .state import init\n"),
        "pkg/parts/__init__.py": "",
        "pkg/parts/more.py": draws("town"),
    }
    after = fixed(folder, files)
    assert homes(after) == ["pkg/state.py"]
    assert [imported(after[path]) for path in (script, "pkg/views.py", "pkg/parts/more.py")] == [
        ["pkg.state"],
        [".state"],
        ["pkg.state"],
    ]


def test_a_package_gets_a_module(folder: Path) -> None:
    files = {
        "app/main.py": MAIN,
        "pkg/__init__.py": "",
        "pkg/views.py": draws("city"),
        "pkg/parts/__init__.py": "",
        "pkg/parts/more.py": draws("town"),
    }
    after = fixed(folder, files)
    assert homes(after) == ["pkg/state.py"]
    assert imported(after["pkg/views.py"]) == imported(after["pkg/parts/more.py"]) == ["pkg.state"]


def test_modules_of_no_package_get_one_beside_them(folder: Path) -> None:
    files = {
        "app/main.py": "import sys\n\nimport streamlit as st\n\nsys.path.append('lib')\nfrom lib import views\n\nviews.show()\n",
        "lib/views.py": draws("city", "from lib.other import f\n"),
        "lib/other.py": "def f():\n    return 1\n",
    }
    after = fixed(folder, files)
    assert homes(after) == ["lib/state.py"]
    assert imported(after["lib/views.py"]) == ["lib.state"]


def test_where_the_names_are_taken_a_file_from_elsewhere_has_its_own(folder: Path) -> None:
    taken = "import streamlit as st\n\nst.write(1)\n"
    files = {
        "app/main.py": MAIN,
        "pkg/__init__.py": "",
        "pkg/state.py": taken,
        "pkg/widget_state.py": taken,
        "pkg/views.py": draws("city"),
        "pkg/parts/more.py": "def show():\n    pass\n",
    }
    assert homes(fixed(folder, files)) == ["pkg/views.py"]
