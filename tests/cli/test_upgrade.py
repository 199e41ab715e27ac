from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = """import streamlit as st

country = st.radio("Country", ["Norway", "Italy"], key="country")
st.text_input("Capital", "Oslo" if country == "Norway" else "Rome", key="capital")
if st.checkbox("Notes", key="notes"):
    st.text_area("Note", key="note")
"""
CHECK = ("check", "--isolated", "--no-cache")


@pytest.fixture(autouse=True)
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--upgrade-from", "1.49"), 1),
        (("--upgrade-from", "1.49", "--to", "1.50"), 1),
        (("--upgrade-from", "1.49", "--exit-zero"), 0),
        (("--upgrade-from", "1.49", "--min-severity", "error"), 0),
        (("--upgrade-from", "1.50"), 0),
        # What becomes possible is shown, and is no reason to stop.
        (("--upgrade-from", "1.50", "--min-severity", "info"), 0),
        (("--upgrade-from", "1.49", "--min-severity", "info"), 1),
    ],
)
def test_exit_status(arguments: tuple[str, ...], status: int) -> None:
    result = run(*CHECK, *arguments)
    assert (result.exit_code, result.stderr) == (status, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "1.60"), "--to says where an upgrade ends"),
        (("--upgrade-from", "1.60", "--to", "1.50"), "is not older than --to 1.50"),
        (("--upgrade-from", ">=1.50"), "is a range; write one release"),
        (("--upgrade-from", "1.50", "--target-streamlit", "1.60"), "exclude each other"),
        (("--upgrade-from", "1.50", "nowhere"), "no such file or folder"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], message: str) -> None:
    result = run(*CHECK, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_the_threshold_is_that_of_the_nearest_configuration(app: Path) -> None:
    (app / ".git").mkdir()
    for name, threshold in (("plain", None), ("strict", "info"), ("calm", "error")):
        folder = app / name
        folder.mkdir()
        (folder / "app.py").write_text(APP, "utf-8")
        if threshold is not None:
            (folder / "keylint.toml").write_text(f'min-severity = "{threshold}"\n', "utf-8")
    (app / "app.py").unlink()

    def shown(*options: str) -> dict[str, set[str]]:
        result = run("check", "--no-cache", "--upgrade-from", "1.49", "--output-format", "json", *options)
        found: dict[str, set[str]] = {}
        for change in json.loads(result.stdout)["upgrade"]["changes"]:
            found.setdefault(change["path"], set()).add(change["severity"])
        return found

    assert shown() == {"plain/app.py": {"warning"}, "strict/app.py": {"warning", "info"}}
    assert shown("--min-severity", "error") == {}
    told = run("check", "--no-cache", "--upgrade-from", "1.49", "calm").stdout
    assert "nothing to show" in told
    assert "1 hidden at warning" in told
    assert run("check", "--no-cache", "--upgrade-from", "1.49", "calm").exit_code == 0


def test_the_text_goes_by_version() -> None:
    lines = run(*CHECK, "--upgrade-from", "1.49", "--min-severity", "info").stdout.splitlines()
    assert lines[0] == "Streamlit 1.50"
    assert lines[2] == (
        "▲ app.py:4:1 identity[warning] 'capital' no longer follows a changed value=: once shown, it keeps its value"
    )
    assert lines[3].startswith("   4 │ st.text_input")
    assert "Streamlit 1.59" in lines
    assert lines[-1] == "Streamlit 1.49 → 1.67: 1 warning and 1 info, in 4 widgets with a key on 1 page of 1 app."


def test_what_is_hidden_is_counted() -> None:
    assert run(*CHECK, "--upgrade-from", "1.50").stdout == (
        "Streamlit 1.50 → 1.67: nothing gets worse (1 hidden at info; --min-severity info shows what gets better or "
        "becomes possible), in 4 widgets with a key on 1 page of 1 app.\n"
    )
    assert run(*CHECK, "--upgrade-from", "1.50", "-q").stdout == ""


def test_the_other_formats() -> None:
    concise = run(*CHECK, "--upgrade-from", "1.49", "--output-format", "concise").stdout
    assert concise.startswith("app.py:4:1: 1.50 identity[warning] 'capital' no longer follows")
    github = run(*CHECK, "--upgrade-from", "1.49", "--output-format", "github").stdout
    assert github.startswith(
        "::warning file=app.py,line=4,col=1,endLine=4,endColumn=83,title=Streamlit 1.50 identity::"
    )
    document = json.loads(run(*CHECK, "--upgrade-from", "1.49", "--output-format", "json").stdout)
    assert list(document) == ["version", "tool", "upgrade", "unknowns", "faults", "unread", "summary"]
    assert (document["upgrade"]["from"], document["upgrade"]["to"]) == ("1.49", "1.67")
    (change,) = document["upgrade"]["changes"]
    assert {
        name: change[name] for name in ("since", "kind", "severity", "path", "line", "column", "key", "command")
    } == {
        "since": "1.50",
        "kind": "identity",
        "severity": "warning",
        "path": "app.py",
        "line": 4,
        "column": 1,
        "key": "capital",
        "command": "text_input",
    }
    assert document["summary"] == {
        "files": 1,
        "generated": 0,
        "backups": 0,
        "apps": 1,
        "widgets": 4,
        "keys": 4,
        "errors": 0,
        "warnings": 1,
        "infos": 0,
    }


def test_lists_that_can_be_asked_for() -> None:
    text = run(*CHECK, "--upgrade-from", "1.49", "--statistics", "--show-files", "--show-unknowns").stdout
    for line in ("1  identity", "Everything was resolved.", "  app.py"):
        assert line in text.splitlines()


def test_the_output_goes_to_a_file(app: Path) -> None:
    assert run(*CHECK, "--upgrade-from", "1.49", "--output-file", "changes.txt").stdout == ""
    assert (app / "changes.txt").read_text("utf-8").startswith("Streamlit 1.50\n")


def test_a_file_that_cannot_be_read_is_told_of(app: Path) -> None:
    (app / "broken.py").write_text("import streamlit as st\ndef\n", "utf-8")
    assert "1 thing could not be resolved (--show-unknowns)" in run(*CHECK, "--upgrade-from", "1.49").stdout


def test_without_an_app(app: Path) -> None:
    (app / "app.py").write_text("print(1)\n", "utf-8")
    assert run(*CHECK, "--upgrade-from", "1.49").stdout == "No Streamlit app found in 1 Python file.\n"


@pytest.mark.parametrize("output_format", ["sarif", "gitlab", "markdown"])
def test_a_format_that_has_no_place_for_changes(output_format: str) -> None:
    done = run(*CHECK, "--upgrade-from", "1.49", "--output-format", output_format)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        f"an upgrade is told in the formats full, grouped, concise, json, github, not as {output_format}" in done.stderr
    )
