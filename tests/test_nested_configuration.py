"""In a run over several apps each is checked by the nearest configuration around it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from keylint import engine
from keylint.cli.main import keylint
from keylint.facts import workers
from keylint.facts.workers import read_in_workers
from keylint.settings import Settings
from tests.test_recall import nothing_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.errors import SourceError

APP = """
    import streamlit as st

    if st.checkbox("Show", key="show"):
        st.text_input("Name", key="name")
    st.write(st.session_state.get("name"))
"""
FORGOTTEN = """
    import streamlit as st

    if st.checkbox("Show", key="show"):
        st.text_input("Search", key="search")
"""
WRAPPED = """
    import streamlit as st
    import acme_ui

    if st.checkbox("Show", key="show"):
        acme_ui.field("Name", key="wrapped")
    st.write(st.session_state.get("wrapped"))
"""


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), "utf-8")


@pytest.fixture(autouse=True)
def monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two apps in a repository that is the working directory; the first has a configuration of its own."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository")
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)
    write("one/app.py", APP)
    write("two/app.py", APP)
    write("requirements.txt", "streamlit==1.50\n")
    write("one/keylint.toml", "")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keylint, ["check", *arguments], catch_exceptions=False)


def report(*arguments: str) -> dict[str, Any]:
    """The report, which the cache gives a second time, and a run without a cache gives too."""
    first, again, fresh = (run("--output-format", "json", *arguments, *more) for more in ((), (), ("--no-cache",)))
    assert first.output == again.output == fresh.output
    found: dict[str, Any] = json.loads(first.stdout)
    return found


def places(*arguments: str) -> list[str]:
    return [f"{each['path']} {each['code']}" for each in report(*arguments)["findings"]]


def targets() -> dict[str, str]:
    return {each["app"]: each["versions"] for each in report()["target"]}


BOTH = ["one/app.py KEY101", "two/app.py KEY101"]


def test_the_rules_of_each_app_are_its_own() -> None:
    assert places() == BOTH
    write("one/keylint.toml", 'ignore = ["KEY101"]')
    assert places() == places("one", "two") == BOTH[1:]
    assert places("one") == []
    write("keylint.toml", 'select = ["KEY2"]')
    write("one/keylint.toml", "")
    assert places() == BOTH[:1]


def test_what_the_app_says_counts_for_all_below_its_folder() -> None:
    write("one/parts/more/app.py", APP)
    write("one/keylint.toml", "")
    write("one/parts/pyproject.toml", '[tool.keylint]\nignore = ["KEY1"]')
    assert places() == BOTH
    assert places("one/parts/more", "two") == BOTH[1:]


def test_options_win_over_all_files() -> None:
    write("one/keylint.toml", 'select = ["KEY2"]\ntarget-streamlit = "1.40"')
    write("keylint.toml", 'select = ["KEY101"]')
    assert places() == BOTH[1:]
    assert places("--select", "KEY101") == BOTH
    assert places("--config", "keylint.toml") == places("--isolated") == BOTH
    assert {each["versions"] for each in report("--target-streamlit", "1.62")["target"]} == {"1.62"}


def test_the_target_of_each_app_is_its_own() -> None:
    assert targets() == {"one/app.py": "1.50", "two/app.py": "1.50"}
    write("one/keylint.toml", 'target-streamlit = "1.40"')
    assert targets() == {"one/app.py": "1.40", "two/app.py": "1.50"}
    (one, two) = report()["findings"]
    assert "this project: 1.40" in one["advice"]
    assert "this project: 1.50" in two["advice"]


def test_the_threshold_of_each_file_is_its_own() -> None:
    write("one/app.py", FORGOTTEN)
    assert places() == BOTH[1:]
    write("one/keylint.toml", 'min-severity = "info"')
    assert "one/app.py KEY106" in places()
    assert run("one", "two", "--select", "KEY106").exit_code == 1
    assert report()["summary"]["infos"] == 1
    write("two/keylint.toml", 'min-severity = "error"')
    write("two/app.py", FORGOTTEN)
    assert places() == ["one/app.py KEY106"]
    assert "(1 hidden at info)" in run().output
    assert places("--min-severity", "warning") == []


def test_patterns_are_relative_to_the_file_that_has_them() -> None:
    write("one/keylint.toml", '[per-file-ignores]\n"app.py" = ["KEY101"]')
    assert places() == BOTH[1:]
    write("one/keylint.toml", '[per-file-ignores]\n"one/app.py" = ["KEY101"]')
    assert places() == BOTH
    write("one/keylint.toml", 'exclude = ["/app.py"]')
    assert places() == places("one", "two") == BOTH[1:]
    assert report()["summary"]["files"] == 1


def test_what_is_excluded_needs_no_configuration_that_can_be_read() -> None:
    write("one/inner/keylint.toml", "nonsense")
    assert run().exit_code == 2
    write("one/keylint.toml", 'exclude = ["inner"]')
    assert places() == BOTH


def test_entrypoints_of_an_app_leave_the_others_to_be_found() -> None:
    write("one/start.py", APP)
    assert places() == [BOTH[0], "one/start.py KEY101", BOTH[1]]
    write("one/keylint.toml", 'entrypoints = ["start.py"]')
    assert places() == ["one/start.py KEY101", BOTH[1]]
    assert places("--entrypoint", "two/app.py") == BOTH[1:]
    write("keylint.toml", 'entrypoints = ["two/app.py"]')
    write("three.py", APP)
    write("one/keylint.toml", "")
    assert places() == [BOTH[0], "one/start.py KEY101", BOTH[1]]
    write("one/keylint.toml", 'entrypoints = ["none.py"]')
    assert "the entrypoint none.py is not among the files" in run().stderr


def test_widget_functions_of_an_app_are_its_own() -> None:
    write("one/app.py", WRAPPED)
    write("two/app.py", WRAPPED)
    assert places() == []
    write("one/keylint.toml", 'widget-functions = {"acme_ui.field" = "text_input:key"}')
    assert places() == BOTH[:1]


def test_how_an_app_is_fixed_is_its_own() -> None:
    write("one/keylint.toml", 'fix-helper = "state.py:remember"')
    run("--fix", "--unsafe-fixes")
    assert "remember" in Path("one/state.py").read_text("utf-8")
    assert not Path("state.py").exists()
    assert places() == []


def test_only_what_an_app_wants_to_hear_of_is_fixed() -> None:
    before = Path("one/app.py").read_text("utf-8")
    write("one/keylint.toml", 'ignore = ["KEY101"]')
    run("--fix", "--unsafe-fixes")
    assert Path("one/app.py").read_text("utf-8") == before
    assert "kept" in Path("two/app.py").read_text("utf-8")


def test_a_comment_is_unused_only_where_its_rule_is_wanted() -> None:
    for name in ("one", "two"):
        write(
            f"{name}/app.py", "import streamlit as st\nst.text_input('Name', key='name')  # keylint: ignore[KEY101]\n"
        )
    assert places() == ["one/app.py KEY901", "two/app.py KEY901"]
    write("one/keylint.toml", 'ignore = ["KEY101"]')
    assert places() == ["two/app.py KEY901"]
    write("one/keylint.toml", 'ignore = ["KEY901"]')
    assert places() == ["two/app.py KEY901"]


def test_what_has_one_answer_for_the_run_does_not_count_there_and_that_is_said() -> None:
    write("one/keylint.toml", 'output-format = "json"\nbaseline = "known.jsonl"')
    for done in (run(), run()):  # the second from the cache
        (notice,) = done.stderr.splitlines()
        assert notice.startswith("keylint: one/keylint.toml:1: output-format, baseline do not count in this run")
        assert done.stdout.startswith("✘ one/app.py")
    for arguments in (
        ["map"],
        ["migrate", "--target-streamlit=1.67"],
        ["baseline"],
        ["init", "--dry-run"],
        ["check", "--diff"],
    ):
        assert "do not count in this run" in CliRunner().invoke(keylint, arguments).stderr, arguments
    assert "there is no such baseline" in run("one").stderr


def test_what_an_app_extends_of_the_run_is_not_in_vain() -> None:
    write("keylint.toml", 'output-format = "concise"\nselect = ["KEY1"]')
    write("one/keylint.toml", 'extend = "../keylint.toml"')
    assert run().stderr == ""
    write("other.toml", "jobs = 2")
    write("one/keylint.toml", 'extend = "../other.toml"')
    assert "other.toml:1: jobs does not count in this run" in run().stderr


def test_two_configurations_in_one_folder_are_told_of() -> None:
    write("one/pyproject.toml", "[tool.keylint]")
    for done in (run(), run(), run("one")):
        assert (
            "one/pyproject.toml: its [tool.keylint] does not count, because keylint.toml beside it does" in done.stderr
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select = [", "keylint: error: one/keylint.toml:1: this is not valid TOML"),
        ("slect = []", "keylint: error: one/keylint.toml: keylint has no setting 'slect'; the nearest is 'select'"),
        ('extend = "none.toml"', "keylint: error: one/keylint.toml: extend names one/none.toml, which does not exist"),
        ('extend = "keylint.toml"', "keylint: error: one/keylint.toml: extend goes round in a circle"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_one_line(text: str, expected: str) -> None:
    run()
    write("one/keylint.toml", text)
    for done in (run(), run("--no-cache"), run("--diff")):
        assert done.exit_code == 2
        assert done.stderr.startswith(expected)
        assert done.stderr.count("\n") == 1
        assert not done.stdout


def test_a_folder_of_that_name_is_not_overlooked() -> None:
    Path("two/keylint.toml").mkdir()
    done = run()
    assert done.exit_code == 2
    assert done.stderr.startswith("keylint: error: two/keylint.toml cannot be read: Is a directory")


def test_a_change_of_a_configuration_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places() == BOTH
    write("two/keylint.toml", 'ignore = ["KEY101"]')  # a new one
    assert places() == BOTH[:1]
    write("two/keylint.toml", "")
    assert places() == BOTH
    write("base.toml", "")
    write("two/keylint.toml", 'extend = "../base.toml"')
    assert places() == BOTH
    write("base.toml", 'ignore = ["KEY101"]')
    assert places() == BOTH[:1]
    Path("two/keylint.toml").unlink()
    assert places() == BOTH
    run()
    nothing_runs(monkeypatch)
    assert run().exit_code == 1


def test_an_app_beside_the_given_paths_is_run_by_its_own_configuration() -> None:
    write("shared/field.py", "import streamlit as st\n\ndef field():\n    st.text_input('Name', key='name')\n")
    write(
        "one/app.py",
        APP.replace('st.text_input("Name", key="name")', "field()").replace(
            "\n\n", "\n    from shared.field import field\n\n", 1
        ),
    )
    write("one/pages/more.py", APP)
    write("one/keylint.toml", 'target-streamlit = "1.40"')
    assert {each["app"]: each["versions"] for each in report("one/pages", "two")["target"]} == {
        "one/app.py": "1.40",
        "two/app.py": "1.50",
    }


def test_the_engine_alone_asks_for_no_configuration() -> None:
    write("one/keylint.toml", 'ignore = ["KEY101"]')
    found = engine.check([Path()], Settings(root=Path.cwd(), cache=False)).findings
    assert [each.location.path for each in found] == ["one/app.py", "two/app.py"]


def test_functions_that_keep_values_are_believed_where_they_are_named() -> None:
    for name in ("one", "two"):
        write(f"{name}/app.py", APP.replace("st\n", "st\n    import acme\n\n    acme.persist('name')\n", 1))
    assert places() == BOTH
    write("one/keylint.toml", 'persist-functions = ["acme.persist"]')
    assert places() == BOTH[1:]


def test_jobs_say_how_many_processes_read_files(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def read(contents: list[bytes], count: int) -> Iterator[bytes | SourceError]:
        asked.append(count)
        return read_in_workers(contents, count)

    monkeypatch.setattr(workers, "read_in_workers", read)
    for number in range(180):
        write(f"one/pages/{number}.py", f"import streamlit as st\nst.title('{number}')\n")
    for jobs in ("1", "2", "3"):
        assert run("--no-cache", "--jobs", jobs).exit_code == 1
    write("keylint.toml", "jobs = 2")
    run("--no-cache")
    assert asked == [2, 3, 2]
