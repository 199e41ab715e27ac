"""Several outputs of one check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint
from keylint.reporters import json_object, sarif

if TYPE_CHECKING:
    from click.testing import Result

APP = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
FORMAT = "--output-format"


@pytest.fixture(autouse=True)
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(APP)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, ("check", "--no-cache", *arguments), prog_name="keylint")


def test_files_beside_standard_output() -> None:
    alone = check(FORMAT, "concise")
    done = check(FORMAT, "sarif=out.sarif", FORMAT, "concise", FORMAT, "json=a=b.json")
    assert (done.exit_code, done.stdout, done.stderr) == (1, alone.stdout, alone.stderr)
    assert Path("out.sarif").read_text("utf-8") == check(FORMAT, "sarif").stdout
    assert Path("a=b.json").read_text("utf-8") == check(FORMAT, "json").stdout


def test_the_output_proper_is_as_without() -> None:
    Path("keylint.toml").write_text('output-format = "github"\n')
    done = check(FORMAT, "full=out.txt")
    assert done.stdout == check().stdout
    assert done.stdout.startswith("::error file=app.py")
    assert Path("out.txt").read_text("utf-8").startswith("✘ app.py:4:5 KEY101[error]")


def test_files_beside_a_file() -> None:
    done = check(FORMAT, "json", "--output-file", "out.json", FORMAT, "gitlab=quality.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert json.loads(Path("out.json").read_text("utf-8"))["summary"]["errors"] == 1
    assert json.loads(Path("quality.json").read_text("utf-8"))[0]["check_name"] == "KEY101"


def test_a_file_is_for_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    assert "\x1b" in check(FORMAT, "full=out.txt").stdout
    monkeypatch.delenv("FORCE_COLOR")
    assert Path("out.txt").read_text("utf-8") == check("--output-file", "other.txt").stdout + Path(
        "other.txt"
    ).read_text("utf-8")


def test_grouping_is_for_one_that_groups() -> None:
    done = check(FORMAT, "json", FORMAT, "grouped=out.txt", "--group-by", "key")
    assert (done.exit_code, json.loads(done.stdout)["summary"]["errors"]) == (1, 1)
    assert Path("out.txt").read_text("utf-8").startswith("'name': 1 problem\n")


def test_with_fixes_they_are_about_what_is_left() -> None:
    done = check("--fix", "--target-streamlit", "1.67", FORMAT, "sarif=out.sarif")
    assert done.exit_code == 0
    assert json.loads(Path("out.sarif").read_text("utf-8"))["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((FORMAT, "sarif="), "--output-format sarif= needs the name of a file, as in sarif=FILE"),
        ((FORMAT, "xml=out"), "'xml' is not one of 'full', 'grouped', 'concise'"),
        (
            (FORMAT, "json", FORMAT, "full"),
            "--output-format names json and full for one output; give all but one a file, as in full=FILE",
        ),
        ((FORMAT, "sarif=app.py"), "app.py: is a file that keylint reads, and is not replaced; name another one"),
        ((FORMAT, "sarif=no/out"), "no/out: cannot be written: No such file or directory"),
        ((FORMAT, "sarif=out/"), "--output-format sarif=FILE takes the name of a file, not 'out/'"),
        (
            (FORMAT, "sarif=out", FORMAT, "json=./out"),
            "./out: is named for two outputs; give each a file of its own",
        ),
        (("--output-file", "out", FORMAT, "json=out"), "out: is named for two outputs; give each a file of its own"),
        (
            (FORMAT, "json=out", "--diff"),
            "is about findings: leave it out with --diff, --upgrade-from, --show-settings",
        ),
        (
            (FORMAT, "json=out", "--upgrade-from", "1.50"),
            "is about findings: leave it out with --diff, --upgrade-from, --show-settings",
        ),
    ],
)
def test_what_does_not_go_is_said_before_anything_is_done(arguments: tuple[str, ...], message: str) -> None:
    done = check("--fix" if "--diff" not in arguments and "--upgrade-from" not in arguments else "-q", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert Path("app.py").read_text() == APP
    assert [path.name for path in Path().iterdir()] == ["app.py"]


def test_a_baseline_is_no_output() -> None:
    CliRunner().invoke(keylint, ("baseline", "--output-file", "known.jsonl"), prog_name="keylint")
    done = check("--baseline", "known.jsonl", FORMAT, "json=known.jsonl")
    assert done.exit_code == 2
    assert "known.jsonl: is a file that keylint reads" in done.stderr


def test_what_two_reporters_fail_at_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise ValueError("no")

    monkeypatch.setattr(json_object, "_finding", failing)
    monkeypatch.setattr(sarif, "result", failing)
    done = check(FORMAT, "json=out.json", FORMAT, "sarif=out.sarif", FORMAT, "concise")
    assert done.exit_code == 2
    assert done.stderr.count("the report failed on app.py:4") == 1
    assert "app.py:4:5: KEY101[error]" in done.stdout
    assert json.loads(Path("out.json").read_text("utf-8"))["findings"] == []
