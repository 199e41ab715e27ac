"""A fault of keylint between the files and the report, whatever stage it is in, costs nothing but that stage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from keylint import assembling, cache, engine, loading, outcome_cache, recall, stores, suppress, wanted
from keylint.app.entrypoints import apps, layouts, scripts
from keylint.cli.main import keylint
from keylint.discover import declarations, target
from keylint.facts import workers
from keylint.fixing import diff, journal, migrating, offers, passes, writing
from keylint.reporters import (
    MACHINE_FORMATS,
    blocks,
    concise,
    excerpt,
    github,
    gitlab,
    json_object,
    map_json,
    map_table,
    markdown,
    migration,
    sarif,
    summary,
)
from keylint.reporters import upgrade as upgrade_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from click.testing import Result

APP = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
KEPT = APP.replace("\n\n", '\n\nif "name" in st.session_state: st.session_state.name = st.session_state.name\n')
ONE, TWO = "one/app.py:4:5 KEY101[error]", "two/app.py:4:5 KEY101[error]"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}-user")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(APP)
        (tmp_path / name / "requirements.txt").write_text("streamlit==1.40\n")
        (tmp_path / name / "setup.py").write_text("setup(install_requires=['streamlit<2'])\n")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, [*arguments, "--isolated"], prog_name="keylint")


def raising(*_: Any, **__: Any) -> Any:
    raise KeyError("what is not there")


def raising_for(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def failing(*arguments: Any, **options: Any) -> Any:
        if part in str(arguments):
            raising()
        return function(*arguments, **options)

    return failing


def told(done: Result, *parts: str) -> None:
    """What failed is said in these words, once, with what to send."""
    assert done.exit_code == 2, (done.output, done.exception)
    lines = [line for line in done.stderr.splitlines() if "internal error" in line]
    assert len(lines) == len(parts), done.stderr
    for line, part in zip(lines, parts, strict=True):
        assert line.startswith(f"keylint: internal error: {part}"), line
        assert "KeyError: 'what is not there', at test_faults_on_the_way.py:" in line
    assert "Please report these lines" in done.stderr


STAGES: list[tuple[ModuleType | type, str, str]] = [
    (engine, "surroundings", "the search for what belongs to the given files failed"),
    (engine, "select", "the choice of the files that can matter failed"),
    (apps, "find_layouts", "the choice of the apps failed"),
    (layouts, "_owner", "the choice of the apps failed"),
    (assembling, "_totals", "the count of what was looked at failed"),
    (assembling, "left_out", "the list of what could not be resolved failed"),
    (wanted, "ignore_per_file", "the reading of per-file-ignores failed"),
    (engine, "heeding_others", "the look at what other apps need of it failed on"),
    (engine, "sources_of", "the planning of the fixes failed"),
    (engine, "with_fixes", "the planning of the fixes failed"),
    (offers, "with_fates", "the trial of the fixes failed"),
    (stores, "maker", "the cache of "),
    (recall, "_place", "the look for the last report failed"),
    (recall, "_hash_of_walk", "the look for the last report failed"),
    (cache.Store, "get", "the cache of "),
    (cache.Store, "put", "the cache of "),
    (cache, "_decoded", "the cache of "),
    (cache, "_remove_leftovers", "the cache of "),
    (loading, "decode_facts", "the cache of facts failed"),
    (outcome_cache, "_known", "the cache of results failed"),
    (recall, "_still_there", "the look for the last report failed"),
]


@pytest.mark.parametrize(("where", "name", "part"), STAGES, ids=[name for _, name, _ in STAGES])
def test_a_stage_that_fails(
    tree: Path, monkeypatch: pytest.MonkeyPatch, where: ModuleType | type, name: str, part: str
) -> None:
    (tree / "one" / "pages").mkdir()
    (tree / "one" / "pages" / "1_more.py").write_text("import streamlit as st\nst.write('More')\n")
    if name in ("_known", "decode_facts", "_decoded", "_still_there"):  # what is only asked where something is kept
        assert run("check").exit_code == 1
    if name in ("_known", "decode_facts"):
        (tree / "two" / "more.py").write_text("import streamlit\n")
    monkeypatch.setattr(where, name, raising)
    done = run("check")
    found = done.stderr.count("internal error")
    told(done, *[part] * found)
    assert 0 < found < 5
    assert ONE in done.stdout
    assert TWO in done.stdout
    monkeypatch.undo()
    monkeypatch.chdir(tree)
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tree}-user")
    again = run("check")  # nothing of it is remembered
    assert (again.exit_code, again.stderr) == (1, "")


def test_a_script_that_cannot_be_looked_at_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "outline_of", raising_for("one/app.py", scripts.outline_of))
    done = run("check", "--no-cache")
    told(done, "the look at the script failed on one/app.py")
    assert "it is run as if it might be an app" in done.stderr
    assert (ONE in done.stdout, TWO in done.stdout) == (True, True)


def test_a_file_of_requirements_that_cannot_be_read_is_as_if_it_were_not_there(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(declarations.MANIFESTS, "setup.py", raising)
    (tree / "one" / "setup.py").unlink()
    done = run("check", "--no-cache", "--show-files")
    told(done, "the reading of what the project requires failed on two/setup.py")
    assert "the file is as if it were not there" in done.stderr
    assert "for Streamlit 1.40 (one/requirements.txt), 1.40 (two/requirements.txt)" in done.stdout


def test_a_target_that_cannot_be_told_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_declared", raising_for("/one/", target._declared))
    done = run("check", "--no-cache", "--show-files")
    told(done, "the reading of what the project requires failed on one")
    assert "the app is checked as if nothing were required" in done.stderr
    assert "(the newest known release)" in done.stdout
    assert "1.40 (two/setup.py and two/requirements.txt)" in done.stdout
    monkeypatch.setattr(target, "installed_in", raising)
    done = run("check", "--no-cache", "--show-files")
    assert "the app is checked for the newest known release" in done.stderr
    assert "(the newest known release)" in done.stdout
    assert done.exit_code == 2


def test_a_comment_that_cannot_be_read_suppresses_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tree / name / "app.py").write_text(APP.replace('"name")\nst', '"name")  # keylint: ignore\nst'))
    assert run("check").exit_code == 0
    monkeypatch.setattr(suppress, "_parse", raising_for("one/app.py", suppress._parse))
    done = run("check", "--no-cache")
    told(done, "the reading of comments that suppress failed on one/app.py")
    assert (ONE in done.stdout, TWO in done.stdout) == (True, False)


def test_processes_that_cannot_be_used(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(130):
        (tree / "one" / f"part{number}.py").write_text("import streamlit as st\n")
    whole = run("check", "--no-cache", "-j", "2").stdout
    monkeypatch.setattr(workers.subprocess, "Popen", lambda *_, **__: (_ for _ in ()).throw(BlockingIOError()))
    done = run("check", "--no-cache", "-j", "2")
    assert (done.exit_code, done.stdout) == (1, whole)
    monkeypatch.setattr(workers, "_Worker", raising)
    done = run("check", "--no-cache", "-j", "2")
    told(done, "the reading in several processes failed")
    assert done.stdout == whole


REPORTERS = [
    ("full", blocks, "_story"),
    ("full", excerpt, "expand_tabs"),
    ("concise", concise, "_ending"),
    ("github", github, "workflow_command"),
    ("json", json_object, "_finding"),
    ("sarif", sarif, "result"),
    ("markdown", markdown, "_cells"),
    ("gitlab", gitlab, "_issue"),
]


@pytest.mark.parametrize(("output_format", "where", "name"), REPORTERS)
def test_a_finding_that_cannot_be_printed(
    tree: Path, monkeypatch: pytest.MonkeyPatch, output_format: str, where: ModuleType, name: str
) -> None:
    (tree / "one" / "app.py").write_text(APP.replace('"name")\n', '"name")  # marked\n', 1))
    mark = "marked" if where is excerpt else "one/app.py"
    monkeypatch.setattr(where, name, raising_for(mark, getattr(where, name)))
    done = run("check", "--no-cache", "--output-format", output_format)
    told(done, "the report failed on one/app.py:4")
    assert "it is left out" in done.stderr
    assert "two/app.py" in done.stdout
    if output_format == "json":
        said = json.loads(done.stdout)
        assert [finding["path"] for finding in said["findings"]] == ["two/app.py"]
        assert [fault["app"] for fault in said["faults"]] == ["one/app.py:4"]
    elif output_format not in MACHINE_FORMATS:
        assert "Found 1 error in" in done.stdout


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_a_summary_that_fails(monkeypatch: pytest.MonkeyPatch, output_format: str) -> None:
    monkeypatch.setattr(summary, "found", raising)
    done = run("check", "--no-cache", "--output-format", output_format)
    told(done, "the report failed")
    assert "its items are printed alone" in done.stderr
    assert "KEY101[error]" in done.stdout


def test_a_report_that_cannot_be_printed_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_object, "marked", raising)
    done = run("check", "--no-cache", "--output-format", "json")
    assert done.stdout == ""
    assert "nothing is printed" in done.stderr
    assert (done.exit_code, done.exception.__class__) == (2, SystemExit)


def test_the_change_of_an_upgrade_that_cannot_be_printed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("check", "--upgrade-from", "1.30", "--to", "1.67", "--min-severity", "info", "--no-cache")
    for name in ("one", "two"):
        (tree / name / "app.py").write_text(APP + 'st.pills("Rows", ["a"], key="rows")\n')
    assert run(*arguments).stdout.count("one/app.py") > 0
    monkeypatch.setattr(upgrade_text, "_full", raising_for("one/app.py", upgrade_text._full))
    done = run(*arguments)
    assert done.exit_code == 2
    assert "internal error: the report failed on one/app.py:" in done.stderr
    assert "two/app.py" in done.stdout
    monkeypatch.setattr(engine, "unjudged", raising_for("one/app.py", engine.unjudged))
    done = run(*arguments)
    assert "internal error: the count of its widgets failed on one/app.py" in done.stderr


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_the_overview_of_an_app_that_cannot_be_printed(monkeypatch: pytest.MonkeyPatch, output_format: str) -> None:
    where = map_table if output_format == "table" else map_json
    monkeypatch.setattr(where, "_app", raising_for("one/app.py", where._app))
    done = run("map", "--no-cache", "--output-format", output_format)
    told(done, "the report failed on one/app.py")
    assert "two/app.py" in done.stdout


@pytest.mark.parametrize("command", ["map", "migrate"])
def test_the_choice_of_the_apps_fails_for_other_commands(
    tree: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name in ("one", "two"):
        (tree / name / "app.py").write_text(KEPT)
    monkeypatch.setattr(apps, "find_layouts", raising)
    options = ("--target-streamlit", "1.67") if command == "migrate" else ()
    done = run(command, "--output-format", "json", *options)
    told(done, "the choice of the apps failed")
    assert "one/app.py" in done.stdout
    assert [fault["part"] for fault in json.loads(done.stdout)["faults"]] == ["the choice of the apps"]


@pytest.mark.parametrize(
    ("where", "name", "part"),
    [
        (migration, "_lines", "the report failed"),
        (migrating, "_migrations", "the description of the migration failed"),
        (migrating, "_cleared", "the description of the migration failed"),
        (migrating, "unified_diff", "the diff failed"),
    ],
)
def test_a_migration_that_cannot_be_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str, part: str
) -> None:
    for each in ("one", "two"):
        (tree / each / "app.py").write_text(KEPT)
    monkeypatch.setattr(where, name, raising)
    done = run("migrate", "--target-streamlit", "1.67", "--no-cache")
    assert done.exit_code == 2
    assert f"internal error: {part}" in done.stderr
    assert "Would migrate" in done.stdout or "+st" in done.stdout or part == "the report failed"


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_a_choice_of_fixes_that_fails(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    monkeypatch.setattr(passes, "compatible", raising)
    done = run("check", option, "--unsafe-fixes", "--no-cache")
    told(done, "the choice of the fixes failed")
    assert option == "--diff" or (ONE in done.stdout and TWO in done.stdout)


def test_a_diff_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "_of_file", raising_for("one/app.py", diff._of_file))
    done = run("check", "--diff", "--unsafe-fixes", "--no-cache", "--target-streamlit", "1.67")
    told(done, "the diff failed on one/app.py")
    assert "--- a/two/app.py" in done.stdout


def test_a_file_that_cannot_be_written(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_prepare", raising_for("/one/", writing._prepare))
    done = run("check", "--fix", "--no-cache", "--target-streamlit", "1.67")
    told(done, "the writing of the file failed on one/app.py")
    assert "one/app.py cannot be written: keylint itself failed to; it is left as it was." in done.stderr
    assert ONE in done.stdout
    assert (tree / "one" / "app.py").read_text() == APP
    assert "persist_state" in (tree / "two" / "app.py").read_text()
    assert not list(tree.rglob("*.tmp"))


def test_a_journal_that_cannot_be_read(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal.Journal, "recover", raising)
    done = run("check", "--fix", "--no-cache", "--target-streamlit", "1.67")
    assert done.exit_code == 2
    assert "internal error: the end of what a killed run began failed" in done.stderr
    assert "persist_state" in (tree / "two" / "app.py").read_text()


def test_what_fails_is_told_beside_what_cannot_be_written(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "find_layouts", raising)
    (tree / "one" / "app.py").chmod(0o444)
    done = run("check", "--fix", "--no-cache", "--target-streamlit", "1.67")
    assert "one/app.py is read-only" in done.stderr
    told(done, "the choice of the apps failed")
