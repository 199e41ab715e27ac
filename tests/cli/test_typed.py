"""The commands that a check says to type next look at what it looked at."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from keylint.cli.check import command
from keylint.cli.typed import DECIDING, typed

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

if st.checkbox("More", key="more"):
    st.text_input("Name", key="name")
    st.text_input("Note", key="note")
st.write(st.session_state.get("name"))
"""
# They say what is done with the findings, or how they are told.
OTHERS = {
    *(
        "exit-zero",
        "allow-empty",
        "fix",
        "unsafe-fixes",
        "diff",
        "show-fixes",
        "update-baseline",
        "add-ignore",
        "upgrade-from",
        "to",
    ),
    *("output-format", "group-by", "output-file", "statistics", "show-files", "show-unknowns", "quiet", "verbose"),
    *("show-settings", "no-cache", "jobs"),
}


def test_of_every_option_it_is_known_whether_it_decides() -> None:
    options = {max(each.opts, key=len)[2:] for each in command.params if isinstance(each, click.Option)}
    assert OTHERS.isdisjoint(DECIDING)
    assert options == OTHERS | DECIDING


@pytest.mark.parametrize(
    "line",
    [
        "keylint check",
        "keylint check app.py 'my pages'",
        "keylint check app --target-streamlit '>=1.50,<1.60' --entrypoint a.py --entrypoint b.py --include-generated "
        "--config keylint.toml --select KEY1,KEY401 --ignore KEY109 --extend-select KEY2 --min-severity info "
        "--baseline known.jsonl",
        "keylint check --isolated --no-baseline",
    ],
)
def test_what_decides_is_kept(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    context = command.make_context(name, [*arguments, "--no-cache", "-q", "--output-format", "full", "--statistics"])
    again = command.make_context(name, shlex.split(typed(context))[2:])
    without = ("no_cache", "quiet", "wishes", "statistics")
    kept = {key: value for key, value in context.params.items() if key not in without}
    assert kept == {key: value for key, value in again.params.items() if key not in without}
    assert sorted(shlex.split(typed(context))) == sorted(shlex.split(line))


def test_the_next_step_repairs_what_was_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP, "utf-8")
    told = run("check", "app.py", "--no-cache", "--isolated", "--target-streamlit", "1.60", "--select", "KEY101").stdout
    found = re.search(r"^Next: (keylint .*--fix)  repairs it", told, re.MULTILINE)
    assert found is not None, told
    run(*shlex.split(found[1])[1:])
    after = (tmp_path / "app.py").read_text("utf-8")
    assert 'key="name", persist_state' in after
    assert 'key="note")' in after


def test_another_threshold_takes_the_place_of_the_one_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP.replace("text_input", "slider"), "utf-8")
    done = run("check", "--no-cache", "--min-severity", "error", "--select", "KEY106")
    last = done.stdout.splitlines()[-1]
    assert last == "Next: keylint check --select KEY106 --min-severity warning  shows what is hidden"
