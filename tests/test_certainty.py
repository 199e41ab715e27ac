"""What follows from how sure the Streamlit of an app is: what is said of it, and what `--fix` dares."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from keylint.cli.main import keylint
from keylint.streamlit.versions import NEWEST_KNOWN, version_label

NEWEST = version_label(NEWEST_KNOWN)
APP = """\
import streamlit as st

if st.checkbox("More", key="more"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
FIXED = APP.replace('key="name")\nst', 'key="name", persist_state="page")\nst')
KEPT_ALIVE = APP.replace(
    "if st.check", 'if "name" in st.session_state:\n    st.session_state.name = st.session_state.name\nif st.check'
)
SLIP = """\
import streamlit as st


def save():
    st.session_state.kept = st.session_state.name


st.text_input("Name", key="name", on_change=save())
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


def run(*arguments: str) -> Result:
    command, *others = arguments
    return CliRunner().invoke(keylint, [command, "--isolated", "--no-cache", *others], prog_name="keylint")


def require(text: str) -> None:
    Path("requirements.txt").write_text(text)


def install(version: str) -> None:
    metadata = Path(f".venv/lib/python3.12/site-packages/streamlit-{version}.dist-info/METADATA")
    metadata.parent.mkdir(parents=True)
    metadata.write_text(f"Name: streamlit\nVersion: {version}\n")


def test_a_fix_that_needs_a_version_is_not_safe_where_the_version_is_assumed() -> None:
    (found,) = json.loads(run("check", "--output-format", "json").stdout)["findings"]
    assert (found["fix"]["safe"], found["fix"]["requires"]) == (False, "streamlit>=1.59")
    done = run("check", "--fix")
    assert (Path("app.py").read_text(), done.stderr) == (APP, "Fixed nothing.\n")
    assert run("check", "--diff").stdout == ""
    done = run("check", "--fix", "--unsafe-fixes")
    assert Path("app.py").read_text() == FIXED
    assert "The changed code needs streamlit>=1.59: write that into the requirements." in done.stderr


def test_an_environment_makes_it_safe_and_the_requirement_is_said() -> None:
    install("1.60.0")
    done = run("check", "--fix")
    assert Path("app.py").read_text() == FIXED
    assert done.stderr == (
        "Fixed 1 finding in 1 file.\nThe changed code needs streamlit>=1.59: write that into the requirements.\n"
    )


def test_an_older_environment_is_given_no_persist_state() -> None:
    require("streamlit\n")
    install("1.40.0")
    run("check", "--fix", "--unsafe-fixes")
    assert "persist_state" not in Path("app.py").read_text()
    assert "**kept(" in Path("app.py").read_text()


@pytest.mark.parametrize(
    ("requirements", "said"),
    [
        ("streamlit>=1.59", False),
        ("streamlit==1.66.0", False),
        ("streamlit", True),
    ],
)
def test_a_requirement_that_is_there_is_not_asked_for(requirements: str, said: bool) -> None:
    require(requirements)
    Path("uv.lock").write_text('[[package]]\nname = "streamlit"\nversion = "1.66.0"\n')
    done = run("check", "--fix")
    assert Path("app.py").read_text() == FIXED
    assert ("write that into the requirements" in done.stderr) == said


def test_a_fix_that_needs_no_version_stays_safe() -> None:
    Path("app.py").write_text(SLIP)
    done = run("check", "--fix")
    assert "on_change=save)" in Path("app.py").read_text()
    assert "write that into the requirements" not in done.stderr


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_the_summary_says_what_is_assumed_and_what_to_write(output_format: str) -> None:
    assert (
        f"Assumed Streamlit {NEWEST}, because nothing that can be read says what is in use: "
        f'write target-streamlit = "{NEWEST}", or what it is, into keylint.toml, or [tool.keylint] of pyproject.toml.'
    ) in run("check", "--output-format", output_format).stdout.splitlines()
    assert "Assumed" not in run("check", "-q").stdout
    install("1.60.0")
    assert "Assumed" not in run("check").stdout


def test_what_the_summary_says_to_write_is_understood() -> None:
    line = run("check").stdout.partition("write ")[2].partition(",")[0]
    Path("pyproject.toml").write_text(f"[tool.keylint]\n{line}\n")
    done = CliRunner().invoke(keylint, ["check", "--no-cache"], prog_name="keylint")
    assert "Assumed" not in done.stdout
    assert "applied by --fix\n" in done.stdout


def test_the_summary_counts_the_apps_of_which_it_is_assumed() -> None:
    for name in ("one", "two"):
        Path(name).mkdir()
        Path(name, "app.py").write_text(APP)
    Path("one/requirements.txt").write_text("streamlit==1.60.0\n")
    assert f"Assumed Streamlit {NEWEST} for 2 of 3 apps, because" in run("check").stdout


def test_the_other_commands_say_it_too() -> None:
    assert "Assumed Streamlit" in " ".join(run("map").stdout.split())
    Path("app.py").write_text(KEPT_ALIVE)
    said = run("migrate").stdout.splitlines()
    assert said[-2] == "The changed code needs streamlit>=1.59: write that into the requirements."
    assert said[-1].startswith("Assumed Streamlit")


@pytest.mark.parametrize(
    ("certainty", "clause"),
    [("known", "this project: 1.60"), ("inferred", "this environment: 1.60"), ("assumed", f"assumed: {NEWEST}")],
)
def test_messages_say_whose_version_it_is(certainty: str, clause: str) -> None:
    if certainty == "known":
        require("streamlit==1.60.0")
    if certainty == "inferred":
        install("1.60.0")
    document = json.loads(run("check", "--output-format", "json", "--min-severity", "info").stdout)
    (target,) = document["target"]
    assert (target["app"], target["certainty"]) == ("app.py", certainty)
    assert target["versions"] == clause.rpartition(" ")[2]
    for text in (document["findings"][0]["advice"], document["findings"][0]["fix"]["title"]):
        assert f"(Streamlit ≥ 1.59; {clause})" in text
        assert ("this project" in text) == (certainty == "known")
    app = json.loads(run("map", "--output-format", "json").stdout)["apps"][0]
    assert (app["certainty"], app["versions"], app["source"]) == (certainty, target["versions"], target["source"])


def test_an_obsolete_workaround_does_not_speak_of_the_project_where_the_version_is_assumed() -> None:
    Path("app.py").write_text(KEPT_ALIVE)
    (found,) = json.loads(run("check", "--output-format", "json", "--min-severity", "info").stdout)["findings"]
    assert found["code"] == "KEY507"
    assert "project" not in found["message"] + found["advice"] + found["fix"]["title"]
    assert f"Streamlit {NEWEST}, which is assumed" in found["message"]


def test_a_line_that_cannot_be_read_is_listed() -> None:
    require("pandas\nstreamlit=1.40\n")
    done = run("check", "--show-unknowns").stdout
    assert "  requirements.txt:2 this names Streamlit, and keylint cannot read which version" in done
    assert json.loads(run("check", "--output-format", "json").stdout)["unknowns"] == [
        {"path": "requirements.txt", "line": 2, "reason": "this names Streamlit, and keylint cannot read which version"}
    ]


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_the_variables_of_active_environments(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install("1.60.0")
    Path(".venv").rename("elsewhere")
    for value, certainty in (("", "assumed"), ("elsewhere", "assumed"), (str(tmp_path / "elsewhere"), "inferred")):
        monkeypatch.setenv(variable, value)
        (target,) = json.loads(run("check", "--output-format", "json").stdout)["target"]
        assert target["certainty"] == certainty
    assert target["source"] == f"installed in {variable}"
