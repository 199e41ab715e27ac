from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

import keylint

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_changelog_starts_with_this_version() -> None:
    heading = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heading is not None
    assert heading[1] == keylint.__version__


def test_the_oldest_python_is_declared_once() -> None:
    versions = [
        text.rpartition(" ")[2]
        for text in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", text)
    ]
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in versions


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as an installation from the checkout builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    finished = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if "No matching distribution found for hatchling" in finished.stderr:
        pytest.skip("pip reaches no package index")
    assert finished.returncode == 0, finished.stderr
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"keylint", f"keylint-{keylint.__version__}.dist-info"}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "keylint").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith("keylint/")} == tracked
    assert {"keylint/py.typed", "keylint/demo/requirements.txt", "keylint/streamlit/commands.json"} <= names


@pytest.mark.slow
def test_the_metadata_of_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"keylint-{keylint.__version__}.dist-info"
        metadata = HeaderParser().parsestr(archive.read(f"{folder}/METADATA").decode())
        assert b"The keylint authors" in archive.read(f"{folder}/licenses/LICENSE")
        assert b"keylint = keylint.__main__:main" in archive.read(f"{folder}/entry_points.txt")
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    runtime = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split(r"[<>=; ]", line)[0] for line in runtime} == {
        "click",
        "libcst",
        "packaging",
        "rich",
        "tomli",
    }


def test_a_libcst_that_is_too_old_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import streamlit as st\n")
    program = (
        "import libcst; del libcst.TemplatedString\n"
        "from keylint.cli.main import keylint; keylint.main(['check', '--no-cache'])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=False, capture_output=True, encoding="utf-8"
    )
    [needed] = [text.partition(">=")[2] for text in PROJECT["dependencies"] if text.startswith("libcst>=")]
    assert finished.returncode == 2
    assert finished.stderr == (
        f"keylint: error: the installed libcst is too old; install {needed} or newer: python -m pip install -U libcst\n"
    )
