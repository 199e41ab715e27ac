from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import keylint

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).resolve().parent.parent
DIST_INFO = f"keylint-{keylint.__version__}.dist-info"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_oldest_python_is_declared_once() -> None:
    versions = [
        text.rpartition(" ")[2]
        for text in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", text)
    ]
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in versions


def run(*command: str | Path) -> str:
    """What the command prints; skips where pip reaches no package index."""
    finished = subprocess.run([*map(str, command)], check=False, capture_output=True, encoding="utf-8")
    said = finished.stdout + finished.stderr
    if "No matching distribution found for" in said:
        pytest.skip("pip reaches no package index")
    assert finished.returncode == 0, said
    return finished.stdout


def built_wheel(checkout: Path, folder: Path) -> Path:
    """The wheel, built as an installation from the checkout builds it."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, checkout)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--sdist", "--outdir", folder, ROOT)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture
def unpacked(sdist: Path, tmp_path: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / f"keylint-{keylint.__version__}"


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        return HeaderParser().parsestr(archive.read(f"{DIST_INFO}/METADATA").decode())


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.partition("/")[0] for name in names} == {"keylint", DIST_INFO}
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
        assert b"The keylint authors" in archive.read(f"{DIST_INFO}/licenses/LICENSE")
        assert b"keylint = keylint.__main__:main" in archive.read(f"{DIST_INFO}/entry_points.txt")
    metadata = metadata_of(wheel)
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert metadata["Keywords"].split(",") == sorted(PROJECT["keywords"])
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
    runtime = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split(r"[<>=; ]", line)[0] for line in runtime} == {
        "click",
        "libcst",
        "packaging",
        "rich",
        "tomli",
    }


@pytest.mark.slow
def test_the_source_distribution_builds_the_same_wheel(unpacked: Path, wheel: Path, tmp_path: Path) -> None:
    assert (unpacked / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert built_wheel(unpacked, tmp_path / "again").read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_the_source_distribution_holds_what_the_tests_need(unpacked: Path) -> None:
    """Everything that is in the repository, and nothing that only lies beside it."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    tracked = {name for name in run(git, "-C", ROOT, "ls-files", "-z").split("\0") if name}
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert held - tracked == {"PKG-INFO"}
    assert tracked <= held


@pytest.mark.slow
def test_twine_has_nothing_against_the_distributions(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", "twine")
    assert run(python, "-m", "twine", "--no-color", "check", "--strict", wheel, sdist).count("PASSED") == 2


@pytest.mark.slow
def test_on_an_index_the_links_of_the_readme_lead_to_the_sources(unpacked: Path, tmp_path: Path) -> None:
    """With addresses, which the project does not have yet, the checkout may be released, too."""
    (unpacked / "PKG-INFO").unlink()  # its description was made without them
    source = "https://example.org/keylint"
    project = unpacked / "pyproject.toml"
    urls = "".join(f'{label} = "{source}"\n' for label in ("Documentation", "Source", "Changelog", "Issues"))
    stated = re.sub(r"^\[project\.urls\]\n(?:\w+ = .*\n)*", "", project.read_text(encoding="utf-8"), flags=re.MULTILINE)
    project.write_text(f"{stated}\n[project.urls]\n{urls}", encoding="utf-8")
    for name in ("README.md", "docs/ci.md"):
        page = unpacked / name
        said = page.read_text(encoding="utf-8").replace("ADDRESS", source).replace("OWNER", "example")
        page.write_text(said, encoding="utf-8")
    run(sys.executable, unpacked / "scripts" / "check_release.py", f"v{keylint.__version__}")
    metadata = metadata_of(built_wheel(unpacked, tmp_path / "again"))
    assert f"Source, {source}" in metadata.get_all("Project-URL", [])
    description = metadata.get_payload()
    assert isinstance(description, str)
    links = re.findall(r"\]\(([^)]+)\)", description)
    assert f"{source}/blob/v{keylint.__version__}/docs/ci.md" in links
    assert all(link.startswith("https://") for link in links)


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
