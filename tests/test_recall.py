"""A report from the cache is the report that a run without a cache gives, whatever has changed in between."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from keylint import engine, maker, outcome_cache, recall
from keylint.cli.source import read_lines
from keylint.findings import Severity
from keylint.fixes.plan import Planner
from keylint.repairs import Shadow
from keylint.reporters import FORMATS, render
from keylint.reporters.view import View
from keylint.run.runs import run_app
from keylint.settings import FixHelper, Settings
from keylint.streamlit.versions import NEWEST_KNOWN, version_label
from tests.fixtures_format import load_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.findings import Fix, Report
    from keylint.repairs import Refusal, Repair
    from keylint.run.project import Project
    from keylint.run.runs import App

CASES = load_cases()[::9]
VIEW = View(threshold=Severity.INFO, verbose=True, statistics=True, show_files=True, show_unknowns=True)

HELPER = """
    import streamlit as st

    def name():
        return st.text_input("Name", key="name")
"""
APP = """
    import streamlit as st
    from common.names import name

    if st.checkbox("Show", key="show"):
        name()
    st.write(st.session_state.get("name"))
"""
PAGE = """
    import streamlit as st
    import texts

    if st.radio("View", ["A", "B"], key="view") == "A":
        st.number_input("Horizon", key=texts.KEY)
    else:
        st.write(st.session_state.get("horizon"))
"""
OTHER = """
    import streamlit as st
    from common.names import name

    name()
    st.selectbox("Size", [1, 2], key="size", index=1)
"""
HOLDER = """
    import streamlit as st

    class Plan:
        def __init__(self):
            self.mode = "a"

    if "plan" not in st.session_state:
        st.session_state.plan = Plan()
    if st.session_state.plan.mode == "b":
        st.text_input("Title", key="title")
    st.checkbox("Show", key="show")
    if st.session_state.show:
        st.write(st.session_state.title)
"""
NAVIGATION = """
    import streamlit as st

    NAMES = ["a", "b"]
    st.navigation([st.Page(f"pages/{name}.py") for name in NAMES]).run()
"""
PROJECT = {
    "one/app.py": APP,
    "one/pages/plan.py": PAGE,
    "one/texts.py": "KEY = 'horizon'\n",
    "two/app.py": OTHER,
    "common/__init__.py": "",
    "common/names.py": HELPER,
    "tools/unused.py": "import streamlit as st\n\ndef draw():\n    st.button('x')\n",
    "requirements.txt": "streamlit==1.50\n",
    "keylint.toml": "",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    for name, text in PROJECT.items():
        write(folder / name, text)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run_apps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The entrypoints of the apps that were run, as they are run."""
    entrypoints: list[str] = []

    def noted(project: Project, entrypoint: Path, *rest: Any) -> App:
        entrypoints.append(f"{entrypoint.parent.name}/{entrypoint.name}")
        return run_app(project, entrypoint, *rest)

    monkeypatch.setattr(outcome_cache, "run_app", noted)
    return entrypoints


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), "utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def settings(**changes: Any) -> Settings:
    return replace(Settings(root=Path.cwd(), min_severity=Severity.INFO), **changes)


def shown(report: Report) -> dict[str, str]:
    """The report in every format."""
    read_lines.cache_clear()
    return {name: render(report, name, VIEW, read_lines) for name in FORMATS}


def remembered(paths: Sequence[str] = (".",), **changes: Any) -> dict[str, str]:
    return shown(recall.check(list(map(Path, paths)), settings(**changes)))


def fresh(paths: Sequence[str] = (".",), **changes: Any) -> dict[str, str]:
    return shown(engine.check(list(map(Path, paths)), settings(cache=False, **changes)))


def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_: object) -> Report:
        raise AssertionError("a run in which nothing has changed")

    monkeypatch.setattr(engine, "check", check)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_format_says_the_same_from_the_cache(case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case.copy_app(tmp_path / "app")
    monkeypatch.chdir(tmp_path / "app")
    expected = fresh(target_streamlit=case.target)
    assert remembered(target_streamlit=case.target) == expected
    nothing_runs(monkeypatch)
    assert remembered(target_streamlit=case.target) == expected


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page": lambda root: edit(root / "one/pages/plan.py", '.get("horizon")', '.get("days")'),
    "a blank line above": lambda root: edit(root / "one/pages/plan.py", "import texts", "import texts\n"),
    "a helper": lambda root: edit(root / "common/names.py", '"Name", key="name"', '"Name", key="title"'),
    "a constant": lambda root: edit(root / "one/texts.py", "horizon", "days"),
    "a comment that suppresses": lambda root: edit(root / "one/app.py", "    name()", "    name()  # keylint: ignore"),
    "a syntax error": lambda root: edit(root / "one/pages/plan.py", "else:", "else"),
    "an entrypoint": lambda root: edit(root / "two/app.py", '"size"', '"name"'),
    "requirements": lambda root: edit(root / "requirements.txt", "1.50", "1.40"),
    "nearer requirements": lambda root: write(root / "one/requirements.txt", "streamlit==1.30"),
    "included requirements": lambda root: (
        write(root / "requirements.txt", "-r .more/base.in"),
        write(root / ".more/base.in", "streamlit==1.62"),
    ),
    "a lock file": lambda root: write(root / "uv.lock", '[[package]]\nname = "streamlit"\nversion = "1.60.0"\n'),
    "a module that shadows": lambda root: write(root / "one/common/names.py", "def name():\n    pass\n"),
    "a module for an import": lambda root: write(root / "one/pages/texts.py", "KEY = 'nearer'\n"),
    "a new page": lambda root: write(root / "one/pages/more.py", PAGE),
    "a new app": lambda root: write(root / "three.py", OTHER),
    "no page": lambda root: (root / "one/pages/plan.py").unlink(),
    "no helper": lambda root: (root / "common/names.py").unlink(),
    "another name": lambda root: (root / "one/pages/plan.py").rename(root / "one/pages/forecast.py"),
    "an ignored folder": lambda root: write(root / ".gitignore", "two/\n"),
    "a file that is no file": lambda root: (
        (root / "one/texts.py").unlink(),
        (root / "one/texts.py").symlink_to(root / "one/texts.py"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_is_seen_and_so_is_that_it_is_taken_back(project: Path, change: Callable[[Path], object]) -> None:
    before = remembered()
    change(project)
    changed = remembered()
    assert changed == fresh()
    assert changed != before
    assert remembered() == changed
    (project / "one/texts.py").unlink(missing_ok=True)
    for path in ("one/common", "one/pages", "one/requirements.txt", "uv.lock", "three.py", ".gitignore"):
        subprocess.run(["rm", "-rf", project / path], check=True)
    for name, text in PROJECT.items():
        write(project / name, text)
    assert remembered() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"select": ("KEY1",)},
        {"ignore": ("KEY101",)},
        {"target_option": "1.30"},
        {"target_streamlit": "1.66"},
        {"entrypoints": ("two/app.py",)},
        {"exclude": ("two",)},
        {"per_file_ignores": {"one/*.py": ("KEY",)}},
        {"min_severity": Severity.ERROR},
        {"fix_strategy": "keep-alive"},
        {"fix_helper": FixHelper("tools/memory.py", "remember")},
        {"persist_functions": ("common.names.name",)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_settings_count(project: Path, changes: dict[str, Any]) -> None:
    before = remembered()
    assert remembered(**changes) == fresh(**changes)
    assert remembered() == before == fresh()


def test_paths_and_the_working_directory_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for paths in ([], ["one"], ["two/app.py"], ["two", "one"], ["one/pages/plan.py"]):
        assert remembered(paths) == fresh(paths)
        assert remembered(paths) == fresh(paths)
    monkeypatch.chdir(project / "one")
    assert remembered(root=project) == fresh(root=project)
    assert remembered([".."], root=project) == fresh([".."], root=project)


def test_a_file_that_only_an_import_leads_to_counts(project: Path) -> None:
    before = remembered(["two"])
    edit(project / "common/names.py", 'key="name"', 'key="size"')
    changed = remembered(["two"])
    assert changed == fresh(["two"]) != before
    write(project / "two/common/names.py", "def name():\n    pass\n")
    assert remembered(["two"]) == fresh(["two"]) != changed


def test_a_script_around_that_comes_to_lead_to_a_given_file_counts(project: Path) -> None:
    write(project / "site/views/a.py", "import streamlit as st\n\nst.slider('Days', 1, 30, key='days')\n")
    write(project / "site/start.py", "import streamlit as st\n\nst.write('Nothing here')\n")
    paths = [project / "site/views/a.py"]
    assert recall.check(paths, settings()).findings == ()
    navigation = "st.navigation([st.Page('start.py'), st.Page('views/a.py')]).run()\n"
    write(project / "site/app.py", f"import streamlit as st\n\n{navigation}")
    report = recall.check(paths, settings())
    assert [finding.code for finding in report.findings] == ["KEY107"]
    assert shown(report) == shown(engine.check(paths, settings(cache=False)))
    edit(project / "site/app.py", ", st.Page('views/a.py')", "")
    assert recall.check(paths, settings()).findings == ()


def test_a_backup_counts_when_it_is_in_use(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "old/shared.py", HELPER)
    write(project / "old/left.py", HELPER)
    edit(project / "two/app.py", "common.names", "old.shared")
    before = remembered()
    edit(project / "old/shared.py", 'key="name"', 'key="size"')
    changed = remembered()
    assert changed == fresh() != before
    edit(project / "old/left.py", 'key="name"', 'key="size"')
    nothing_runs(monkeypatch)
    assert remembered() == changed


def test_only_the_apps_that_a_change_reaches_run_again(project: Path, run_apps: list[str]) -> None:
    def again(change: Callable[[], object]) -> list[str]:
        change()
        run_apps.clear()
        changed = remembered()
        again = sorted(set(run_apps))  # those with fixes to offer also run as they would be with them
        assert changed == fresh()
        return again

    assert again(lambda: None) == ["one/app.py", "two/app.py"]
    assert again(lambda: edit(project / "one/texts.py", "horizon", "days")) == ["one/app.py"]
    assert again(lambda: edit(project / "two/app.py", "Size", "Large")) == ["two/app.py"]
    assert again(lambda: edit(project / "common/names.py", "Name", "Title")) == ["one/app.py", "two/app.py"]
    assert again(lambda: edit(project / "tools/unused.py", "'x'", "'y'")) == []
    assert again(lambda: write(project / "tools/more.py", "import streamlit as st\n")) == []
    assert again(lambda: edit(project / "requirements.txt", "streamlit", "pandas\nstreamlit")) == []
    assert again(lambda: edit(project / "requirements.txt", "1.50", "1.51")) == ["one/app.py", "two/app.py"]
    assert again(lambda: write(project / "one/texts/__init__.py", "KEY = 'package'\n")) == ["one/app.py"]


def test_an_attribute_that_a_file_beside_the_app_assigns_counts(project: Path, run_apps: list[str]) -> None:
    write(project / "two/app.py", HOLDER)
    before = remembered()
    assert before == fresh()

    def again(text: str) -> tuple[list[str], dict[str, str]]:
        edit(project / "tools/unused.py", "def draw", f"{text}\n\ndef draw")
        run_apps.clear()
        changed, again = remembered(), list(dict.fromkeys(run_apps))
        assert changed == fresh()
        return again, changed

    assert again("draw.colour = 1") == ([], before)
    again_run, changed = again("draw.mode = 'b'")
    assert again_run == ["two/app.py"]
    assert changed != before


def test_apps_from_the_cache_decide_about_others_as_if_they_had_run(project: Path, run_apps: list[str]) -> None:
    quiet = "import streamlit as st\nimport app\nMODE = 'quiet'\nif MODE == 'loud':\n    st.title('x')\n"
    main = "def main():\n    st.text_input('x', key='k')\n    st.session_state.k = 'y'\n"
    write(project / "three/start.py", quiet)
    write(project / "three/app.py", f"import streamlit as st\n{main}if __name__ == '__main__':\n    main()\n")
    write(project / "four/main.py", NAVIGATION)
    for name in "ab":
        write(project / f"four/pages/{name}.py", OTHER)
    before = remembered()
    assert before == fresh()
    assert "three/app.py" in before["json"]
    run_apps.clear()
    edit(project / "one/texts.py", "horizon", "days")
    changed = remembered()
    assert set(run_apps) == {"one/app.py"}
    assert changed == fresh()


def test_what_another_app_forbids_is_heard_when_only_one_of_them_runs(project: Path, run_apps: list[str]) -> None:
    (project / "one/pages/plan.py").unlink()
    before = remembered()
    edit(project / "two/app.py", "name()\n", "name()\ndel st.session_state['name']\n")
    run_apps.clear()
    forbidden = remembered()
    assert run_apps == ["two/app.py"]
    assert forbidden == fresh() != before
    edit(project / "one/app.py", '"Show"', '"Show it"')
    run_apps.clear()
    still_forbidden = remembered()
    assert run_apps == ["one/app.py"]
    assert still_forbidden == fresh()
    assert "the app two/app.py shows it too" in still_forbidden["full"]


def test_only_fixes_of_what_has_changed_are_planned_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[str] = []
    plan = Planner.plan

    def noted(planner: Planner, repair: Repair) -> Fix | Refusal:
        planned.extend(each.call.path for each in repair.steps if isinstance(each, Shadow))
        return plan(planner, repair)

    monkeypatch.setattr(Planner, "plan", noted)
    remembered()
    assert {"one/pages/plan.py", "common/names.py"} <= set(planned)
    planned.clear()
    edit(project / "one/pages/plan.py", "import texts", "import texts  # what is shown")
    changed = remembered()
    assert set(planned) == {"one/pages/plan.py"}
    assert changed == fresh()


def test_what_does_not_matter_does_not_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = remembered()
    write(project / "README.md", "# News")
    write(project / "report.json", "{}")
    for path in project.rglob("*.py"):
        os.utime(path, (1, 1))
    nothing_runs(monkeypatch)
    assert remembered(output_format="json", jobs=1) == before


def test_without_a_cache_nothing_is_read_or_written(project: Path) -> None:
    report = recall.check([Path()], settings(cache=False))
    assert not (project / ".keylint_cache").exists()
    before = remembered()
    edit(project / "one/texts.py", "horizon", "days")
    store = {path: path.read_bytes() for path in (project / ".keylint_cache").iterdir()}
    assert shown(recall.check([Path()], settings(cache=False))) == fresh() != before
    assert {path: path.read_bytes() for path in (project / ".keylint_cache").iterdir()} == store
    assert report.findings


def test_a_damaged_store_makes_a_run_slower_never_different(project: Path) -> None:
    (project / "one/pages/plan.py").unlink()
    expected = remembered()
    [store] = (project / ".keylint_cache").glob("results-*")
    whole = store.read_bytes()
    places = [0, 20, 40, 60, 100, *range(200, len(whole), len(whole) // 20)]
    for place in places:
        store.write_bytes(whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :])
        assert remembered() == expected
    store.write_bytes(whole[: len(whole) // 2])
    assert remembered() == expected


@pytest.mark.slow
def test_editing_does_not_let_the_store_grow(project: Path) -> None:
    sizes = []
    for number in range(45):
        edit(project / "one/app.py", "import streamlit as st", f"import streamlit as st\nn{number} = {number}")
        remembered(min_severity=Severity.WARNING)
        [store] = (project / ".keylint_cache").glob("results-*")
        sizes.append(store.stat().st_size)
    assert sizes[-1] < sizes[34] * 1.2


def test_keylint_itself_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "keylint" / "engine.py", "A = 1\n")
    write(tmp_path / "keylint" / "facts" / "module.py", "B = 1\n")
    write(tmp_path / "keylint" / "streamlit" / "commands.json", "{}\n")
    monkeypatch.setattr(maker, "_PACKAGE", str(tmp_path / "keylint"))
    all_of_it, facts = maker.maker(), maker.maker("facts")
    write(tmp_path / "keylint" / "engine.py", "A = 2\n")
    assert maker.maker() != all_of_it
    assert maker.maker("facts") == facts
    for name in ("streamlit/commands.json", "facts/more.py", "facts/module.py"):
        all_of_it = maker.maker()
        write(tmp_path / "keylint" / name, "[]")
        assert maker.maker() != all_of_it
    assert maker.maker("facts") != facts


@pytest.mark.slow
@pytest.mark.parametrize("variable", [None, "VIRTUAL_ENV", "CONDA_PREFIX"])
def test_the_streamlit_of_the_environment_counts(project: Path, tmp_path: Path, variable: str | None) -> None:
    (project / "requirements.txt").unlink()
    command = [sys.executable, "-m", "keylint", "check", "--show-files", "--isolated"]
    active = {variable: str(tmp_path / "active")} if variable else {}

    def target(**more: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "CONDA_PREFIX")}
        environment |= {"PYTHONPATH": str(Path(engine.__file__).parent.parent), "PYTHONIOENCODING": "utf-8", **more}
        done = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")
        return done.stdout.partition("for Streamlit ")[2].partition(" (")[0]

    folder = (tmp_path / "active" if variable else project / ".venv") / "lib" / "python3.12" / "site-packages"
    assert [target(**active), target(**active)] == [version_label(NEWEST_KNOWN)] * 2
    for version in ("1.41", "1.45"):
        metadata = folder / f"streamlit-{version}.0.dist-info" / "METADATA"
        write(metadata, f"Metadata-Version: 2.1\nName: streamlit\nVersion: {version}.0\n")
        assert [target(**active), target(**active)] == [version, version]
        metadata.unlink()
    assert target(**active) == version_label(NEWEST_KNOWN)
    write(metadata, "Name: streamlit\nVersion: 1.45.0\n")
    assert target(**active) == "1.45"
    if variable:
        assert target() == version_label(NEWEST_KNOWN)
