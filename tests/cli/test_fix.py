"""`keylint check` with --fix, --unsafe-fixes and --diff: what it writes, says and exits with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keylint.fixing import offers, writing

from .conftest import run

if TYPE_CHECKING:
    from click.testing import Result

APP = """\
import streamlit as st

if st.checkbox("More"):
    st.text_input("Name", key="name")
    st.text_input("Note", key="note")
st.write(st.session_state.get("name"))
"""
SAFE = APP.replace('key="name"', 'key="name", persist_state="page"')
UNSAFE = SAFE.replace('key="note"', 'key="note", persist_state="page"')
PAGES = """\
import streamlit as st


def pizza():
    toppings = st.multiselect("Toppings", ["olives", "cheese"], key="toppings")
    crust = st.selectbox("Crust", ["thin", "thick"], key="crust")
    st.write("A", crust, "pizza with", toppings)


def about():
    st.write("About")


st.navigation([st.Page(pizza), st.Page(about)]).run()
"""
TWICE = """\
import streamlit as st

if st.checkbox("More"):
    st.text_input("Note", key="note")
    for column in st.columns(2):
        column.text_input("Note", key="note")
"""
NEEDED = "The changed code needs streamlit>=1.59: write that into the requirements.\n"
MORE = "1 more fix is unsafe: --unsafe-fixes shows it.\n"
READ_ONLY = "is read-only, so it is left as it is; make it writable and run keylint again."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with an app that has one finding to be fixed safely and one unsafely."""
    for name in ("NO_COLOR", "FORCE_COLOR", "KEYLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app.py").write_bytes(APP.encode())
    return tmp_path


def check(*arguments: str, target: str = "1.67") -> Result:
    return run("check", "--isolated", "--no-cache", "-j", "1", "--target-streamlit", target, *arguments)


def app(path: str = "app.py") -> str:
    return Path(path).read_bytes().decode()


@pytest.mark.parametrize(
    ("arguments", "status", "text", "said"),
    [
        ((), 1, APP, ""),
        (("--fix",), 1, SAFE, f"Fixed 1 finding in 1 file.\n{NEEDED}"),
        (("--fix", "--unsafe-fixes"), 0, UNSAFE, f"Fixed 2 findings in 1 file.\n{NEEDED}"),
        (("--fix", "--min-severity", "error"), 0, SAFE, f"Fixed 1 finding in 1 file.\n{NEEDED}"),
        (("--fix", "--unsafe-fixes", "--min-severity", "error"), 0, SAFE, f"Fixed 1 finding in 1 file.\n{NEEDED}"),
        (("--fix", "--exit-zero"), 0, SAFE, f"Fixed 1 finding in 1 file.\n{NEEDED}"),
        (("--fix", "--ignore", "KEY101"), 1, APP, "Fixed nothing.\n"),
        (("--fix", "-q"), 1, SAFE, ""),
    ],
)
def test_what_is_fixed(arguments: tuple[str, ...], status: int, text: str, said: str) -> None:
    result = check(*arguments)
    assert (result.exit_code, result.stderr, app()) == (status, said, text)


def test_what_is_left_is_reported_where_it_is_now() -> None:
    result = check("--fix", "--output-format", "concise")
    assert result.stdout.startswith("app.py:5:5: KEY106[warning]")
    assert "KEY101" not in result.stdout


def test_a_second_run_changes_nothing() -> None:
    check("--fix", "--unsafe-fixes")
    result = check("--fix", "--unsafe-fixes")
    assert (result.exit_code, result.stderr, app()) == (0, "Fixed nothing.\n", UNSAFE)


@pytest.mark.parametrize(
    ("arguments", "status", "added", "said"),
    [
        ((), 1, ['+    st.text_input("Name", key="name", persist_state="page")'], MORE),
        (
            ("--unsafe-fixes",),
            1,
            [
                '+    st.text_input("Name", key="name", persist_state="page")',
                '+    st.text_input("Note", key="note", persist_state="page")',
            ],
            "",
        ),
        (("--fix",), 1, ['+    st.text_input("Name", key="name", persist_state="page")'], MORE),
        (("--exit-zero",), 0, ['+    st.text_input("Name", key="name", persist_state="page")'], MORE),
        (("--quiet",), 1, ['+    st.text_input("Name", key="name", persist_state="page")'], ""),
        (("--ignore", "KEY101"), 0, [], "1 fix is unsafe: --unsafe-fixes shows it.\n"),
        (("--select", "KEY2"), 0, [], "There is nothing to fix.\n"),
    ],
)
def test_a_diff_writes_nothing(arguments: tuple[str, ...], status: int, added: list[str], said: str) -> None:
    result = check("--diff", *arguments)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, app()) == (status, said, APP)
    assert [line for line in lines if line.startswith("+ ")] == added
    assert lines[:2] == (["--- a/app.py", "+++ b/app.py"] if added else [])


@pytest.mark.parametrize("option", ["--unsafe-fixes", "--show-fixes"])
def test_how_to_fix_says_nothing_where_nothing_is_fixed(option: str) -> None:
    result = check(option)
    said = f"keylint: error: {option} does nothing alone: add --fix to apply them, or --diff to see them\n"
    assert (result.exit_code, result.stdout, result.stderr, app()) == (2, "", said, APP)


LISTED = """\
{verb} 2 findings in 1 file:
- app.py:
    1 × KEY101 (read-while-hidden)
    1 × KEY106 (forgotten-input)
"""


@pytest.mark.parametrize("form", ["full", "json"])
def test_what_was_fixed_is_listed(form: str) -> None:
    """On standard error, so that no format changes."""
    result = check("--fix", "--unsafe-fixes", "--show-fixes", "--output-format", form)
    assert (result.stderr, app()) == (LISTED.format(verb="Fixed") + NEEDED, UNSAFE)
    assert "×" not in result.stdout


def test_what_would_be_fixed_is_listed() -> None:
    result = check("--diff", "--unsafe-fixes", "--show-fixes")
    assert (result.exit_code, result.stderr, app()) == (1, LISTED.format(verb="Would fix"), APP)


def test_the_counts_agree() -> None:
    """The second finding is one only beside the first one's protected widget: it comes up when that is mended."""
    Path("app.py").write_text(PAGES)
    said = check("--output-format", "concise").stdout.splitlines()[-1]
    assert said.endswith("--fix --unsafe-fixes repairs 1.")
    result = check("--fix", "--unsafe-fixes", "--show-fixes")
    assert result.stderr == (
        "Fixed 1 finding in 1 file, and 1 more that came up with it:\n"
        f"- app.py:\n    2 × KEY107 (forgotten-on-page-switch)\n{NEEDED}"
    )
    assert check("--fix", "--unsafe-fixes").stderr == "Fixed nothing.\n"


def test_a_diff_without_fixes_says_why() -> None:
    Path("app.py").write_text(APP + "if st.button('Reset'):\n    del st.session_state['name']\n")
    result = check("--diff", "--select", "KEY101")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 finding has no automatic fix: keylint check says why.\n"


def test_what_would_be_taken_back_is_not_offered() -> None:
    Path("app.py").write_text(TWICE)
    (finding,) = json.loads(check("--output-format", "json", "--select", "KEY106", target="1.40").stdout)["findings"]
    assert finding["fix"] is None
    assert finding["no_fix"] == "with it, '_note' is the key of several elements in one run (KEY201)"
    result = check("--fix", "--unsafe-fixes", "--select", "KEY106", target="1.40")
    assert (result.stderr, app()) == ("Fixed nothing.\n", TWICE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (APP, "app.py has changed since it was read; run keylint again.\n"),
        (None, "app.py cannot be read any more: No such file or directory.\n"),
    ],
)
def test_a_file_that_changes_while_the_diff_is_made(
    monkeypatch: pytest.MonkeyPatch, text: str | None, said: str
) -> None:
    """As an editor does that empties a file before it writes it: what was read says nothing of what there is."""
    Path("app.py").write_text("")
    original = offers.fix_all

    def edited(*arguments: object, **options: object) -> object:
        outcome = original(*arguments, **options)  # type: ignore[arg-type]
        Path("app.py").write_text(text) if text is not None else Path("app.py").unlink()
        return outcome

    monkeypatch.setattr(offers, "fix_all", edited)
    result = check("--diff", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_a_diff_goes_to_a_file_in_the_bytes_of_the_source(folder: Path) -> None:
    data = APP.replace("Name", "Naïve").replace("\n", "\r\n").encode("latin-1")
    Path("app.py").write_bytes(b"# coding: latin-1\r\n" + data)
    assert check("--diff", "--output-file", "fix.diff").exit_code == 1
    subprocess.run(["git", "init", "-q"], check=True, capture_output=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "fix.diff"], check=True)
    changed = data.replace(b'key="name"', b'key="name", persist_state="page"')
    assert Path("app.py").read_bytes() == b"# coding: latin-1\r\n" + changed


@pytest.mark.parametrize(
    "data",
    [
        APP.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + APP.encode(),
        b"# coding: latin-1\n" + APP.replace("Name", "Naïve").encode("latin-1"),
        APP.encode().rstrip(b"\n"),
        APP.replace("    ", "\t").encode(),
        APP.replace("\n", "\r").encode(),
    ],
    ids=["crlf", "byte order mark", "latin-1", "no newline at the end", "tabs", "cr"],
)
def test_nothing_else_changes(data: bytes) -> None:
    Path("app.py").write_bytes(data)
    assert check("--fix").stderr == f"Fixed 1 finding in 1 file.\n{NEEDED}"
    assert Path("app.py").read_bytes() == data.replace(b'key="name"', b'key="name", persist_state="page"')


def test_json_holds_the_edits(folder: Path) -> None:
    name, note = json.loads(check("--output-format", "json").stdout)["findings"]
    assert name["no_fix"] is None
    assert name["fix"]["safe"] is True
    assert name["fix"]["edits"] == [
        {"path": "app.py", "line": 4, "column": 37, "end_line": 4, "end_column": 37}
        | {"replacement": ', persist_state="page"'}
    ]
    assert note["fix"]["safe"] is False


def test_json_says_why_there_is_no_fix() -> None:
    Path("app.py").write_text(APP + "if st.button('Reset'):\n    del st.session_state['name']\n")
    findings = json.loads(check("--output-format", "json").stdout)["findings"]
    reasons = {finding["key"]: finding["no_fix"] for finding in findings if finding["fix"] is None}
    assert reasons == {"name": "the app deletes 'name' (app.py:8), so it may want the value to go"}


def test_what_the_strategy_asks_for_is_not_undone() -> None:
    Path("keylint.toml").write_text('fix-strategy = "shadow"\n')
    Path("app.py").write_text(APP + 'st.write(st.session_state.get("note"))\n')
    options = ("--no-cache", "--target-streamlit", "1.67", "--min-severity", "info", "--fix", "--unsafe-fixes")
    result = run("check", *options)
    assert app().count("**kept(") == 3  # one of them in what it says of itself
    assert "persist_state" not in app() + result.output


def test_json_after_a_fix_is_about_the_files_as_they_are() -> None:
    result = check("--fix", "--output-format", "json")
    assert [finding["key"] for finding in json.loads(result.stdout)["findings"]] == ["note"]
    assert result.stderr == f"Fixed 1 finding in 1 file.\n{NEEDED}"


def test_a_file_that_cannot_be_written() -> None:
    Path("app.py").chmod(0o444)
    result = check("--fix", "--output-format", "concise")
    assert (result.exit_code, app()) == (2, APP)
    assert result.stderr == f"app.py {READ_ONLY}\nFixed nothing.\n"
    assert "KEY101" in result.stdout  # the report is about what the file says


def test_a_failure_is_told_though_it_is_quiet() -> None:
    Path("app.py").chmod(0o444)
    result = check("--fix", "-q", "--exit-zero")
    assert (result.exit_code, result.stderr) == (2, f"app.py {READ_ONLY}\n")


def test_the_others_are_written() -> None:
    Path("other").mkdir()
    Path("other", "app.py").write_bytes(APP.encode())
    Path("app.py").chmod(0o444)
    result = check("--fix")
    assert (result.exit_code, app(), app("other/app.py")) == (2, APP, SAFE)
    assert result.stderr == f"app.py {READ_ONLY}\nFixed 1 finding in 1 file.\n{NEEDED}"


def test_a_file_that_changes_while_it_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    original = offers.fix_all

    def edited(*arguments: object, **options: object) -> object:
        outcome = original(*arguments, **options)  # type: ignore[arg-type]
        Path("app.py").write_text("x = 1\n")
        return outcome

    monkeypatch.setattr(offers, "fix_all", edited)
    result = check("--fix")
    assert (result.exit_code, app()) == (2, "x = 1\n")
    assert result.stderr == (
        "app.py has changed since it was read, so it is left as it is; run keylint again.\nFixed nothing.\n"
    )


def test_an_interrupt_leaves_the_files_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing.os, "fsync", interrupted)
    result = check("--fix")
    assert (result.exit_code, app()) == (130, APP)
    assert sorted(path.name for path in Path().iterdir()) == [".git", "app.py"]


def test_broken_files_are_left() -> None:
    Path("broken.py").write_text("import streamlit as st\nst.text_input(\n")
    result = check("--fix", "--output-format", "concise")
    assert "broken.py:2:" in result.stdout
    assert (app(), result.stderr) == (SAFE, f"Fixed 1 finding in 1 file.\n{NEEDED}")


def test_two_processes_at_once() -> None:
    command = [sys.executable, "-m", "keylint", "check", "--isolated", "--no-cache", "-j", "1", "--fix"]
    command += ["--target-streamlit", "1.67"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment) for _ in "ab"]
    said = [process.communicate()[1].decode() for process in both]
    assert app() == SAFE
    assert any("Fixed 1 finding in 1 file." in text for text in said)
    for process, text in zip(both, said, strict=True):
        # The slower one found it fixed, or found it changed after it had read it.
        assert process.returncode == 1 or "has changed since it was read" in text, text
    assert sorted(path.name for path in Path().iterdir()) == [".git", "app.py"]


def test_a_module_for_the_helper_is_said_to_be_new() -> None:
    Path("pages").mkdir()
    Path("pages/1_Other.py").write_text("import streamlit as st\n\nst.write(st.session_state.get('name'))\n")
    options = ("--target-streamlit", "1.40", "--unsafe-fixes", "--show-fixes", "--no-cache")
    shown = run("check", "--diff", *options)
    assert "--- /dev/null\n+++ b/state.py\n@@ -0,0 +1," in shown.stdout
    assert ", of which state.py is new:\n" in shown.stderr
    assert not Path("state.py").exists()
    done = run("check", "--fix", *options)
    assert ", of which state.py is new:\n" in done.stderr
    assert "from state import kept\n" in app()
    before = Path("state.py").read_text(), app()
    assert "Fixed nothing." in run("check", "--fix", *options).stderr
    assert (Path("state.py").read_text(), app()) == before


def test_the_helper_is_where_the_user_wants_it() -> None:
    Path("keylint.toml").write_text('fix-helper = "memory.py:remember"\n')
    run("check", "--fix", "--target-streamlit", "1.40", "--unsafe-fixes", "--no-cache")
    assert "from memory import remember\n" in app()
    assert "def remember(key" in Path("memory.py").read_text()
