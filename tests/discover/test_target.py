from __future__ import annotations

import json
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from keylint.discover.target import Target, parse_target, resolve_target
from keylint.errors import ConfigurationError, UsageError
from keylint.streamlit.versions import NEWEST_KNOWN, OLDEST_KNOWN, VersionRange, version_label

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = version_label(NEWEST_KNOWN)


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def declared(root: Path, files: dict[str, str | bytes]) -> str:
    """The label of the target that the files declare, or "nothing"."""
    target = resolve_target(None, None, write(root, files))
    return "nothing" if target.source == "the newest known release" else target.versions.label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1.67", "1.67"),
        ("1.49.1", "1.49.1"),
        (" 1.50 ", "1.50"),
        (">=1.50,<1.60", "1.50 to 1.59"),
        (">=1.50, <1.60", "1.50 to 1.59"),
        ("1.40-1.59", "1.40 to 1.59"),
        ("1.40 - 1.59.2", "1.40 to 1.59.2"),
        ("==1.50.*", "1.50"),
        ("~=1.50", f"1.50 to {NEWEST}"),
        ("~=1.50.1", "1.50.1"),
        (">1.59.0,<1.60", "1.59.1"),
        (">=1.59,<1.60,!=1.59.0", "1.59.1"),
        ("<1.2", version_label(OLDEST_KNOWN)),
        ("0.80", version_label(OLDEST_KNOWN)),
        ("99.1", NEWEST),
        (">=1.60", f"1.60 to {NEWEST}"),
        ("<=99", f"{version_label(OLDEST_KNOWN)} to {NEWEST}"),
    ],
)
def test_versions_and_ranges_that_are_accepted(text: str, label: str) -> None:
    assert parse_target(text).label == label


@pytest.mark.parametrize(
    "text",
    ["", "latest", "1", "1.x", "1.59-1.40", "1.40-", ">=1.60,<1.50", ">=", "1.40..1.59", "=1.50", ">=1.60 <1.50"],
)
def test_other_texts_are_errors_that_name_what_is_accepted(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--target-streamlit: .*1\.40-1\.59"):
        resolve_target(text, None, tmp_path)
    with pytest.raises(ConfigurationError, match=r"target-streamlit: .*1\.40-1\.59"):
        resolve_target(None, text, tmp_path)


def test_the_option_wins_over_the_configuration_and_that_over_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit==1.30.0"})
    assert resolve_target("1.50", "1.40", tmp_path) == Target(
        VersionRange((1, 50, 0), (1, 50, 0)), "--target-streamlit"
    )
    assert resolve_target(None, "1.40", tmp_path).source == "target-streamlit in the configuration"
    assert resolve_target(None, None, tmp_path).source == "requirements.txt"


def test_without_a_declaration_the_installed_release_counts_then_the_newest_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resolve_target(None, None, tmp_path) == Target(
        VersionRange(NEWEST_KNOWN, NEWEST_KNOWN), "the newest known release"
    )
    write(tmp_path, {"requirements.txt": "streamlit\n"})
    monkeypatch.setattr(metadata, "version", lambda _: "1.52.2")
    assert resolve_target(None, None, tmp_path) == Target(VersionRange((1, 52, 2), (1, 52, 2)), "installed streamlit")
    monkeypatch.setattr(metadata, "version", lambda _: None)
    assert resolve_target(None, None, tmp_path).source == "the newest known release"


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("streamlit==1.39.0", "1.39"),
        ("Streamlit>=1.50 , <1.60  # for persist", "1.50 to 1.59"),
        ("streamlit[snowflake]==1.39.0; python_version < '3.13'", "1.39"),
        ("pandas\nstreamlit ~= 1.39.0\n", "1.39"),
        ("streamlit==1.39.0 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\n", "1.39"),
        ("\ufeffstreamlit==1.39.0\r\n", "1.39"),
        ("streamlit==1.30; python_version<'3.9'\nstreamlit==1.40; python_version>='3.9'", "1.30 to 1.40"),
        ("streamlit>=1.30\nstreamlit<1.40", "1.30 to 1.39"),
        ("streamlit==1.50.1.dev20250901", "1.50.1"),
        ("streamlit==1.50.0+corp", "1.50"),
        ("streamlit", "nothing"),
        ("# streamlit==1.39.0", "nothing"),
        ("streamlit-aggrid==1.0\nstreamlit_extras==0.3\nstreamlit.x==1.40", "nothing"),
        ("streamlit @ https://files.example/streamlit-1.40.0-py3-none-any.whl", "nothing"),
        ("https://files.example/streamlit-1.40.0-py3-none-any.whl", "nothing"),
        ("-e git+https://git.example/streamlit#egg=streamlit", "nothing"),
        ("streamlit >= banana", "nothing"),
        ("streamlit; " + "(" * 5000, "nothing"),
        ("streamlit>=" + "9" * 5000, "nothing"),
    ],
)
def test_requirements_files(tmp_path: Path, content: str, label: str) -> None:
    assert declared(tmp_path, {"requirements.txt": content}) == label


def test_requirements_as_windows_writes_them(tmp_path: Path) -> None:
    assert declared(tmp_path, {"requirements.txt": "streamlit==1.39.0\r\n".encode("utf-16")}) == "1.39"


def test_requirements_files_include_each_other_even_in_a_circle(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "requirements.txt": "-r requirements/base.txt\n-c constraints.txt\n-r missing.txt\n-r https://x.example/r.txt\n",
        "requirements/base.txt": "--requirement=../requirements.txt\nstreamlit>=1.40\n",
        "constraints.txt": "streamlit<1.50\n-r requirements.txt\n-c constraints.txt\n",
    }
    target = resolve_target(None, None, write(tmp_path, files))
    assert target == Target(VersionRange((1, 40, 0), (1, 49, 0)), "requirements.txt")


def test_the_folder_of_requirements_counts(tmp_path: Path) -> None:
    target = resolve_target(None, None, write(tmp_path, {"requirements/app.txt": "streamlit==1.41.1"}))
    assert target == Target(VersionRange((1, 41, 1), (1, 41, 1)), "requirements/app.txt")


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ('[project]\ndependencies = ["streamlit>=1.50,<1.60"]', "1.50 to 1.59"),
        (
            '[project]\ndependencies = ["streamlit>=1.50"]\n[project.optional-dependencies]\nold = ["streamlit<1.55"]',
            f"1.50 to {NEWEST}",
        ),
        ('[project]\ndependencies = ["pandas"]\n[project.optional-dependencies]\nui = ["streamlit==1.39.0"]', "1.39"),
        ('[dependency-groups]\nui = [{include-group = "x"}, "streamlit==1.39.0"]\nx = []', "1.39"),
        ('[tool.poetry.dependencies]\nstreamlit = "^1.39"', f"1.39 to {NEWEST}"),
        ('[tool.poetry.dependencies]\nstreamlit = "~1.39"', "1.39"),
        ('[tool.poetry.dependencies]\nstreamlit = "~1.39.1"', "1.39.1"),
        ('[tool.poetry.dependencies]\nstreamlit = "1.39.*"', "1.39"),
        ('[tool.poetry.dependencies]\nstreamlit = "~=1.39.1"', "1.39.1"),
        ('[tool.poetry.dependencies]\nstreamlit = "=1.39.1"', "1.39.1"),
        ('[tool.poetry.dependencies]\nstreamlit = "1.39.1"', "1.39.1"),
        ('[tool.poetry.dependencies]\nstreamlit = ">= 1.39 <1.45"', "1.39 to 1.44"),
        ('[tool.poetry.dependencies]\nstreamlit = "1.39 || 1.42"', "1.39 to 1.42"),
        ('[tool.poetry.dependencies]\nstreamlit = "*"', "nothing"),
        ('[tool.poetry.dependencies]\nstreamlit = {git = "https://git.example/streamlit"}', "nothing"),
        ('[tool.poetry.dependencies]\nstreamlit = {version = "~1.39", extras = ["snowflake"]}', "1.39"),
        (
            '[tool.poetry.dependencies]\nstreamlit = [{version = "1.30", python = "<3.9"}, {version = "1.42"}]',
            "1.30 to 1.42",
        ),
        ('[tool.poetry.group.ui.dependencies]\nstreamlit = "~1.39"', "1.39"),
        ('[tool.poetry.dependencies]\nstreamlit = "^' + "9" * 5000 + '"', "nothing"),
        ('[tool.poetry.dependencies]\nstreamlit = "^"', "nothing"),
        ('[project\ndependencies = ["streamlit==1.39.0"]', "nothing"),
        ('project = 3 # streamlit\n[tool]\npoetry = "streamlit"', "nothing"),
        ("[project]\ndependencies = " + "[" * 5000 + "'streamlit'", "nothing"),
        ("# streamlit\n[project]\ndependencies = 'streamlit==1.39.0'", "nothing"),
    ],
)
def test_pyproject(tmp_path: Path, content: str, label: str) -> None:
    assert declared(tmp_path, {"pyproject.toml": content}) == label


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("name: app\ndependencies:\n  - python=3.11\n  - streamlit=1.39.0\n", "1.39"),
        ("dependencies:\n- streamlit=1.39\n", "1.39"),
        ("dependencies:\n- streamlit==1.39.1\n", "1.39.1"),
        ("dependencies:\n- conda-forge::streamlit=1.39.0=pyhd8ed1ab_0\n", "1.39"),
        ("dependencies:\n- streamlit >=1.30,<1.40  # old\n", "1.30 to 1.39"),
        ('dependencies:\n- "streamlit 1.39.*"\n', "1.39"),
        ("dependencies:\n- streamlit=1.30|=1.32\n", "1.30 to 1.32"),
        ("dependencies:\n- streamlit\n", "nothing"),
        ("dependencies:\n- streamlit=*\n", "nothing"),
        ("dependencies:\n- streamlit-folium=1.39\n", "nothing"),
        ("dependencies:\n  - pip\n  - pip:\n    - streamlit==1.39.0\n    - -r more.txt\n", "1.39"),
        ("dependencies:\n  - pip:\n    - pandas==1.0\n  - streamlit=1.40\n", "1.40"),
        ("dependencies:\n- streamlit[version='>=1.3'\n", "nothing"),
        (": [ - streamlit", "nothing"),
    ],
)
def test_conda_environments(tmp_path: Path, content: str, label: str) -> None:
    assert declared(tmp_path, {"environment.yml": content}) == label


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        ("setup.cfg", "[options]\ninstall_requires =\n    pandas\n    streamlit>=1.50,<1.60\n", "1.50 to 1.59"),
        ("setup.cfg", "[options.extras_require]\nui =\n    streamlit==1.39.0\n", "1.39"),
        ("setup.cfg", "[options]\ninstall_requires = %(streamlit)s", "nothing"),
        ("setup.cfg", "install_requires = streamlit==1.39.0", "nothing"),
        ("setup.py", "from setuptools import setup\nsetup(install_requires=['streamlit==1.39.0'])", "1.39"),
        (
            "setup.py",
            "import setuptools\nX = ('streamlit==1.39.0', 1)\nsetuptools.setup(install_requires=X)",
            "1.39",
        ),
        ("setup.py", "setup(install_requires=open('requirements.txt').read())  # streamlit", "nothing"),
        ("setup.py", "raise SystemExit('streamlit')", "nothing"),
        ("setup.py", "PATTERN = '\\d'\nsetup(install_requires=['streamlit==1.39.0'])", "1.39"),
        ("setup.py", "setup(install_requires=['streamlit==1.39.0'", "nothing"),
        ("setup.py", "streamlit\0", "nothing"),
        ("Pipfile", '[packages]\nstreamlit = "==1.39.0"', "1.39"),
        ("Pipfile", '[packages]\nstreamlit = "*"', "nothing"),
        ("Pipfile.lock", json.dumps({"default": {"streamlit": {"version": "==1.39.0"}}}), "1.39"),
        ("Pipfile.lock", json.dumps({"default": {}, "develop": {"streamlit": {"version": "==1.39.0"}}}), "1.39"),
        ("Pipfile.lock", '{"default": {"streamlit": {"version": 3}}}', "nothing"),
        ("Pipfile.lock", '["streamlit"', "nothing"),
        ("uv.lock", 'version = 1\n\n[[package]]\nname = "streamlit"\nversion = "1.39.0"\n', "1.39"),
        ("uv.lock", 'version = 1\r\n\r\n[[package]]\r\nname = "streamlit"\r\nversion = "1.39.0"\r\n', "1.39"),
        (
            "uv.lock",
            '[[package]]\nname = "app"\nversion = "1.50.0"\ndependencies = [\n    { name = "streamlit" },\n]\n\n'
            '[[package]]\nname = "streamlit"\nversion = "1.39.0"\n\n[package.optional-dependencies]\nx = []\n',
            "1.39",
        ),
        (
            "poetry.lock",
            '[[package]]\nname = "streamlit"\nversion = "1.39.0"\n\n[package.dependencies]\naltair = ">=4.0,<6"\n\n'
            '[[package]]\nname = "zipp"\nversion = "3"\n\n[metadata]\nlock-version = "2.0"\n',
            "1.39",
        ),
        (
            "pylock.toml",
            '[[packages]]\nname = "streamlit"\nversion = "1.39.0"\n[[packages.wheels]]\nname = "x"\n',
            "1.39",
        ),
        (
            "uv.lock",
            '[[package]]\nname = "streamlit"\nversion = "1.30.0"\n'
            '[[package]]\nname = "streamlit"\nversion = "1.40.0"\n',
            "1.30 to 1.40",
        ),
        ("uv.lock", '[[package]]\nname = "streamlit"\n<<<<<<< HEAD\nversion = "1.39.0"\n', "nothing"),
    ],
)
def test_other_files(tmp_path: Path, name: str, content: str, label: str) -> None:
    assert declared(tmp_path, {name: content}) == label


def test_declarations_count_together_and_the_source_names_those_that_narrow(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": '[project]\ndependencies = ["streamlit>=1.40"]',
        "requirements.txt": "streamlit<1.50",
        "requirements-dev.txt": "streamlit",
        "environment.yml": "dependencies:\n- streamlit>=1.30\n",
    }
    target = resolve_target(None, None, write(tmp_path, files))
    assert target == Target(VersionRange((1, 40, 0), (1, 49, 0)), "pyproject.toml and requirements.txt")


def test_a_declaration_that_contradicts_those_before_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit==1.50.0", "requirements_old.txt": "streamlit==1.20.0"})
    assert resolve_target(None, None, tmp_path).source == "requirements.txt"


def test_a_lock_wins_over_ranges(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": '[project]\ndependencies = ["streamlit>=1.40"]',
        "uv.lock": '[[package]]\nname = "streamlit"\nversion = "1.52.2"\n',
    }
    target = resolve_target(None, None, write(tmp_path, files))
    assert target == Target(VersionRange((1, 52, 2), (1, 52, 2)), "uv.lock")


def test_a_lock_without_streamlit_decides_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "requirements.txt": "streamlit==1.40.0",
        "uv.lock": '[[package]]\nname = "streamlit-folium"\nversion = "0.20.0"\n',
    }
    assert resolve_target(None, None, write(tmp_path, files)).source == "requirements.txt"


def test_the_nearest_folder_that_names_streamlit_decides(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "requirements.txt": "streamlit==1.30.0",
            "apps/requirements.txt": "streamlit==1.40.0",
            "apps/one/requirements.txt": "pandas",
            "apps/one/app.py": "",
            "apps/two/requirements.txt": "streamlit",
            "tools/app.py": "",
        },
    )
    assert resolve_target(None, None, tmp_path, tmp_path / "apps" / "one").source == "apps/requirements.txt"
    assert resolve_target(None, None, tmp_path, tmp_path / "apps" / "two").source == "the newest known release"
    assert resolve_target(None, None, tmp_path, tmp_path / "tools").source == "requirements.txt"
    assert resolve_target(None, None, tmp_path / "apps", tmp_path / "tools").source == "requirements.txt"


def test_the_search_ends_at_the_root(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit==1.30.0", "project/app/x.py": ""})
    target = resolve_target(None, None, tmp_path / "project", tmp_path / "project" / "app")
    assert target.source == "the newest known release"


def test_files_that_cannot_be_read_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    files: dict[str, str | bytes] = {
        "pyproject.toml": b"\xff\xfe\xfd streamlit",
        "requirements.txt": b"streamlit\xe9==1.2",
    }
    assert declared(tmp_path, files) == "nothing"
    assert declared(tmp_path / "missing", {}) == "nothing"


def test_the_project_is_never_executed(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "import keylint_never_imported\nsetup(install_requires=['streamlit==1.39.0'])"})
    assert resolve_target(None, None, tmp_path).versions.label == "1.39"
    assert "keylint_never_imported" not in sys.modules


DIGITS = "9" * 5000
HOSTILE = {
    "pyproject.toml": [
        f"a = {DIGITS}",
        "a = " + "[" * 9000 + "]" * 9000,
        "a." * 60_000 + "b = 1",
        "[" + "a." * 60_000 + "b]",
    ],
    "uv.lock": [
        f'[[package]]\nname = "streamlit"\nversion = {DIGITS}\n',
        f'[[package]]\nname = "streamlit"\nversion = "{DIGITS}"\n',
    ],
    "Pipfile.lock": [
        "[" * 90_000,
        '{"default": ' + DIGITS + "}",
        '{"default": {"streamlit": {"version": "==' + DIGITS + '"}}}',
    ],
    "setup.py": [
        "a" + ".b" * 990 + "()",
        "a" + ".b" * 90_000 + "()",
        "a" + ".b()" * 900,
        "x = " + "1 + " * 90_000 + "1",
        "x\0",
        f"x = {DIGITS}",
    ],
    "setup.cfg": ["[a\n= b", "[options]\ninstall_requires\n", "x", "[options.extras_require]\na\n b"],
    "requirements.txt": [
        f"streamlit=={DIGITS}",
        "streamlit" + "[" * 9000,
        "streamlit" + ">=1," * 900,
        "-r requirements.txt",
    ],
    "environment.yml": [f"- streamlit={DIGITS}", "- streamlit" + "|" * 9000],
}


@pytest.mark.parametrize(("name", "content"), [(name, each) for name, contents in HOSTILE.items() for each in contents])
def test_no_declaration_stops_a_check(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(f"{content}\n# streamlit\n", encoding="utf-8")
    assert resolve_target(None, None, tmp_path).versions.newest >= OLDEST_KNOWN


def test_a_long_chain_of_included_requirements(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"r{number}").write_text(f"-r r{number + 1}\n", encoding="utf-8")
    (tmp_path / "r3000").write_text("streamlit==1.40\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("-r r0\n", encoding="utf-8")
    assert resolve_target(None, None, tmp_path).versions.label == "1.40"
