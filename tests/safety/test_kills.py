"""A run that is killed at any moment leaves no half-written file, and what it leaves beside one is gone after the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import keylint

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")

APP = "import streamlit as st\nif st.toggle('S', key='s'):\n    st.text_input('N', key='n')\nst.write(st.session_state.get('n'))\n"

# Kills the process before the operation of that number on a file in one of the watched folders.
KILLED = """
import os, sys

left, watched = int(sys.argv[1]), sys.argv[2].split(os.pathsep)
del sys.argv[1:3]

def killed(event, arguments):
    global left
    if event in ("open", "os.rename", "os.chmod", "os.remove", "os.truncate", "os.link", "os.mkdir"):
        if any(str(argument).startswith(tuple(watched)) for argument in arguments):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), 9)

from keylint.cli.main import keylint
sys.addaudithook(killed)
keylint.main(sys.argv[1:], prog_name="keylint")
"""


def run(tree: Path, moment: int, watched: Path, *arguments: str) -> int:
    environment = os.environ | {
        "PYTHONPATH": str(Path(keylint.__file__).parent.parent),
        "XDG_CACHE_HOME": str(tree.parent / "user"),
    }
    program = [sys.executable, "-c", KILLED, str(moment), str(watched)]
    done = subprocess.run([*program, *arguments], cwd=tree, env=environment, capture_output=True, check=False)
    assert done.returncode in (-signal.SIGKILL, 1), done.stderr
    return done.returncode


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "app.py").write_text(APP)
    return tree


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize("former", [b"", b"what was there before\n"])
def test_in_the_output_file(tree: Path, former: bytes) -> None:
    results = tree.parent / "results"
    results.mkdir()
    report = results / "report.json"
    options = ("check", "--no-cache", "--output-format", "json", "--output-file", str(report))
    run(tree, 1000, results, *options)
    whole = report.read_bytes()
    statuses = set()
    for moment in range(20):
        report.write_bytes(former) if former else report.unlink(missing_ok=True)
        status = run(tree, moment, results, *options)
        assert (report.read_bytes() if report.exists() else b"") in (former, whole)
        assert status != 1 or names(results) == ["report.json"]
        statuses.add(status)
        run(tree, 1000, results, *options)
        assert report.read_bytes() == whole
        assert names(results) == ["report.json"]
        if status == 1:
            break
    assert statuses == {-signal.SIGKILL, 1}


def test_in_the_making_of_the_key(tree: Path) -> None:
    user = tree.parent / "user"
    statuses = set()
    for moment in range(20):
        for file in (user / "keylint").glob("*"):
            file.unlink()
        status = run(tree, moment, user, "check")
        statuses.add(status)
        run(tree, 1000, user, "check")
        assert names(user / "keylint") == ["key"]
        assert len((user / "keylint" / "key").read_bytes()) == 32
        if status == 1:
            break
    assert statuses == {-signal.SIGKILL, 1}


@pytest.mark.slow
def test_in_the_writing_of_the_cache(tree: Path) -> None:
    cache = tree / ".keylint_cache"
    run(tree, 1000, cache, "check")
    whole = [name.partition("-")[0] for name in names(cache)]
    statuses = set()
    for moment in range(60):
        (tree / "app.py").write_text(f"{APP}# {moment}\n")
        statuses.add(run(tree, moment, cache, "check"))
        (tree / "app.py").write_text(f"{APP}# again {moment}\n")
        run(tree, 1000, cache, "check")
        assert [name.partition("-")[0] for name in names(cache)] == whole
        if statuses == {-signal.SIGKILL, 1}:
            return
    pytest.fail("it was killed all the time")


def test_at_once_a_key_is_made_once(tree: Path) -> None:
    code = "from keylint.user_key import user_key; print(user_key().hex())"
    environment = os.environ | {
        "PYTHONPATH": str(Path(keylint.__file__).parent.parent),
        "XDG_CACHE_HOME": str(tree.parent / "user"),
    }
    for _ in range(5):
        processes = [
            subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) for _ in range(6)
        ]
        assert len({process.communicate()[0] for process in processes}) == 1
        (tree.parent / "user" / "keylint" / "key").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check", "-j", "1"), ("check", "--fix", "-j", "2"), ("map",)])
def test_an_interrupt_ends_whatever_a_thread_is_doing(tree: Path, command: tuple[str, ...]) -> None:
    (tree / "pages").mkdir()
    for number in range(150):
        (tree / "pages" / f"{number}.py").write_text(APP.replace("'n'", f"'n{number}'") * 5)
    environment = os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)}
    for number in range(8):
        process = subprocess.Popen(
            [sys.executable, "-m", "keylint", *command, "--no-cache"],
            cwd=tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        time.sleep(0.6 + number * 0.15)
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, errors = process.communicate(timeout=10)
        if process.returncode == -signal.SIGINT:
            assert errors == b""  # Python itself was not ready yet, on a busy machine
            continue
        if process.returncode != 130:
            assert process.returncode in (0, 1), errors
            break
        assert time.monotonic() - start < 5  # on a busy machine
        assert errors.strip() == b""
