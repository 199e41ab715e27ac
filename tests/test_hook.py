"""The hook, run by the real pre-commit in a git repository that holds a small app."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keylint.discover.declarations import CONTAINERS, LOCKS, MANIFESTS
from keylint.starting.hook_text import FILES

ROOT = Path(__file__).resolve().parent.parent
# What the package is built from: the hook is tried as it stands in the folder, committed or not.
SOURCES = ("keylint", "scripts", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

LOSES_A_VALUE = """\
import streamlit as st

if st.sidebar.radio("View", ["Edit", "Plan"], key="view") == "Edit":
    st.number_input("Horizon", 1, 90, key="horizon")
else:
    st.metric("Days", st.session_state.get("horizon", 1))
"""
KEEPS_IT = LOSES_A_VALUE.replace('key="horizon")', 'key="horizon", persist_state="session")', 1)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "as it stands")


def repository(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with the hook and the package."""
    folder = repository(tmp_path_factory.mktemp("hook") / "keylint")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installs: once for all tests here."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A git repository with an app that loses a value."""
    folder = repository(tmp_path / "app")
    (folder / "pages").mkdir()
    (folder / "app.py").write_text(LOSES_A_VALUE, encoding="utf-8")
    (folder / "pages" / "1_About.py").write_text("import streamlit as st\n\nst.title('About')\n", encoding="utf-8")
    (folder / "requirements.txt").write_text("streamlit>=1.59\n", encoding="utf-8")
    commit(folder)
    return folder


def pre_commit(app: Path, store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs pre-commit in `app`; skips the test where it, or the package index that it installs from, cannot be had."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    finished = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments, "--color", "never"],
        cwd=app,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PRE_COMMIT_HOME": str(store), "PYTHONIOENCODING": "utf-8"},
    )
    if "No matching distribution found for hatchling" in finished.stdout + finished.stderr:
        pytest.skip("pip reaches no package index")
    return finished


@pytest.mark.slow
def test_reports_a_loss_and_passes_without(app: Path, hooks: Path, store: Path) -> None:
    run = ("try-repo", str(hooks), "keylint", "--all-files")
    failed = pre_commit(app, store, *run)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "Failed\n- hook id: keylint\n- exit code: 1\n" in failed.stdout
    assert failed.stdout.count("\n✘ app.py:4:5 KEY101[error] 'horizon' is lost ") == 1

    (app / "app.py").write_text(KEEPS_IT, encoding="utf-8")
    commit(app)
    passed = pre_commit(app, store, *run)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert passed.stdout.endswith("Passed\n")


@pytest.mark.slow
def test_sees_the_whole_app_when_one_file_changes(app: Path, hooks: Path, store: Path) -> None:
    config = f"repos:\n  - repo: {hooks.as_uri()}\n    rev: HEAD\n    hooks:\n      - id: keylint\n"
    (app / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit(app)
    (app / "pages" / "1_About.py").write_text("import streamlit as st\n\nst.title('Who we are')\n", encoding="utf-8")
    git(app, "add", "--all")
    finished = pre_commit(app, store, "run")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "app.py:4:5 KEY101" in finished.stdout


@pytest.mark.slow
def test_requirements_that_change_are_checked(app: Path, hooks: Path, store: Path) -> None:
    config = f"repos:\n  - repo: {hooks.as_uri()}\n    rev: HEAD\n    hooks:\n      - id: keylint\n"
    (app / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (app / "app.py").write_text(KEEPS_IT, encoding="utf-8")
    commit(app)
    (app / "requirements.txt").write_text("streamlit==1.50\n", encoding="utf-8")
    git(app, "add", "--all")
    finished = pre_commit(app, store, "run")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "app.py:4:5 KEY503" in finished.stdout


@pytest.mark.slow
def test_a_commit_is_stopped_repaired_and_goes_through(app: Path, hooks: Path, store: Path) -> None:
    config = f"repos:\n  - repo: {hooks.as_uri()}\n    rev: HEAD\n    hooks:\n      - id: keylint-fix\n"
    (app / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(app, "add", "--all")
    pre_commit(app, store, "install")
    command = ["git", "-c", "user.name=tests", "-c", "user.email=tests@example.invalid", "commit", "--message", "new"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(store), "PYTHONIOENCODING": "utf-8"}

    def committed() -> subprocess.CompletedProcess[str]:
        (app / "note.py").write_text((app / "app.py").read_text(encoding="utf-8"), encoding="utf-8")
        git(app, "add", "--all")
        return subprocess.run(command, cwd=app, env=environment, check=False, capture_output=True, encoding="utf-8")

    stopped = committed()
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "files were modified by this hook" in stopped.stderr
    assert (app / "app.py").read_text(encoding="utf-8") == KEEPS_IT
    passed = committed()
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_the_hooks_run_for_all_that_a_check_depends_on() -> None:
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^  files: '(.*)'$", manifest, re.MULTILINE)) == {FILES}
    assert manifest.count("- id:") == manifest.count("  files:")
    depended = ("pages/1_a.py", "keylint.toml", "keylint-baseline.jsonl", *LOCKS, *MANIFESTS, *CONTAINERS)
    requirements = ("requirements.txt", "requirements-dev.in", "requirements/base.txt", "reqs.txt", "environment.yml")
    for name in (*depended, *requirements, ".streamlit/requirements.txt"):
        assert re.search(FILES, name), name
        assert re.search(FILES, f"apps/sales/{name}"), name
    for name in ("README.md", "data.csv", "notes.txt", "app.pyc", "my.Pipfile.txt"):
        assert not re.search(FILES, name), name


def test_the_manifest_is_valid(app: Path, store: Path) -> None:
    finished = pre_commit(app, store, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert finished.returncode == 0, finished.stdout + finished.stderr


def keylint(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "keylint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8", env=environment
    ).stdout


def test_what_init_writes_is_a_valid_configuration(app: Path, store: Path) -> None:
    keylint(app, "init")
    finished = pre_commit(app, store, "validate-config")
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.slow
def test_the_hook_of_init_knows_the_old_and_stops_the_new(
    app: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels = tmp_path / "wheels"
    building = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
    if subprocess.run(building, check=False).returncode:
        pytest.skip("pip reaches no package index")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    keylint(app, "init")
    commit(app)
    passed = pre_commit(app, store, "run", "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    with (app / "app.py").open("a", encoding="utf-8") as file:
        file.write(
            'if st.toggle("More"):\n    st.text_input("Name", key="name")\nst.write(st.session_state.get("name"))\n'
        )
    git(app, "add", "--all")
    failed = pre_commit(app, store, "run")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "app.py:8:5 KEY101" in failed.stdout
    assert "'horizon'" not in failed.stdout
