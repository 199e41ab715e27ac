"""From files to apps: what is run, how often, and what a script that shows nothing leaves to others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.engine import analyse, check
from keylint.run.runs import run_app
from keylint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.run.project import Project
    from keylint.run.runs import App
    from keylint.streamlit.target import Target

    Write = Callable[[dict[str, str]], Settings]

ST = "import streamlit as st\n"
DRAWS = ST + 'st.text_input("x", key="k")\n'
PAGE = ST + 'st.text_input("p", key="p")\n'


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a project, goes there, and gives settings for it."""

    def make(files: dict[str, str]) -> Settings:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path)
        return Settings(root=tmp_path, target_streamlit="1.60", cache=False)

    return make


def apps(settings: Settings, *paths: str) -> dict[str, list[str]]:
    """The apps, with the names of their pages."""
    found = analyse([Path(path) for path in paths], settings).apps
    return {app.entrypoint: [page.name for page in app.pages] for app in found}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every run of an app: its entrypoint, and how many files of pages it was given."""
    noted: list[tuple[str, int]] = []

    def run(
        project: Project,
        entrypoint: Path,
        pages: Sequence[Path],
        target: Target,
        search_folders: tuple[Path, ...],
    ) -> App:
        noted.append((project.display[entrypoint], len(pages)))
        return run_app(project, entrypoint, pages, target, search_folders)

    monkeypatch.setattr("keylint.engine.run_app", run)
    return noted


def test_pages_are_run_once_whatever_lies_beside_them(write: Write, runs: list[tuple[str, int]]) -> None:
    helpers = {f"job_{number}.py": ST + 'print("streamlit")\n' for number in range(6)}
    others = {f"demo_{number}.py": DRAWS for number in range(6)}
    pages = {f"pages/{number}.py": PAGE for number in range(30)}
    found = apps(write({"Home.py": DRAWS, **helpers, **others, **pages}))
    assert len(found["Home.py"]) == 31
    assert sorted(runs) == [("Home.py", 30), *((name, 0) for name in others)]


def test_an_app_and_its_launchers_are_run_once(write: Write, runs: list[tuple[str, int]]) -> None:
    main = ST + 'def main():\n    st.text_input("x", key="k")\nif __name__ == "__main__":\n    main()\n'
    tools = {f"tools/run_{number}.py": "from app import main\nmain()\n" for number in range(7)}
    assert apps(write({"app.py": main, **tools})) == {"app.py": ["app.py"]}
    assert runs == [("app.py", 0)]


def test_pages_without_an_entrypoint_are_run_and_said_to_have_none(write: Write) -> None:
    settings = write(
        {
            "web/pages/1_a.py": DRAWS + DRAWS,
            "web/pages/2_b.py": "from ui import f\nf()\n",
            "web/ui.py": ST + "def f():\n    st.title('x')\n",
        }
    )
    assert apps(settings) == {"web/pages": ["web/pages/1_a.py", "web/pages/2_b.py"]}
    report = check([], settings)
    assert "KEY201" in {finding.code for finding in report.findings}
    assert [(u.path, u.line, u.reason) for u in report.unknowns] == [
        ("web/pages/1_a.py", 1, "no entrypoint of the pages in this folder was found; each was run by itself")
    ]


def test_an_entrypoint_that_cannot_be_read_leaves_its_pages(write: Write) -> None:
    settings = write({"app.py": "def f(:\n" + ST, "pages/1_a.py": DRAWS})
    assert apps(settings) == {"pages": ["pages/1_a.py"]}


def test_what_looks_like_an_app_and_shows_nothing_hides_no_app(write: Write) -> None:
    settings = write(
        {
            "start.py": ST + "import app\nMODE = 'quiet'\nif MODE == 'loud':\n    st.title('x')\n",
            "app.py": ST + 'def main():\n    st.text_input("x", key="k")\nif __name__ == "__main__":\n    main()\n',
        }
    )
    assert apps(settings) == {"app.py": ["app.py"]}


def test_two_navigations_among_the_same_pages_are_one_app(write: Write) -> None:
    entrypoint = ST + 'st.navigation([st.Page("views/a.py"), st.Page("views/b.py")]).run()\n'
    more = ST + 'st.navigation([st.Page("views/a.py")]).run()\n'
    files = {"app.py": entrypoint, "main.py": entrypoint, "views/a.py": PAGE, "views/b.py": DRAWS}
    assert list(apps(write(files))) == ["app.py"]
    assert list(apps(write({**files, "other.py": more}))) == ["app.py", "other.py"]


def test_pages_that_only_the_run_finds_are_no_apps(write: Write) -> None:
    settings = write(
        {
            "src/main.py": ST + 'NAMES = ["a", "b"]\nst.navigation([st.Page(f"pages/{n}.py") for n in NAMES]).run()\n',
            "src/pages/a.py": PAGE,
            "src/pages/b.py": DRAWS,
        }
    )
    assert apps(settings) == {"src/main.py": ["src/pages/a.py", "src/pages/b.py"]}


KEPT = (
    ST + 'if st.checkbox("more", key="more"):\n    st.text_input("Name", key="name")\nst.write(st.session_state.name)\n'
)


@pytest.mark.parametrize(
    "leaves_out",
    [
        pytest.param('pages = ["views/a.py"]\n', id="forgotten"),
        pytest.param(
            'def is_on():\n    return False\npages = ["views/a.py"]\nif is_on():\n    pages.append("views/b.py")\n',
            id="switched off",
        ),
        pytest.param('pages = [Path("views") / "a.py"]\n', id="by path"),
    ],
)
def test_a_script_beside_the_pages_that_no_navigation_names_is_told(write: Write, leaves_out: str) -> None:
    app = f"from pathlib import Path\n{ST}{leaves_out}st.navigation([st.Page(page) for page in pages]).run()\n"
    settings = write({"app.py": app, "views/a.py": KEPT, "views/b.py": KEPT, "other/c.py": KEPT})
    settings = replace(settings, target_streamlit="1.45")
    assert apps(settings) == {"app.py": ["views/a.py"], "other/c.py": ["other/c.py"], "views/b.py": ["views/b.py"]}
    told = "this script is beside pages of app.py, which does not name it; it was checked as an app of its own"
    report = check([Path()], settings)
    (unknown,) = report.unknowns
    assert (unknown.path, unknown.line, unknown.reason) == ("views/b.py", 1, told)
    assert report.totals.scripts_beside_pages == 1
    # A helper beside the script could not be imported where the app shows it, nor the other way round.
    fixes = {finding.location.path: finding.fix is not None for finding in report.findings}
    assert fixes == {"views/a.py": True, "other/c.py": True, "views/b.py": False}


def test_a_script_that_the_user_calls_an_entrypoint_is_one(write: Write) -> None:
    app = ST + 'st.navigation([st.Page("views/a.py")]).run()\n'
    settings = write({"app.py": app, "views/a.py": PAGE, "views/b.py": PAGE})
    assert check([Path()], settings).totals.scripts_beside_pages == 1
    report = check([Path()], replace(settings, entrypoints=("app.py", "views/b.py")))
    assert (report.totals.apps, report.totals.scripts_beside_pages, report.unknowns) == (2, 0, ())


def test_scripts_beside_the_entrypoint_are_apps(write: Write) -> None:
    app = ST + 'st.navigation([st.Page("a.py"), st.Page("views/b.py")]).run()\n'
    settings = write({"app.py": app, "a.py": PAGE, "views/b.py": PAGE, "c.py": PAGE})
    assert apps(settings) == {"app.py": ["a.py", "views/b.py"], "c.py": ["c.py"]}
    assert check([Path()], settings).unknowns == ()


def test_the_order_of_the_paths_decides_nothing(write: Write) -> None:
    settings = write(
        {"app.py": DRAWS, "b.py": DRAWS, "pages/1_a.py": PAGE, "c/app.py": DRAWS, "c/run.py": "import app\n"}
    )
    paths = ["c", "pages", "b.py", "app.py"]
    assert apps(settings, *paths) == apps(settings, *reversed(paths)) == apps(settings, ".")
    assert (
        check([Path(p) for p in paths], settings).findings
        == check([Path(p) for p in reversed(paths)], settings).findings
    )


def test_a_named_entrypoint_is_run_though_it_would_be_no_app(write: Write) -> None:
    settings = write({"app.py": DRAWS, "test_view.py": DRAWS})
    assert apps(replace(settings, entrypoints=("test_view.py",))) == {"test_view.py": ["test_view.py"]}
