from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import keylint
from keylint.errors import SourceError
from keylint.facts import workers
from keylint.facts.codec import decode_facts
from keylint.facts.reading import read_facts
from keylint.facts.workers import read_in_workers

SOURCES = [f"import streamlit as st\nst.text_input('{number}')\n".encode() for number in range(20)]


def test_what_workers_say_is_what_this_process_says() -> None:
    contents = [*SOURCES, b"x = (\n", b"\xff", b"", b"# coding: utf-7\n+AGE-=1\n"]
    replies = list(read_in_workers(contents, 2))
    for content, reply in zip(contents, replies, strict=True):
        expected = read_facts(content)
        if isinstance(expected, SourceError):
            assert isinstance(reply, SourceError)
            assert (reply.reason, reply.line, reply.column) == (expected.reason, expected.line, expected.column)
        else:
            assert isinstance(reply, bytes)
            assert decode_facts(reply) == expected


def test_without_a_python_to_start_this_process_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert all(isinstance(reply, bytes) for reply in read_in_workers(SOURCES, 2))


def test_a_file_that_kills_its_worker_is_one_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = workers.worker_command("keylint.facts.workers")
    assert command is not None
    at = command.index("-c") + 1
    fatal = "import keylint.facts.reading as r, os; f = r.read_encoded\n"
    fatal += "r.read_encoded = lambda data: os._exit(7) if b'fatal' in data else f(data)\n"
    command[at] = command[at].replace("from importlib import", f"{fatal}from importlib import")
    monkeypatch.setattr(workers, "worker_command", lambda _: command)

    replies = list(read_in_workers([*SOURCES[:5], b"fatal = 1\n", *SOURCES[5:]], 2))

    assert [isinstance(reply, SourceError) for reply in replies] == [number == 5 for number in range(21)]
    assert "ended with status 7" in str(replies[5])


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists the children of a process")
@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGKILL])
def test_workers_end_with_their_parent(ending: signal.Signals) -> None:
    program = (
        "from keylint.facts.workers import read_in_workers\n"
        f"source = {SOURCES[0]!r} * 3000\n"
        "for number, _ in enumerate(read_in_workers([source] * 1000, 2)):\n"
        "    print(number, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)}
    parent = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    children = [
        int(pid)
        for task in Path(f"/proc/{parent.pid}/task").iterdir()
        for pid in (task / "children").read_text().split()
    ]
    assert len(children) == 2

    parent.send_signal(ending)
    parent.wait(timeout=10)
    parent.stdout.close()
    limit = time.monotonic() + 1
    while _alive(children) and time.monotonic() < limit:
        time.sleep(0.02)

    assert _alive(children) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_worker_ends_with_its_parent_while_it_still_imports(tmp_path: Path) -> None:
    started = tmp_path / "started"
    (tmp_path / "slow.py").write_text(f"import time\nopen({str(started)!r}, 'w').close()\ntime.sleep(60)\n")
    program = (
        "import subprocess, sys, time\n"
        "from keylint.isolation import worker_command\n"
        f"sys.path.append({str(tmp_path)!r})\n"
        "print(subprocess.Popen(worker_command('slow'), stdin=subprocess.PIPE).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)}
    parent = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    limit = time.monotonic() + 20
    while not started.exists() and time.monotonic() < limit:
        time.sleep(0.02)
    parent.kill()
    parent.wait(timeout=10)
    parent.stdout.close()
    limit = time.monotonic() + 1
    while _alive([worker]) and time.monotonic() < limit:
        time.sleep(0.02)

    alive = _alive([worker])
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    assert alive == []
