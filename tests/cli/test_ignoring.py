"""`keylint check --add-ignore`: what it writes, says and exits with."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .conftest import run

APP = """\
import streamlit as st
from pages_of import form

st.set_page_config()
if st.checkbox("More"):
    st.text_input(
        "Name",
        key="name",
    )
    st.text_input("Note", key="note")
st.write(st.session_state.get("name"), st.session_state.get("note"))
form()
"""
FORM = """\
import streamlit as st


def form():
    if st.checkbox("Ready"):
        st.text_input("Town", key="town")
    st.write(st.session_state.get("town"))
    st.text_input("A", key="same")
    st.text_input("A", key="same")
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "pages_of.py").write_text(FORM)
    (tmp_path / "requirements.txt").write_text("streamlit==1.60\n")
    return tmp_path


def test_silences_what_is_found_and_a_second_run_finds_nothing() -> None:
    assert run("check").exit_code == 1
    done = run("check", "--add-ignore=known, see #12", "--no-cache")
    assert (done.exit_code, done.stderr) == (0, "Silenced 5 findings by 4 comments in 2 files.\n")
    assert done.stdout.startswith("No problems found")
    app, form = Path("app.py").read_text(), Path("pages_of.py").read_text()
    assert app == APP.replace('"More"):', '"More"):  # keylint: ignore[KEY101] known, see #12')
    assert form.count("# keylint: ignore[") == 3
    assert '    if st.checkbox("Ready"):  # keylint: ignore[KEY101] known, see #12\n' in form
    ast.parse(app)
    ast.parse(form)
    assert run("check").exit_code == 0
    done = run("check", "--add-ignore")
    assert (done.exit_code, done.stderr) == (0, "There was nothing to silence.\n")
    assert (Path("app.py").read_text(), Path("pages_of.py").read_text()) == (app, form)


def test_what_follows_is_a_path() -> None:
    assert run("check", "--allow-empty", "--add-ignore", "pages_of.py").exit_code == 0
    assert Path("app.py").read_text() == APP
    assert run("check", "--add-ignore", "no reason").exit_code == 2


def test_a_cause_in_a_file_that_was_not_given_is_left_alone(project: Path) -> None:
    Path("gate.py").write_text(
        'import streamlit as st\n\n\ndef gate():\n    if not st.checkbox("Go"):\n        st.stop()\n'
    )
    Path("app.py").write_text(
        "import streamlit as st\nfrom gate import gate\n\nst.text_input('X', key='x')\ngate()\n"
        "st.text_input('Name', key='name')\nif 'name' in st.session_state:\n    st.write(1)\n"
    )
    Path("pages_of.py").unlink()
    assert run("check", "--min-severity", "info", "--add-ignore", "app.py").exit_code == 0
    assert "keylint" not in Path("gate.py").read_text()
    assert "st.text_input('Name', key='name')  # keylint: ignore[KEY106]" in Path("app.py").read_text()
    assert run("check", "--min-severity", "info").exit_code == 0


def test_with_a_baseline_only_what_is_new() -> None:
    assert run("baseline").exit_code == 0
    with Path("app.py").open("a") as file:
        file.write('if st.toggle("T"):\n    st.text_area("Text", key="text")\nst.write(st.session_state.get("text"))\n')
    done = run("check", "--baseline", "keylint-baseline.jsonl", "--add-ignore")
    assert (done.exit_code, done.stderr) == (0, "Silenced 1 finding by 1 comment in 1 file.\n")
    assert 'if st.toggle("T"):  # keylint: ignore[KEY101]\n' in Path("app.py").read_text()
    assert Path("pages_of.py").read_text() == FORM


def test_what_no_comment_is_an_answer_to_is_shown() -> None:
    Path("pages_of.py").write_text(FORM + "(")
    with Path("app.py").open("a") as file:
        file.write("x = 1  # keylint: ignore[KEY201]\n")
    done = run("check", "--add-ignore", "--output-format", "concise", "-q")
    assert done.exit_code == 1
    assert [line.split()[1][:6] for line in done.stdout.splitlines()] == ["KEY901", "KEY900"]
    assert Path("pages_of.py").read_text() == FORM + "("


def test_a_file_that_cannot_be_written_is_said(project: Path) -> None:
    (project / "app.py").chmod(0o444)
    done = run("check", "--add-ignore")
    assert done.exit_code == 2
    assert "app.py is read-only, so it is left as it is" in done.stderr
    assert (project / "app.py").read_text() == APP
    assert "keylint: ignore" in (project / "pages_of.py").read_text()


@pytest.mark.parametrize("option", ["--fix", "--diff", "--upgrade-from=1.40", "--update-baseline"])
def test_goes_alone(option: str) -> None:
    done = run("check", "--add-ignore", option)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--add-ignore goes alone" in done.stderr
    assert Path("app.py").read_text() == APP


def test_a_reason_is_one_line() -> None:
    done = run("check", "--add-ignore=a\nb")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "a reason of one line" in done.stderr
