from __future__ import annotations

import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from keylint.discover.files import discover
from tests.discover.tree import found, write

if TYPE_CHECKING:
    from pathlib import Path

# Ignore files that are read against each other, and the files that they speak of.
IGNORE_FILES = {
    ".gitignore": "*.gen.py\n/top.py\nbuild/\n!/keep.gen.py\nfoo/*\n!foo/kept/\n\nspaced\\ name.py\n**/deep/x.py\n",
    "sub/.gitignore": "!again.gen.py\nlocal.py\n/anchored.py\n",
    "whitelist/.gitignore": "*\n!*/\n!app.py\n",
}
FILES = (
    "app.py",
    "a.gen.py",
    "keep.gen.py",
    "top.py",
    "sub/top.py",
    "sub/again.gen.py",
    "sub/b.gen.py",
    "sub/local.py",
    "sub/inner/local.py",
    "sub/anchored.py",
    "sub/inner/anchored.py",
    "build/x.py",
    "sub/build/x.py",
    "foo/x.py",
    "foo/dropped/x.py",
    "foo/kept/x.py",
    "spaced name.py",
    "p/q/deep/x.py",
    "whitelist/app.py",
    "whitelist/other.py",
    "whitelist/inner/app.py",
    "whitelist/inner/other.py",
)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_walk_leaves_out_what_git_leaves_out(tmp_path: Path) -> None:
    write(tmp_path, IGNORE_FILES)
    write(tmp_path, dict.fromkeys(FILES, ""))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path, {".git/info/exclude": "private.py\n", "private.py": "", "sub/private.py": ""})

    command = ["git", "-C", str(tmp_path), "ls-files", "-z", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()

    assert found(tmp_path) == sorted(listed.rstrip("\0").split("\0"))
    assert "private.py" not in listed and "whitelist/inner/app.py" in listed


def test_patterns_above_the_path_hold_up_to_the_top_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.py", "repo/.git/HEAD": "", "repo/.gitignore": "gen.py"})
    write(tmp_path, {"repo/app/x.py": "", "repo/app/gen.py": ""})

    assert found(tmp_path / "repo", "app") == ["app/x.py"]


def test_without_a_repository_patterns_hold_up_to_the_root(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "x.py", "root/.gitignore": "gen.py", "root/app/x.py": "", "root/app/gen.py": ""})

    assert found(tmp_path / "root", "app") == ["app/x.py"]


def test_a_gitignore_with_a_byte_order_mark_windows_lines_and_nonsense(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "b.py": "", "c1.py": "", "d.py": ""})
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfa.py\r\n!\r\n[z-a]\r\n\xff\xfe\r\n[[:alpha:]]x\r\nb.py\r\n")

    assert found(tmp_path) == ["c1.py", "d.py"]


def test_a_gitignore_that_is_a_folder_ignores_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore/x": "", "a.py": ""})

    assert found(tmp_path) == ["a.py"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.py\n" + "".join(f"a{number}/**/*b?[c-z]*\n" for number in range(75_000)), "is larger than 256 KiB"),
        ("a.py\n" + "x\n" * 10_000, "has more than 10,000 lines"),
    ],
)
@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude"])
def test_patterns_without_end_are_left_out_and_named(tmp_path: Path, text: str, reason: str, name: str) -> None:
    write(tmp_path, {".git/HEAD": "", name: text, "a.py": "", "inner/b.py": ""})
    start = time.process_time()
    for path in (tmp_path, tmp_path / "inner"):
        walked = discover([path], (), tmp_path)
        assert len(walked.files) == (2 if path == tmp_path else 1)
        [left_out] = walked.left_out
        assert (left_out.path, left_out.reason) == (tmp_path / name, f"{reason}, so it was not read")
    assert time.process_time() - start < 0.5


def test_thousands_of_patterns_cost_little(tmp_path: Path) -> None:
    write(tmp_path, {f"a{number}.py": "" for number in range(20)})
    (tmp_path / ".gitignore").write_text("".join(f"x{number}/*b?[c-z]*\n" for number in range(9_999)))
    start = time.process_time()
    assert len(found(tmp_path)) == 20
    assert time.process_time() - start < 2
