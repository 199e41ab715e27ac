"""`keylint baseline` and `keylint check --baseline`: what is known is not reported, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import run

if TYPE_CHECKING:
    from click.testing import Result

APP = """\
import streamlit as st

if st.checkbox("More"):
    st.text_input("Name", key="name")
    st.text_input("Note", key="note", max_chars=20)
st.write(st.session_state.get("name"))
"""
PAGE = """\
import streamlit as st

if st.toggle("Filter"):
    st.multiselect("Shops", ["north", "south"], key="shops", help="of this year")
if st.button("Home"):
    st.switch_page("app.py")
st.write(st.session_state.get("shops"))
"""
NAME = "keylint-baseline.jsonl"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with an app of two pages; the working directory."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "pages" / "1_Shops.py").write_text(PAGE)
    (tmp_path / "requirements.txt").write_text("streamlit==1.60\n")
    return tmp_path


def check(*arguments: str) -> Result:
    return run("check", "--no-cache", "--baseline", NAME, *arguments)


def numbers(*arguments: str) -> tuple[int, int, int | None]:
    """How many findings are new, known and gone."""
    document: Any = json.loads(check("--output-format", "json", *arguments).stdout)
    return len(document["findings"]), document["summary"]["known"], document["summary"]["gone"]


def entries() -> list[Any]:
    return [json.loads(line) for line in Path(NAME).read_text("utf-8").splitlines()[1:]]


@pytest.fixture
def known() -> int:
    """How many findings there are, all of them known."""
    done = run("baseline", "--no-cache")
    assert done.exit_code == 0
    count = sum(entry.get("count", 1) for entry in entries())
    assert count >= 3
    return count


def test_what_is_known_is_not_reported(known: int) -> None:
    done = check()
    assert done.exit_code == 0
    assert done.stdout.startswith("No new problems found")
    assert f"Known from {NAME}, and not shown: {known} findings; none is gone.\n" in done.stdout
    assert numbers() == (0, known, 0)
    assert run("check", "--no-cache").exit_code == 1


def test_only_new_ones_are_reported(known: int) -> None:
    with Path("app.py").open("a") as file:
        file.write('if st.checkbox("Even more"):\n    st.text_area("Text", key="text")\n')
        file.write('st.write(st.session_state.get("text"))\n')
    done = check("--output-format", "concise")
    assert done.exit_code == 1
    assert [line.partition(" ")[0] for line in done.stdout.splitlines() if line.startswith("app")] == ["app.py:8:5:"]
    assert numbers() == (1, known, 0)
    assert numbers("--min-severity", "info")[1] == known


def test_a_copy_is_new(known: int) -> None:
    Path("pages/2_Copy.py").write_text(PAGE)
    new, still, _ = numbers()
    assert new >= 1
    assert still == known


def test_survives_a_formatter_moved_lines_and_a_renamed_page(known: int) -> None:
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "40", "--quiet"]
    subprocess.run([*ruff, "--config", "format.quote-style='single'", "."], check=True)
    assert Path("app.py").read_text() != APP
    for name in ("app.py", "pages/1_Shops.py"):
        Path(name).write_text(f"# A comment\n\n{Path(name).read_text()}")
    Path("pages/1_Shops.py").rename("pages/0_All_shops.py")
    Path("app.py").rename("Home.py")
    page = Path("pages/0_All_shops.py")
    page.write_text(page.read_text().replace("app.py", "Home.py"))
    assert numbers() == (0, known, 0)


def test_arguments_in_another_order_are_the_same(known: int) -> None:
    Path("app.py").write_text(APP.replace('key="note", max_chars=20', 'max_chars=20, key="note"'))
    assert numbers() == (0, known, 0)


def test_what_is_gone_is_counted_and_taken_out_and_nothing_added(known: int) -> None:
    Path("app.py").write_text(
        APP.replace('if st.checkbox("More")', "if True") + PAGE.partition("\n")[2].replace("shops", "x")
    )
    new, still, gone = numbers()
    assert new > 0
    assert gone is not None
    assert gone > 0
    assert gone + still == known
    before = entries()
    done = check("--update-baseline")
    assert done.exit_code == 1
    assert done.stderr == f"{NAME}: took out {gone} finding{'s' if gone > 1 else ''}, {still} left.\n"
    assert all(entry in before for entry in entries())
    assert len(entries()) < len(before)
    assert numbers() == (new, still, 0)
    text = Path(NAME).read_bytes()
    assert f"{NAME}: nothing is gone" in check("--update-baseline").stderr
    assert Path(NAME).read_bytes() == text


def test_a_part_of_the_paths_says_nothing_of_the_rest(known: int) -> None:
    new, still, gone = numbers("app.py")
    assert (new, gone) == (0, None)
    assert 0 < still < known
    assert "whether others are gone is not known" in check("app.py").stdout
    text = Path(NAME).read_bytes()
    done = check("app.py", "--update-baseline")
    assert done.exit_code == 2
    assert "is about more than the given paths" in done.stderr
    assert Path(NAME).read_bytes() == text


def test_a_part_of_the_rules_says_nothing_of_the_others(known: int) -> None:
    assert numbers("--select", "KEY2") == (0, 0, 0)
    text = Path(NAME).read_bytes()
    check("--select", "KEY2", "--update-baseline")
    assert Path(NAME).read_bytes() == text


def test_a_file_that_cannot_be_parsed_takes_nothing_out(known: int) -> None:
    Path("app.py").write_text(APP + "(")
    text = Path(NAME).read_bytes()
    done = check("--update-baseline")
    assert done.exit_code == 2
    assert "is left as it is, because not all could be read" in done.stderr
    assert "KEY900" in done.stdout
    assert Path(NAME).read_bytes() == text


def test_a_page_that_is_not_there_takes_nothing_out() -> None:
    (Path("views")).mkdir()
    Path("views/shops.py").write_text(PAGE)
    Path("app.py").write_text("import streamlit as st\nst.navigation([st.Page('views/shops.py')]).run()\n" + APP)
    run("baseline", "--no-cache")
    text = Path(NAME).read_bytes()
    Path("views/shops.py").rename("views/stores.py")
    done = check("--update-baseline", "--show-unknowns")
    assert done.exit_code == 2
    assert "a page's file is not there" in " ".join(done.stderr.split())
    assert "app.py:2 this page was not analysed: its file 'views/shops.py' does not exist" in done.stdout
    assert Path(NAME).read_bytes() == text
    Path("app.py").write_text(Path("app.py").read_text().replace("shops.py", "stores.py"))
    done = check("--update-baseline")
    assert (done.exit_code, Path(NAME).read_bytes()) == (0, text)


def test_the_same_findings_give_the_same_file(known: int) -> None:
    text = Path(NAME).read_bytes()
    assert run("baseline", "--no-cache").exit_code == 0
    assert Path(NAME).read_bytes() == text
    assert text.splitlines()[1:] == sorted(text.splitlines()[1:])


def test_configured(project: Path) -> None:
    (project / "keylint.toml").write_text('baseline = "old.jsonl"\n')
    done = run("check", "--no-cache")
    assert done.exit_code == 2
    assert done.stderr == "keylint: error: old.jsonl: there is no such baseline; write it with `keylint baseline`\n"
    done = run("baseline", "--no-cache")
    assert done.stdout.endswith("to old.jsonl. Next: keylint check\n")
    assert run("check", "--no-cache").exit_code == 0
    assert run("check", "--no-cache", "--no-baseline").exit_code == 1
    assert run("check", "--no-cache", "--diff").exit_code == 0
    assert run("check", "--no-cache", "--diff", "--no-baseline").exit_code == 1


def test_what_is_known_is_not_repaired(project: Path, known: int) -> None:
    assert known
    done = check("--fix", "--unsafe-fixes")
    assert (done.exit_code, (project / "app.py").read_text()) == (0, APP)
    assert "Fixed nothing." in done.stderr
    new = '    st.text_input("Town", key="town")\nst.write(st.session_state.get("town"))\n'
    (project / "app.py").write_text(APP + "if st.checkbox('Away'):\n" + new)
    told = check("--diff")
    assert told.exit_code == 1
    assert [line for line in told.stdout.splitlines() if line.startswith("-")][1:] == [
        '-    st.text_input("Town", key="town")'
    ]
    assert "tries to repair it" in check().stdout or "repairs it" in check().stdout
    done = check("--fix")
    assert (done.exit_code, (project / "app.py").read_text().startswith(APP)) == (0, True)
    assert 'key="town", persist_state="session")' in (project / "app.py").read_text()
    assert f"and not shown: {known} findings; none is gone" in done.stdout
    run("check", "--no-cache", "--fix")
    assert not (project / "app.py").read_text().startswith(APP)


def test_the_configured_one_lies_in_the_project(project: Path) -> None:
    (project / "keylint.toml").write_text('baseline = "../x.jsonl"\n')
    for command in ("check", "baseline"):
        done = run(command, "--no-cache")
        assert done.exit_code == 2
        assert "../x.jsonl lies outside of the project" in done.stderr
    assert not (project.parent / "x.jsonl").exists()


def test_it_does_not_change_what_the_cache_gives(known: int) -> None:
    for _ in range(2):
        assert run("check", "--baseline", NAME).exit_code == 0
        assert run("check").exit_code == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no baseline"),
        (b'{"findings": []}', "is no baseline"),
        (b"\x89PNG\r\n\xff", "is no text in UTF-8"),
        (
            b'{"keylint": "baseline", "version": 1, "paths": ["."]}\n<<<<<<< HEAD\n',
            ":2: has the marks of a merge conflict",
        ),
        (b'{"keylint": "baseline", "version": 1, "paths": ["."]}\n{"rule"', ":2: is no entry of a baseline"),
    ],
)
def test_a_damaged_or_foreign_file_is_one_line(content: bytes, said: str) -> None:
    Path(NAME).write_bytes(content)
    for options in ((), ("--update-baseline",)):
        done = check(*options)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert said in done.stderr
        assert Path(NAME).read_bytes() == content


def test_a_folder_and_a_pipe_are_no_baselines(project: Path) -> None:
    done = run("check", "--baseline", "pages")
    assert (done.exit_code, done.stderr) == (2, "keylint: error: pages: is a folder; name the file of a baseline\n")
    assert run("baseline", "--output-file", "pages").exit_code == 2
    os.mkfifo(project / "pipe")
    done = run("check", "--baseline", "pipe")
    assert (done.exit_code, done.stderr) == (2, "keylint: error: pipe: cannot be read: it is no regular file\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(known: int, project: Path) -> None:
    (project / NAME).chmod(0)
    done = check()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be read: Permission denied" in done.stderr


@pytest.mark.parametrize("name", ["pyproject.toml", "app.py", "notes.json", "requirements.txt"])
def test_nothing_else_is_replaced(name: str, project: Path) -> None:
    file = project / name
    file.write_text(file.read_text() if file.exists() else "x = 1\n")
    text = file.read_bytes()
    done = run("baseline", "--no-cache", "--output-file", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert file.read_bytes() == text


def test_one_that_is_about_more_is_not_replaced(known: int) -> None:
    text = Path(NAME).read_bytes()
    done = run("baseline", "--no-cache", "app.py")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{NAME} is about more than the given paths" in done.stderr
    assert Path(NAME).read_bytes() == text
    assert run("baseline", "--no-cache", "app.py", "--output-file", "part.jsonl").exit_code == 0


def test_a_conflict_is_ended_by_writing_it_anew(known: int) -> None:
    text = Path(NAME).read_text("utf-8")
    Path(NAME).write_text(f"<<<<<<< HEAD\n{text}=======\n>>>>>>> other\n", "utf-8")
    assert run("baseline", "--no-cache").exit_code == 0
    assert Path(NAME).read_text("utf-8") == text


def test_what_cannot_be_written_is_one_line(project: Path) -> None:
    done = run("baseline", "--no-cache", "--output-file", "no/such/folder.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be written" in done.stderr
    (project / NAME).write_text("")
    (project / NAME).chmod(0o444)
    done = run("baseline", "--no-cache")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is read-only" in done.stderr


def test_the_findings_are_not_written_over_it(known: int) -> None:
    text = Path(NAME).read_bytes()
    done = check("--output-file", NAME)
    assert done.exit_code == 2
    assert "is a file that keylint reads" in done.stderr
    assert Path(NAME).read_bytes() == text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--update-baseline",), "--update-baseline needs a baseline"),
        (("--no-baseline", "--update-baseline"), "--no-baseline excludes"),
        (("--baseline", "x", "--no-baseline"), "--no-baseline excludes"),
        (("--baseline", "x", "--update-baseline", "--diff"), "leave it out with --diff"),
        (("--baseline", "x", "--upgrade-from", "1.40"), "leave it out with --upgrade-from"),
        (("--baseline", "nowhere"), "there is no such baseline"),
    ],
)
def test_options_that_do_not_fit(options: tuple[str, ...], said: str) -> None:
    done = run("check", "--no-cache", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_fingerprint_does_not_depend_on_it(known: int) -> None:
    Path("pages/2_Copy.py").write_text(PAGE)
    with_it = {each["fingerprint"] for each in json.loads(check("--output-format", "json").stdout)["findings"]}
    without = json.loads(run("check", "--no-cache", "--output-format", "json").stdout)["findings"]
    assert with_it < {each["fingerprint"] for each in without}


UNKEYED = """\
import streamlit as st
view = st.radio("View", ["Plan", "Sum"])
if view == "Plan":
    days = st.number_input("Days", 1, 90, help="from now on")
    rate = st.slider("Rate", 0, 9)
    st.write(days * rate)
"""


@pytest.mark.parametrize("unkeyed", ["info", "by-evidence"])
def test_an_input_without_a_key_that_is_added_is_new_alone(project: Path, unkeyed: str) -> None:
    app = project / "app.py"
    app.write_text(UNKEYED)
    (project / "keylint.toml").write_text(f'unkeyed = "{unkeyed}"\nselect = ["KEY113"]\nmin-severity = "info"\n')
    assert run("baseline", "--no-cache").exit_code == 0
    calls = {entry["call"] for entry in entries()}
    assert {"st.number_input", "st.slider"} <= {call.partition("(")[0] for call in calls}
    first, second = UNKEYED.splitlines(keepends=True)[3:5]
    moved = UNKEYED.replace(first + second, second + first.replace("1, 90, help=", "1, 90,\n        help="))
    app.write_text(f"# Moved.\n\n{moved}")
    assert check().exit_code == 0
    assert check().stdout.startswith("No new problems found")
    app.write_text(moved.replace(second, f'    st.text_area("New")\n{second}'))
    done = check("--output-format", "json")
    [new] = json.loads(done.stdout)["findings"]
    assert (done.exit_code, new["line"]) == (1, 4)
    assert "'New'" in new["message"]
    assert "'Days'" not in new["message"]
    assert (numbers()[0], numbers()[2]) == (1, 0)
    assert "nothing is gone, so it stays as it is" in check("--update-baseline").stderr
