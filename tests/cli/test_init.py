"""`keylint init`: what it finds, writes, says, and leaves alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

if st.checkbox("More"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
BASELINE, OWN, SHARED, HOOKS = "keylint-baseline.jsonl", "keylint.toml", "pyproject.toml", ".pre-commit-config.yaml"
TABLE = "[tool.keylint]\n# The apps and their Streamlit are found: `keylint check --show-files` names them.\n"
NAMED = 'baseline = "keylint-baseline.jsonl"\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("streamlit==1.60\n")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    names = (BASELINE, OWN, SHARED, HOOKS, "app.py", "requirements.txt")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def test_writes_all_of_it_and_nothing_the_second_time(project: Path) -> None:
    (project / SHARED).write_text('[project]\nname = "x"\n')
    assert run("check").exit_code == 1
    before = files(project)
    done = run("init", "--dry-run")
    assert done.exit_code == 0
    assert files(project) == before
    planned = done.stdout
    done = run("init")
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "Found 1 app:\n  app.py: Streamlit 1.60 (requirements.txt)\n"
        "Wrote keylint-baseline.jsonl: 1 error, known from now on.\n"
        "Extended pyproject.toml:\n  +\n  + [tool.keylint]\n"
    )
    assert "\nWrote .pre-commit-config.yaml:\n  + repos:\n  +   - repo: local\n" in done.stdout
    assert done.stdout.endswith("Next: commit these files, and run: pre-commit install.\n")
    assert (
        planned.replace("Would write", "Wrote").replace("Would extend", "Extended").splitlines()[:-1]
        == (done.stdout.splitlines()[:-1])
    )
    after = files(project)
    assert after[SHARED].decode() == f'[project]\nname = "x"\n\n{TABLE}{NAMED}'
    assert set(after) - set(before) == {BASELINE, HOOKS}
    assert run("check").exit_code == 0
    done = run("init")
    assert done.exit_code == 0
    assert done.stdout.endswith("Nothing was left to do.\n")
    assert files(project) == after


@pytest.mark.parametrize("is_released", [True, False])
def test_the_hook_runs_a_keylint_that_can_be_had(
    project: Path, monkeypatch: pytest.MonkeyPatch, is_released: bool
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return None if is_released else '{"dir_info": {}, "url": "file:///somewhere"}'

    monkeypatch.setattr("keylint.starting.plan.metadata.distribution", lambda name: Installed())
    said = run("init").stdout
    hook = (project / HOOKS).read_text()
    assert ("language: python" in hook and "additional_dependencies" in hook) == is_released
    assert ("language: system" in hook) != is_released
    assert ("The hook runs the keylint that is installed here" in said) != is_released


def test_a_new_finding_is_not_known_by_a_second_run(project: Path) -> None:
    run("init")
    (project / "app.py").write_text(APP + APP.partition("\n")[2].replace("name", "other"))
    assert run("init").exit_code == 0
    assert run("check").exit_code == 1


def test_without_pyproject_there_is_keylint_toml(project: Path) -> None:
    assert run("init").exit_code == 0
    assert (project / OWN).read_text() == TABLE.partition("\n")[2] + NAMED
    assert not (project / SHARED).exists()


def test_what_an_environment_has_is_written_down(project: Path) -> None:
    (project / "requirements.txt").unlink()
    packages = project / ".venv" / "lib" / "python3.12" / "site-packages"
    (packages / "streamlit-1.58.1.dist-info").mkdir(parents=True)
    (packages / "streamlit-1.58.1.dist-info" / "METADATA").write_text("Name: streamlit\nVersion: 1.58.1\n")
    (project / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    assert run("init").exit_code == 0
    assert (project / OWN).read_text().endswith(f'{NAMED}target-streamlit = "1.58.1"\n')


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            OWN,
            "# ours\nselect = ['KEY1']\n[per-file-ignores]\n",
            f"# ours\n{NAMED}select = ['KEY1']\n[per-file-ignores]\n",
        ),
        (OWN, "", f"{TABLE.partition(chr(10))[2]}{NAMED}"),
        (SHARED, "[tool.keylint]  # x\nignore = []", f"[tool.keylint]  # x\n{NAMED}ignore = []"),
        (SHARED, "[tool.keylint]\r\nignore = []\r\n", f"[tool.keylint]\r\n{NAMED[:-1]}\r\nignore = []\r\n"),
        (SHARED, "[tool.x]\na = 1", f"[tool.x]\na = 1\n\n{TABLE}{NAMED}"),
        (SHARED, "[tool.x]\na = 1\n\n", f"[tool.x]\na = 1\n\n{TABLE}{NAMED}"),
    ],
)
def test_the_configuration_is_extended(project: Path, name: str, before: str, after: str) -> None:
    (project / name).write_bytes(before.encode())
    assert run("init").exit_code == 0
    assert (project / name).read_bytes().decode() == after


def test_a_configured_baseline_is_the_one_that_is_written(project: Path) -> None:
    (project / OWN).write_text('baseline = "old.jsonl"\n')
    assert run("init").exit_code == 0
    assert (project / "old.jsonl").exists()
    assert not (project / BASELINE).exists()
    assert (project / OWN).read_text() == 'baseline = "old.jsonl"\n'


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# nothing yet\n",
        "repos: []\n",
        "repos: []  # none\n",
        "repos:\n",
        "repos:\n- repo: local\n  hooks:\n  - id: a\n    name: a\n    entry: a\n    language: system",
        "repos:\n  - repo: local\n    hooks:\n      - {id: a, name: a, entry: a, language: system}\n\n# end\n",
        "minimum_pre_commit_version: '3'\nrepos:\n- repo: local\n\n  # x\n  hooks: []\n\nci:\n  skip: [keylint]\n",
        "repos:\r\n  - repo: local\r\n    hooks: []\r\nfail_fast: true\r\n",
    ],
)
def test_the_hook_is_added_to_what_is_there(project: Path, before: str) -> None:
    yaml = pytest.importorskip("yaml")
    (project / HOOKS).write_bytes(before.encode())
    assert run("init").exit_code == 0
    text = (project / HOOKS).read_bytes().decode()
    old, new = yaml.safe_load(before) or {}, yaml.safe_load(text)
    repos = new.pop("repos")
    assert repos[:-1] == (old.pop("repos", None) or [])
    assert new == old
    (hook,) = repos[-1]["hooks"]
    assert (repos[-1]["repo"], hook["id"], hook["entry"]) == ("local", "keylint", "keylint check")
    assert ("\r\n" in text) is ("\r\n" in before)
    assert "\r" not in text.replace("\r\n", "")
    for line in before.split("\n"):
        assert line.partition("[]")[0].rstrip() in text


def test_the_hook_checks_what_was_given(project: Path) -> None:
    folder = project / "apps" / "of us"
    folder.mkdir(parents=True)
    (project / "app.py").rename(folder / "app.py")
    assert run("init", "apps/of us").exit_code == 0
    yaml = pytest.importorskip("yaml")
    (hook,) = yaml.safe_load((project / HOOKS).read_text())["repos"][-1]["hooks"]
    assert hook["entry"] == "keylint check 'apps/of us'"
    assert run("check", "apps/of us").exit_code == 0


@pytest.mark.parametrize("hook", ["      - id: keylint\n", "      - {name: x, id: 'keylint'}\n"])
def test_a_hook_that_is_there_stays(project: Path, hook: str) -> None:
    text = f"repos:\n  - repo: https://example.org/keylint\n    rev: v0.1.0\n    hooks:\n{hook}"
    (project / HOOKS).write_text(text)
    done = run("init")
    assert done.exit_code == 0
    assert f"{HOOKS} has the hook already, and stays as it is.\n" in done.stdout
    assert (project / HOOKS).read_text() == text


def test_without_git_there_is_no_hook(project: Path) -> None:
    (project / ".git").rmdir()
    done = run("init")
    assert done.exit_code == 0
    assert f"No git repository, so no {HOOKS}.\nNext: commit these files.\n" in done.stdout
    assert not (project / HOOKS).exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (SHARED, b"[project\n", "pyproject.toml:1: this is not valid TOML"),
        (SHARED, b"tool = {x = {}}\n", "pyproject.toml: cannot be extended; add these lines"),
        (OWN, b"[tool.keylint]\n", "keylint.toml: the keys of keylint.toml stand at its top"),
        (HOOKS, b"repos: [{repo: local, hooks: []}]\n", "cannot be extended; add the hook to its repos by hand"),
        (HOOKS, b"{repos: []}\n", "cannot be extended; add the hook to its repos by hand"),
        (HOOKS, b"<<<<<<< HEAD\nrepos: []\n=======\n>>>>>>> x\n", "has the marks of a merge conflict"),
        (HOOKS, b"\xff", "is no text in UTF-8"),
        (BASELINE, b"mine\n", "keylint-baseline.jsonl: is no baseline"),
    ],
)
def test_what_cannot_be_extended_is_one_line_and_nothing_is_written(
    project: Path, name: str, content: bytes, said: str
) -> None:
    (project / name).write_bytes(content)
    before = files(project)
    done = run("init")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert files(project) == before


def test_folders_and_pipes_in_their_place(project: Path) -> None:
    (project / HOOKS).mkdir()
    done = run("init")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{HOOKS}: cannot be read: Is a directory" in done.stderr
    (project / HOOKS).rmdir()
    os.mkfifo(project / SHARED)
    done = run("init")
    assert (done.exit_code, done.stdout) == (2, "")
    assert not (project / BASELINE).exists()


def test_a_read_only_file_is_left_and_said(project: Path) -> None:
    (project / SHARED).write_text("[tool.x]\n")
    (project / SHARED).chmod(0o444)
    done = run("init")
    assert done.exit_code == 2
    assert "pyproject.toml is read-only, so it is left as it is" in done.stderr
    assert "Wrote keylint-baseline.jsonl" in done.stdout
    assert "Extended pyproject.toml" not in done.stdout
    assert (project / SHARED).read_text() == "[tool.x]\n"


def test_where_there_is_no_app(project: Path) -> None:
    (project / "app.py").write_text("print(1)\n")
    done = run("init")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no Streamlit app found in 1 Python file; give the folder of one" in done.stderr
    assert set(files(project)) == {"app.py", "requirements.txt"}
