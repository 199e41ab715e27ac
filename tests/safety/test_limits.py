"""What the system refuses keylint is no fault of keylint: it does with less, or says in a line what it needs."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint as program
from keylint.facts import workers
from tests.safety.shells import in_shell

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


def check(tree: Path) -> tuple[int, str, str]:
    for number in range(130):
        (tree / f"part{number}.py").write_text("import streamlit as st\n")
    done = CliRunner().invoke(program, ("check", "--no-cache", "-j", "2"), prog_name="keylint")
    return done.exit_code, done.stdout, done.stderr


def test_a_worker_that_gets_no_memory(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = check(tree)
    assert whole[0] == 1
    refused = [sys.executable, "-c", f"raise SystemExit({workers._REFUSED})"]
    monkeypatch.setattr(workers, "worker_command", lambda _: refused)
    assert check(tree) == whole


@pytest.mark.parametrize("allowed", [0, 1])
def test_as_many_workers_as_there_are_threads_for(tree: Path, monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
    whole = check(tree)
    served: list[threading.Thread] = []
    start = threading.Thread.start

    def start_if_allowed(thread: threading.Thread) -> None:
        if "(serve)" in thread.name:
            if len(served) == allowed:
                raise RuntimeError("can't start new thread")
            served.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_if_allowed)
    assert check(tree) == whole
    assert len(served) == allowed


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")
@pytest.mark.parametrize("command", ["check", "map", "migrate", "check --fix", "check --upgrade-from 1.30"])
def test_no_memory_for_a_deep_stack(tree: Path, command: str) -> None:
    done = in_shell(f"ulimit -v 100000; exec {sys.executable} -m keylint {command} --no-cache", tree)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("keylint: error: the system refuses a thread with 128 MiB of stack (")
    assert done.stderr.endswith("); allow more processes (ulimit -u) or more memory (ulimit -v)\n")
    assert done.stderr.count("\n") == 1
