"""Nothing of a checked tree is executed, however keylint is started and whatever lies there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import keylint

INSTALLED = Path(keylint.__file__).resolve().parent.parent
# What keylint, its workers and Python's own start of a process import, and what an editor or a shell may leave behind.
TRAPPED = (
    *("abc", "ast", "asyncio", "bisect", "click", "codecs", "collections", "concurrent", "configparser", "contextlib"),
    *("copy", "csv", "ctypes", "dataclasses", "difflib", "encodings", "enum", "fcntl", "functools", "glob", "hashlib"),
    *("heapq", "importlib", "inspect", "io", "itertools", "json", "libcst", "linecache", "logging", "multiprocessing"),
    *(
        "os",
        "packaging",
        "pathlib",
        "pathspec",
        "pickle",
        "platform",
        "queue",
        "random",
        "re",
        "rich",
        "select",
        "shutil",
    ),
    *("signal", "site", "sitecustomize", "socket", "stat", "streamlit", "string", "struct", "subprocess", "tempfile"),
    *("textwrap", "threading", "time", "tokenize", "tomli", "tomllib", "traceback", "types", "typing", "unicodedata"),
    *("typing_extensions", "usercustomize", "uuid", "warnings", "weakref", "yaml", "zlib", "attr", "colorama"),
)
TRAP = "import sys\nopen({marker!r}, 'a').write(__name__ + ' ' + str(sys.argv) + chr(10))\n"
APP = """\
import streamlit as st

if "name" in st.session_state:
    st.session_state.name = st.session_state.name
if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An app among modules that say so when they are imported."""
    tree = tmp_path / "tree"
    tree.mkdir()
    trap = TRAP.format(marker=str(tmp_path / "executed"))
    for name in TRAPPED:
        (tree / f"{name}.py").write_text(trap)
    (tree / "app.py").write_text(APP)
    return tree


def with_work_for_two(tree: Path) -> Path:
    (tree / "pages").mkdir()
    for number in range(120):
        (tree / "pages" / f"{number}.py").write_text("import streamlit as st\n")
    return tree


def run(tree: Path, program: list[str], *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    everything = {**own, "PYTHONPATH": str(INSTALLED), **environment}
    return subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=tree,
        env=everything,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def executed(tree: Path) -> str:
    marker = tree.parent / "executed"
    return marker.read_text() if marker.exists() else ""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_the_command_executes_nothing_with_any_start_method(tree: Path, method: str) -> None:
    script = tree.parent / "keylint"
    script.write_text(
        f"import multiprocessing\nmultiprocessing.set_start_method({method!r})\n"
        "from keylint.__main__ import main\nif __name__ == '__main__': main()\n"
    )
    done = run(with_work_for_two(tree), [str(script)], "check", "--no-cache", "-j", "2", "--show-files")
    assert (done.returncode, executed(tree)) == (0, ""), done.stderr
    assert "pages/119.py" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check", "--fix", "--no-cache", "-j", "2"), ("map",), ("migrate",), ("demo",)])
def test_nor_packages_and_what_python_looks_for_at_its_start(tree: Path, command: tuple[str, ...]) -> None:
    """A `keylint` in the tree among them, an encoding of its own, and the files of an environment."""
    trap = (tree / "abc.py").read_text()
    for name in {*sys.stdlib_module_names, *TRAPPED, "keylint", "streamlit", "pygments"}:
        (tree / f"{name}.py").unlink(missing_ok=True)
        (tree / name).mkdir()
        for inner in ("__init__", "__main__", "trap", "cli"):
            (tree / name / f"{inner}.py").write_text(trap)
    (tree / "coded.py").write_text("# coding: trap\nimport streamlit as st\n")
    (tree / "x.pth").write_text(f"import os; {trap.splitlines()[1]}")
    (tree / "pyvenv.cfg").write_text(f"home = {tree}\n")
    (tree / "keylint.egg-link").write_text(f"{tree}\n")
    script = tree.parent / "keylint"
    script.write_text("from keylint.__main__ import main\nmain()\n")
    done = run(with_work_for_two(tree), [str(script)], *command)
    assert executed(tree) == ""
    if command in (("map",), ("migrate",)):
        assert done.returncode == 2
        assert done.stderr.startswith("keylint: coded.py:1: this file declares the unknown encoding 'trap'")
    else:
        assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize("command", [("check",), ("map",), ("rule",), ("demo",), ("migrate",)])
def test_nor_does_the_module(tree: Path, command: tuple[str, ...]) -> None:
    """Save what Python itself imports for `-m` before it looks for keylint."""
    empty = tree.parent / "empty"
    empty.mkdir()
    (empty / "imported.py").write_text("import sys\nprint(*sys.modules)\n")
    for name in run(empty, ["-m", "imported"]).stdout.split():
        (tree / f"{name}.py").unlink(missing_ok=True)
    done = run(tree, ["-m", "keylint"], *command)
    assert done.returncode in (0, 1), done.stderr
    assert executed(tree) == ""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="-P is new in Python 3.11")
def test_on_a_safe_path_not_even_that(tree: Path) -> None:
    done = run(with_work_for_two(tree), ["-P", "-m", "keylint"], "check", "--no-cache", "-j", "2")
    assert (done.returncode, executed(tree)) == (0, ""), done.stderr


@pytest.mark.parametrize("path", [".", "src:"])
def test_nor_what_a_python_path_leads_to(tree: Path, path: str) -> None:
    (tree / "src").mkdir()
    for name in ("click", "libcst", "packaging", "rich"):
        (tree / "src" / f"{name}.py").write_text((tree / f"{name}.py").read_text())
        # Python's own start imports these before keylint can say a word.
        (tree / f"{name}.py").replace(tree / "src" / f"{name}.py")
    for name in TRAPPED:
        if name not in ("click", "libcst", "packaging", "rich"):
            (tree / f"{name}.py").unlink()
    path = f"{path}{os.pathsep}{INSTALLED}".replace(":", os.pathsep)
    done = run(tree, ["-m", "keylint"], "check", "app.py", "--no-cache", PYTHONPATH=path)
    assert (done.returncode, executed(tree)) == (0, ""), done.stderr


def git(tree: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=tree, check=True, capture_output=True)


HOSTILE = """\
[core]
    fsmonitor = {trap}
    pager = {trap}
    editor = {trap}
    sshCommand = {trap}
    hooksPath = {hooks}
    repositoryformatversion = 1
[extensions]
    partialClone = origin
[remote "origin"]
    url = ext::{trap}
    promisor = true
    vcs = {trap}
    uploadpack = {trap}
[filter "trap"]
    clean = {trap}
    smudge = {trap}
    process = {trap}
    required = true
[diff "trap"]
    textconv = {trap}
    command = {trap}
[diff]
    external = {trap}
[credential]
    helper = {trap}
[gpg]
    program = {trap}
[alias]
    status = !{trap}
    rev-parse = !{trap}
[protocol]
    allow = always
[protocol "ext"]
    allow = always
"""


@pytest.mark.parametrize("missing", [False, True])
def test_git_runs_nothing_for_migrate(tmp_path: Path, missing: bool) -> None:
    tree = tmp_path / "tree"
    (tree / "hooks").mkdir(parents=True)
    trap = tree / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/executed\ncat\n')
    trap.chmod(0o755)
    for hook in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (tree / "hooks" / hook).symlink_to(trap)
    (tree / "app.py").write_text(APP)
    git(tree, "init", "-q")
    git(tree, "add", "app.py")
    git(tree, "commit", "-qm", "app")
    (tree / ".gitattributes").write_text("* filter=trap diff=trap\n")
    (tree / ".git" / "config").write_text(HOSTILE.format(trap=trap, hooks=tree / "hooks"))
    if missing:  # as in a partial clone, where git would ask the remote
        for stored in (tree / ".git" / "objects").glob("??/*"):
            if stored.stat().st_size < 100 and b"app.py" not in stored.read_bytes():
                stored.unlink()
    (tree / "app.py").touch()  # so that git has to look into the file
    done = run(tree, ["-m", "keylint"], "migrate", "--write", "--target-streamlit", "1.67")
    assert executed(tree) == ""
    assert done.returncode == (2 if missing else 0), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_git_is_not_waited_for_without_end(tmp_path: Path, kind: str) -> None:
    (tmp_path / "app.py").write_text(APP)
    git(tmp_path, "init", "-q")
    if kind == "pipe":
        os.mkfifo(tmp_path / "included")
    else:
        (tmp_path / "included").symlink_to("/dev/zero")
    with (tmp_path / ".git" / "config").open("a") as config:
        config.write(f"[include]\n    path = {tmp_path / 'included'}\n")
    done = run(tmp_path, ["-m", "keylint"], "migrate", "--write", "--target-streamlit", "1.67")
    assert done.returncode == 2
    assert done.stderr.startswith(
        ("keylint: error: git does not answer within", "keylint: error: app.py is not in a git")
    )
    assert (tmp_path / "app.py").read_text() == APP


@pytest.mark.parametrize("name", ["git", "git.exe", "git.bat"])
def test_a_git_that_lies_in_the_tree_is_not_run(tmp_path: Path, name: str) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "app.py").write_text(APP)
    (tree / name).write_text(f"#!/bin/sh\necho $0 >> {tmp_path}/executed\n")
    (tree / name).chmod(0o755)
    path = os.pathsep.join(("", ".", os.environ["PATH"]))
    done = run(tree, ["-m", "keylint"], "migrate", "--write", "--target-streamlit", "1.67", PATH=path)
    assert (done.returncode, executed(tree)) == (2, ""), done.stderr
