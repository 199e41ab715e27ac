"""Streams that are closed, full or gone: the documented status, a plain line where one can be written, no internal error."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import keylint

fcntl = pytest.importorskip("fcntl", reason="Windows has no pipes that do not block")
pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")

APP = "import streamlit as st\nif st.toggle('S', key='s'):\n    st.text_input('N', key='n')\nst.write(st.session_state.get('n'))\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("streamlit>=1.59\n")
    (tmp_path / "clean.py").write_text("import streamlit as st\nst.text_input('a')\n")
    return tmp_path


def run(tree: Path, command: str) -> tuple[int, str, str]:
    program = f"{sys.executable} -m keylint"
    done = subprocess.run(
        ["bash", "-c", command.replace("keylint", program)],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(Path(keylint.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stdout, done.stderr


FULL = "keylint: error: standard output cannot be written: No space left on device\n"
CLOSED = "keylint: error: standard output is closed; send it to a file, or to nowhere with > /dev/null\n"


@pytest.mark.parametrize(
    "command", ["check app.py", "check --output-format json", "check --diff", "map", "rule", "--help"]
)
def test_standard_output_that_is_full(tree: Path, command: str) -> None:
    assert run(tree, f"keylint {command} > /dev/full") == (2, "", FULL)


@pytest.mark.parametrize(
    "command", ["check app.py", "check --diff", "map", "rule", "--help", "--version", "map --help"]
)
def test_standard_output_that_is_closed(tree: Path, command: str) -> None:
    assert run(tree, f"keylint {command} >&-") == (2, "", CLOSED)
    assert run(tree, f"keylint {command} <&- >&- 2>&-") == (2, "", "")


@pytest.mark.parametrize(("stream", "error"), [(">/dev/full", FULL), (">&-", CLOSED)])
def test_what_was_done_to_files_is_said_all_the_same(tree: Path, stream: str, error: str) -> None:
    assert run(tree, f"keylint check app.py --fix {stream}") == (2, "", f"Fixed 1 finding in 1 file.\n{error}")
    (tree / "app.py").write_text(APP)
    (tree / "app.py").chmod(0o444)
    left_alone = "app.py is read-only, so it is left as it is; make it writable and run keylint again.\n"
    assert run(tree, f"keylint check app.py --fix {stream}") == (2, "", f"{left_alone}Fixed nothing.\n{error}")


def test_what_was_migrated_is_said_all_the_same(tree: Path) -> None:
    (tree / "app.py").write_text(
        "import streamlit as st\nif 'n' in st.session_state:\n    st.session_state.n = st.session_state.n\n"
        "if st.toggle('S', key='s'):\n    st.text_input('N', key='n')\nst.write(st.session_state.get('n'))\n"
    )
    said = run(tree, "keylint migrate app.py --write --allow-dirty > /dev/full")
    assert said == (2, "", f"Written: app.py.\n{FULL}")
    assert "persist_state" in (tree / "app.py").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["rule", "check many.py", "check --output-format json many.py", "check --help"])
def test_standard_output_that_takes_only_a_part(tree: Path, command: str, unbuffered: str) -> None:
    (tree / "many.py").write_text(APP + "".join(f"st.text_input('N', key='{key}')\n" * 2 for key in "abcdefgh"))
    said = run(
        tree,
        f"PYTHONUNBUFFERED={unbuffered} keylint {command} > whole 2>&1; ulimit -f 1; "
        f"PYTHONUNBUFFERED={unbuffered} keylint {command} > out",
    )
    error = "keylint: error: standard output cannot be written: File too large\n"
    assert said == (2, "", error)
    assert (tree / "whole").read_bytes().startswith((tree / "out").read_bytes())
    assert (tree / "whole").stat().st_size > (tree / "out").stat().st_size == 1024


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(
    "command", ["rule", "check --help", f"check {'a/' * 3000}", "check app.py --output-file /dev/stdout"]
)
def test_a_pipe_that_takes_nothing_for_now_takes_all_in_the_end(
    tree: Path, command: str, stream: str, unbuffered: str
) -> None:
    environment = os.environ | {
        "PYTHONPATH": str(Path(keylint.__file__).parent.parent),
        "PYTHONUNBUFFERED": unbuffered,
    }
    arguments = [sys.executable, "-m", "keylint", *command.split()]
    expected = subprocess.run(arguments, cwd=tree, env=environment, capture_output=True, check=False)
    source, target = os.pipe()
    os.set_blocking(target, False)
    fcntl.fcntl(target, fcntl.F_SETPIPE_SZ, 1)
    with suppress(BlockingIOError):  # not even the first byte finds room
        while True:
            os.write(target, b"x")
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: target}
    with (
        subprocess.Popen(arguments, cwd=tree, env=environment, **streams) as process,
        os.fdopen(source, "rb") as reader,
    ):
        os.close(target)
        time.sleep(0.5)
        assert reader.read().lstrip(b"x") == getattr(expected, stream)
    assert process.returncode == expected.returncode


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
def test_standard_error_that_is_closed_or_full_changes_no_status(tree: Path, stream: str) -> None:
    assert run(tree, f"keylint check app.py {stream}")[0] == 1
    assert run(tree, f"keylint check clean.py {stream}")[0] == 0
    assert run(tree, f"keylint check nowhere {stream}")[0] == 2
    assert run(tree, f"keylint check app.py --fix {stream}")[0] == 0
    assert "persist_state" in (tree / "app.py").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["idna", "undefined", "utf-16", "punycode"])
def test_encodings_of_streams_that_cannot_say_everything(tree: Path, encoding: str) -> None:
    for command, status in (
        ("check app.py", 1),
        ("check --output-format json", 1),
        ("--help", 0),
        ("check nowhere", 2),
    ):
        done = run(tree, f"PYTHONIOENCODING={encoding} keylint {command} > out 2> err; s=$?; exit $s")
        assert done == (status, "", "")
        said = (tree / "err" if status == 2 else tree / "out").read_bytes()
        assert b"keylint" in said.replace(b"\0", b"").replace(b"xn--", b"") or b"KEY101" in said.replace(b"\0", b"")
        assert b"lost sys.stderr" not in (tree / "err").read_bytes()


@pytest.mark.parametrize(
    "variables",
    ["COMP_WORDS=x COMP_CWORD=x", "COMP_WORDS=x", "COMP_CWORD=1", f"COMP_CWORD={'1' * 5000}", ""],
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_that_completes_nothing(tree: Path, variables: str, shell: str) -> None:
    said = run(tree, f"{variables} _KEYLINT_COMPLETE={shell}_complete keylint")
    error = (
        "keylint: error: a shell that completes a command sets COMP_WORDS to it, and COMP_CWORD to the word's number\n"
    )
    assert said == (2, "", error)


def test_a_shell_that_completes(tree: Path) -> None:
    said = run(tree, "COMP_WORDS='x mi' COMP_CWORD=1 _KEYLINT_COMPLETE=bash_complete keylint")
    assert said == (0, "plain,migrate\n", "")


@pytest.mark.parametrize("reader", ["true", "head -n 1"])
def test_a_reader_that_goes_away_is_no_error(tree: Path, reader: str) -> None:
    assert run(tree, f"keylint check app.py | {reader}; exit ${{PIPESTATUS[0]}}")[0] == 1


@pytest.mark.parametrize("command", ["--help", "--version", "check --help", "rule", "check clean.py", "map clean.py"])
def test_nor_is_one_that_was_never_there(tree: Path, command: str) -> None:
    assert run(tree, f"keylint {command} | (exec <&-; sleep 0.2); exit ${{PIPESTATUS[0]}}")[0] == 0


def test_output_files_that_are_none(tree: Path) -> None:
    status, out, _ = run(tree, "keylint check app.py --output-file /dev/stdout | cat; exit ${PIPESTATUS[0]}")
    assert status == 1
    assert "KEY101" in out
    command = "mkfifo pipe; (cat pipe > read &) ; keylint check app.py --output-file pipe; s=$?; sleep 0.3; exit $s"
    assert run(tree, command)[0] == 1
    assert "KEY101" in (tree / "read").read_text()
    for place, reason in (("/dev/full", "No space left on device"), ("nowhere/x", "No such file or directory")):
        expected = f"keylint: error: {place}: cannot be written: {reason}\n"
        assert run(tree, f"keylint check app.py --output-file {place}") == (2, "", expected)
    assert run(tree, "keylint check app.py --output-file .")[0] == 2
