from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from keylint.discover.disk import Disk
from keylint.discover.target import parse_target, resolve_target
from keylint.errors import ConfigurationError, UsageError
from keylint.findings import Certainty
from keylint.settings import ActiveEnvironment
from keylint.streamlit.versions import NEWEST_KNOWN, OLDEST_KNOWN, version_label

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = version_label(NEWEST_KNOWN)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def found(root: Path, option: str | None = None, configured: str | None = None) -> tuple[str, str, str]:
    target = resolve_target(option, configured, root)
    return target.versions.label, target.certainty.value, target.source


def install(environment: Path, version: str, library: str = "lib/python3.12") -> Path:
    """Puts the metadata of a Streamlit where an installer puts it."""
    metadata = environment / library / "site-packages" / f"streamlit-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text(f"Metadata-Version: 2.1\nName: streamlit\nVersion: {version}\n\nVersion: 9.9\n")
    return metadata


def declared(root: Path, files: dict[str, str | bytes]) -> str:
    """The label of the target that the files declare, or "nothing"."""
    target = resolve_target(None, None, write(root, files))
    return "nothing" if target.certainty is Certainty.ASSUMED else target.versions.label


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
    install(tmp_path / ".venv", "1.60.0")
    assert found(tmp_path, "1.50", "1.40") == ("1.50", "known", "--target-streamlit")
    assert found(tmp_path, None, "1.40") == ("1.40", "known", "target-streamlit in the configuration")
    assert found(tmp_path) == ("1.30", "known", "requirements.txt")


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
        ("streamlit @ https://files.example/streamlit-1.40.0-py3-none-any.whl", "1.40"),
        (
            "streamlit @ https://files.example/streamlit-1.40.0-py2.py3-none-any.whl#sha256=ab ; python_version>'3'",
            "1.40",
        ),
        ("streamlit[snowflake] @ git+https://git.example/streamlit/streamlit.git@1.40.0", "1.40"),
        ("streamlit @ git+https://git.example/streamlit/streamlit@v1.40.0#subdirectory=lib", "1.40"),
        ("streamlit @ git+ssh://git@git.example/streamlit/streamlit", "nothing"),
        ("streamlit @ git+https://git.example/streamlit/streamlit@develop", "nothing"),
        ("streamlit @ file:///wheels/streamlit-1.40.0.tar.gz", "1.40"),
        ("https://files.example/streamlit-1.40.0-py3-none-any.whl", "1.40"),
        ("./wheels/streamlit-1.40.0-py3-none-any.whl --hash=sha256:ab", "1.40"),
        ("./wheels/streamlit_extras-0.5.0-py3-none-any.whl", "nothing"),
        ("git+https://git.example/streamlit/streamlit.git@1.40.0", "1.40"),
        ("git+https://git.example/streamlit/other.git@1.40.0", "nothing"),
        ("-e git+https://git.example/streamlit/streamlit@1.40.0#egg=streamlit", "1.40"),
        ("-e .", "nothing"),
        ("- streamlit>=1.36.0", f"1.36 to {NEWEST}"),
        ('"streamlit==1.40.0"', "1.40"),
        ("streamlit=1.40", "nothing"),
        ("caf\xe9\nstreamlit==1.40.0", "1.40"),
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
    assert found(write(tmp_path, files)) == ("1.40 to 1.49", "known", "requirements.txt")


def test_the_folder_of_requirements_counts(tmp_path: Path) -> None:
    assert found(write(tmp_path, {"requirements/app.txt": "streamlit==1.41.1"}))[2] == "requirements/app.txt"


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
        ("dependencies:\n- streamlit[version='>=1.30,<1.40']\n", "1.30 to 1.39"),
        ("dependencies:\n- streamlit>=1.36.0\n", f"1.36 to {NEWEST}"),
        ("dependencies:\n- pip:\n  - streamlit @ https://files.example/streamlit-1.40.0-py3-none-any.whl\n", "1.40"),
        ("dependencies: [python, streamlit=1.40]\n", "nothing"),
        ("name: streamlit\ndependencies:\n- python\n", "nothing"),
        (": [ - streamlit", "nothing"),
    ],
)
@pytest.mark.parametrize("name", ["environment.yml", "environment-dev.yaml", "conda.yml", "conda_env.yaml"])
def test_conda_environments(tmp_path: Path, name: str, content: str, label: str) -> None:
    assert declared(tmp_path, {name: content}) == label


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
        ("requirements.in", "streamlit>=1.40,<1.50", "1.40 to 1.49"),
        ("requirements-dev.in", "streamlit~=1.40.0", "1.40"),
        ("requirements/base.in", "streamlit~=1.40.0", "1.40"),
        ("reqs.txt", "streamlit==1.40.0", "1.40"),
        (".streamlit/requirements.txt", "streamlit==1.40.0", "1.40"),
        ("pixi.toml", '[dependencies]\nstreamlit = ">=1.40,<1.50"', "1.40 to 1.49"),
        ("pixi.toml", '[dependencies]\nstreamlit = "1.40.*"', "1.40"),
        ("pixi.toml", '[dependencies]\nstreamlit = { version = "==1.40.1", channel = "conda-forge" }', "1.40.1"),
        ("pixi.toml", '[pypi-dependencies]\nstreamlit = { version = "~=1.40.0", extras = ["x"] }', "1.40"),
        ("pixi.toml", '[pypi-dependencies]\nstreamlit = { git = "https://g.example/s", tag = "1.40.0" }', "1.40"),
        ("pixi.toml", '[target.linux-64.dependencies]\nstreamlit = "1.40.*"', "1.40"),
        ("pixi.toml", '[feature.ui.pypi-dependencies]\nstreamlit = "==1.40"', "1.40"),
        ("pixi.toml", '[dependencies]\nstreamlit = "*"', "nothing"),
        ("pixi.toml", '[dependencies\nstreamlit = "1.40.*"', "nothing"),
        ("pyproject.toml", '[tool.pixi.dependencies]\nstreamlit = "1.40.*"', "1.40"),
        ("pixi.lock", "- conda: https://c.example/noarch/streamlit-1.40.0-pyhd8ed1ab_0.conda\n", "1.40"),
        (
            "conda-lock.yml",
            "- name: streamlit\n  url: https://c.example/noarch/streamlit-1.40.0-py_0.tar.bz2\n",
            "1.40",
        ),
        ("Dockerfile", "FROM python\nRUN pip install --no-cache-dir streamlit==1.40.0 pandas && rm -r x", "1.40"),
        (
            "Dockerfile",
            "RUN pip3 install -U pip \\\n # why\n  && python -m pip install \\\n  'streamlit>=1.40,<1.50'",
            "1.40 to 1.49",
        ),
        ("Containerfile", 'RUN ["pip", "install", "streamlit==1.40.0"]', "1.40"),
        ("Dockerfile", "RUN uv pip install --system streamlit~=1.40.0", "1.40"),
        ("Dockerfile", "RUN pip install streamlit", "nothing"),
        ("Dockerfile", "RUN pip install streamlit==${VERSION}", "nothing"),
        ("Dockerfile", "# RUN pip install streamlit==1.40.0\nCMD streamlit run app.py", "nothing"),
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
    assert found(write(tmp_path, files)) == ("1.40 to 1.49", "known", "pyproject.toml and requirements.txt")


def test_a_declaration_that_contradicts_those_before_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit==1.50.0", "requirements_old.txt": "streamlit==1.20.0"})
    assert resolve_target(None, None, tmp_path).source == "requirements.txt"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements-dev.txt", "streamlit==1.45.0"),
        ("requirements_test.in", "streamlit==1.20.0"),
        ("requirements/prod.txt", "streamlit==1.45.0"),
        ("requirements_old.txt", "streamlit==1.45.0"),
        ("requirements-backup-2024.txt", "streamlit==1.45.0"),
    ],
)
def test_lists_for_other_purposes_say_nothing_beside_the_apps_own(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, {"requirements.txt": "streamlit>=1.40", name: content})
    assert found(tmp_path) == ("1.40 to 1.67", "known", "requirements.txt")


def test_lists_for_other_purposes_count_where_the_apps_own_has_no_version(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit", "requirements-prod.txt": "streamlit==1.45.0"})
    assert found(tmp_path) == ("1.45", "known", "requirements-prod.txt")


def test_a_copy_that_nobody_installs_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "streamlit", "requirements_bu20240115.txt": "streamlit==1.23.1"})
    assert found(tmp_path) == ("1.67", "assumed", "the newest known release")


def test_the_source_is_the_included_file_that_names_the_version(tmp_path: Path) -> None:
    write(tmp_path, {"app/requirements.txt": "-r ../base.txt\npandas", "base.txt": "streamlit==1.40.0"})
    target = resolve_target(None, None, tmp_path, tmp_path / "app")
    assert (target.versions.label, target.source) == ("1.40", "base.txt")


@pytest.mark.parametrize(
    "line",
    [
        "RUN pip install --no-cache-dir -r requirements.txt -c constraints.txt",
        "RUN pip install -r requirements.txt \\\n  --constraint=./constraints.txt && echo ready",
    ],
)
def test_constraints_of_a_container_file(tmp_path: Path, line: str) -> None:
    files: dict[str, str | bytes] = {
        "requirements.txt": "streamlit\npandas",
        "constraints.txt": "pandas==2.0\nstreamlit==1.58.0",
        "Dockerfile": f"FROM python\n{line}\n",
    }
    assert found(write(tmp_path, files)) == ("1.58", "known", "constraints.txt")


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        (
            "requirements.txt",
            'streamlit==1.40.0; python_version>="3.9"\nstreamlit>=1.23; python_version<"3.9"',
            "1.23 to 1.67",
        ),
        ("requirements.txt", 'streamlit<1.50\nstreamlit>=1.40; python_version>="3.9"', "1.40 to 1.49"),
        ("requirements.txt", 'streamlit<1.50\nstreamlit; python_version>="3.9"', "1.12 to 1.49"),
        (
            "pyproject.toml",
            '[project.optional-dependencies]\nold = ["streamlit<1.41"]\nnew = ["streamlit>=1.30"]',
            "1.12 to 1.67",
        ),
        (
            "pixi.toml",
            '[feature.a.dependencies]\nstreamlit = "1.30.*"\n[feature.b.dependencies]\nstreamlit = "1.40.*"',
            "1.30 to 1.40",
        ),
    ],
)
def test_of_what_holds_on_a_condition_any_may_hold(tmp_path: Path, name: str, content: str, label: str) -> None:
    assert found(write(tmp_path, {name: content}))[:2] == (label, "known")


@pytest.mark.parametrize(
    ("constraint", "label", "told"),
    [
        ("~=0.83.0", "1.12", "older than any release that keylint knows; checked as if it were 1.12"),
        ("==1.11.0", "1.12", "older than any release that keylint knows; checked as if it were 1.12"),
        (">=2", "1.67", "newer than any release that keylint knows; checked as if it were 1.67"),
        (">=0.63", "1.12 to 1.67", None),
        ("==1.12.2", "1.12", None),
        ("==1.67.9", "1.67", None),
    ],
)
def test_releases_that_are_not_known_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constraint: str, label: str, told: str | None
) -> None:
    monkeypatch.chdir(write(tmp_path, {"requirements.txt": f"streamlit{constraint}"}))
    target = resolve_target(None, None, tmp_path)
    assert target.versions.label.startswith(label)
    assert [each.reason for each in target.unread] == ([] if told is None else [told])


def test_a_lock_wins_over_ranges(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": '[project]\ndependencies = ["streamlit>=1.40"]',
        "uv.lock": '[[package]]\nname = "streamlit"\nversion = "1.52.2"\n',
    }
    target = resolve_target(None, None, write(tmp_path, files))
    assert (target.versions.label, target.source) == ("1.52.2", "uv.lock")
    assert target.requires((1, 40, 0))
    assert not target.requires((1, 41, 0))


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


UNREADABLE = "this names Streamlit, and keylint cannot read which version"


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("requirements.txt", "pandas\nstreamlit >= banana\n", [2]),
        ("requirements.txt", "pandas\n\nstreamlit=1.40\nstreamlit @ git+https://git.example/streamlit\n", [3, 4]),
        (
            "requirements.txt",
            "streamlit==1.40.0\nstreamlit\nstreamlit-extras\n# streamlit=1\n--find-links streamlit\n",
            [],
        ),
        ("requirements.txt", b"pandas\nstreamlit\xe9==1.2\n", [2]),
        ("requirements.txt", f"streamlit=={'9' * 5000}", [1]),
        ("pyproject.toml", '[project]\nname = "x"\ndependencies = [\n  "pandas",\n  "streamlit=1.40",\n]', [5]),
        ("pyproject.toml", '[tool.poetry.dependencies]\nstreamlit = "^x"', [2]),
        ("pyproject.toml", '[tool.poetry.dependencies]\nstreamlit = {git = "https://git.example/streamlit"}', [2]),
        ("pyproject.toml", '[project\n# streamlit\ndependencies = ["streamlit==1.39.0"]', [3]),
        ("pyproject.toml", '[project\nname = "streamlit-app"', []),
        ("pixi.toml", "[dependencies]\nstreamlit = 3", [2]),
        ("setup.py", "setup(\n  install_requires=['streamlit==1.39.0'", [2]),
        ("setup.cfg", "x\ninstall_requires = streamlit==1.39.0", [2]),
        ("environment.yml", "name: streamlit\ndependencies: [python, streamlit=1.40]\n", [2]),
        ("environment.yml", "dependencies:\n- pip: [streamlit==1.40]\n- streamlit[version=\n", [2, 3]),
        ("Dockerfile", "FROM x\n\nRUN pip install \\\n  streamlit==$V\n", [3]),
        ("Pipfile.lock", '{"default": {\n"streamlit": {"version": 3}}}', [2]),
        ("uv.lock", 'version = 1\n\n[[package]]\nname = "streamlit"\n<<<<<<< HEAD\nversion = "1.39.0"\n', [4]),
    ],
)
def test_a_line_that_names_streamlit_and_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | bytes, lines: list[int]
) -> None:
    monkeypatch.chdir(write(tmp_path, {name: content}))
    unread = resolve_target(None, None, tmp_path).unread
    assert [(each.path, each.line, each.reason) for each in unread] == [(name, line, UNREADABLE) for line in lines]


def test_what_is_read_though_it_is_no_requirement_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, {"requirements.txt": "-r more.txt", "more.txt": "\n- streamlit>=1.36.0\n"}))
    (told,) = resolve_target(None, None, tmp_path).unread
    assert (told.path, told.line) == ("more.txt", 2)
    assert told.reason == "pip does not take this line; keylint reads it as streamlit>=1.36.0"


def test_an_unread_lock_leaves_the_decision_to_the_others(tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": '[[package]]\nname = "streamlit"\n<<<<', "requirements.txt": "streamlit==1.40.0"})
    assert found(tmp_path) == ("1.40", "known", "requirements.txt")


@pytest.mark.parametrize("name", [".venv", "venv"])
@pytest.mark.parametrize("library", ["lib/python3.9", "lib/python3.14t", "Lib"])
def test_the_projects_own_environment(tmp_path: Path, name: str, library: str) -> None:
    write(tmp_path, {"requirements.txt": "streamlit\npandas\n", "apps/one/app.py": ""})
    install(tmp_path / name, "1.52.2", library)
    assert found(tmp_path) == ("1.52.2", "inferred", f"installed in {name}")
    assert resolve_target(None, None, tmp_path, tmp_path / "apps" / "one").source == f"installed in {name}"
    install(tmp_path / "apps" / name, "1.44.0", library)
    assert resolve_target(None, None, tmp_path, tmp_path / "apps" / "one").source == f"installed in apps/{name}"


def test_an_active_environment_comes_after_the_projects_own(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"app.py": ""})
    active = tuple(ActiveEnvironment(name, tmp_path / name) for name in ("VIRTUAL_ENV", "CONDA_PREFIX"))
    assert resolve_target(None, None, project, environments=active).certainty is Certainty.ASSUMED
    for folder, version, source in (
        (tmp_path / "CONDA_PREFIX", "1.30.0", "installed in CONDA_PREFIX"),
        (tmp_path / "VIRTUAL_ENV", "1.40.0", "installed in VIRTUAL_ENV"),
        (project / ".venv", "1.50.0", "installed in .venv"),
    ):
        install(folder, version)
        target = resolve_target(None, None, project, environments=active)
        assert (target.versions.label, target.certainty, target.source) == (version[:4], Certainty.INFERRED, source)
    write(project, {"requirements.txt": "streamlit==1.60.0"})
    assert resolve_target(None, None, project, environments=active).certainty is Certainty.KNOWN


def test_an_environment_for_several_pythons_admits_what_each_has(tmp_path: Path) -> None:
    install(tmp_path / ".venv", "1.50.0")
    install(tmp_path / ".venv", "1.40.0", "lib/python3.11")
    assert found(tmp_path)[0] == "1.40 to 1.50"


def test_nothing_is_assumed_to_be_more_than_assumed(tmp_path: Path) -> None:
    assert found(tmp_path) == (NEWEST, "assumed", "the newest known release")
    assert found(write(tmp_path, {"requirements.txt": "streamlit\n"}))[1] == "assumed"


def test_environments_that_are_none(tmp_path: Path) -> None:
    metadata = install(tmp_path / ".venv", "1.50.0")
    for content in (
        b"",
        b"Name: streamlit\n",
        b"Version: \xff\xfe\n",
        b"Version: latest\n",
        b"\nVersion: 1.50\n",
        b"\0" * 99,
    ):
        metadata.write_bytes(content)
        assert found(tmp_path)[1] == "assumed"
    metadata.unlink()
    metadata.mkdir()
    assert found(tmp_path)[1] == "assumed"
    metadata.rmdir()
    with metadata.open("wb") as file:
        file.write(b"Version: 1.50.0\n")
        file.truncate(64 << 20)
    assert found(tmp_path)[1] == "assumed"
    install(tmp_path / "venv", "1.41.0").parent.rename(
        tmp_path / "venv/lib/python3.12/site-packages/streamlit-x.egg-info"
    )
    assert found(tmp_path)[1] == "assumed"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    metadata = install(tmp_path / ".venv", "1.50.0")
    metadata.unlink()
    for path in (metadata, tmp_path / "requirements.in", tmp_path / "Dockerfile", tmp_path / "conda.yml"):
        os.mkfifo(path)
    disk = Disk()
    assert resolve_target(None, None, tmp_path, disk=disk).certainty is Certainty.ASSUMED
    assert len(disk.left_out) == 4


@pytest.mark.parametrize("part", ["", "lib", "lib/python3.12/site-packages", "METADATA"])
def test_a_link_that_leads_out_of_the_project_is_no_environment_of_it(tmp_path: Path, part: str) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    metadata = install(outside, "1.41.0")
    target, link = outside / part, project / ".venv" / part
    if part == "METADATA":
        target, link = metadata, project / ".venv" / metadata.relative_to(outside)
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("no symbolic links here")
    assert found(project)[1] == "assumed"
    # The user, not the project, says where an active environment is.
    active = (ActiveEnvironment("VIRTUAL_ENV", project / ".venv"),)
    assert resolve_target(None, None, project, environments=active).certainty is Certainty.INFERRED


def test_a_link_to_itself_is_no_environment(tmp_path: Path) -> None:
    try:
        (tmp_path / ".venv").symlink_to(tmp_path / ".venv")
    except OSError:
        pytest.skip("no symbolic links here")
    assert found(tmp_path)[1] == "assumed"


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
    "environment.yml": [
        f"- streamlit={DIGITS}",
        "- streamlit" + "|" * 9000,
        "- streamlit[" + "version=" * 9000,
        "- pip: " * 9000,
    ],
    "requirements.in": [
        "- " * 90_000 + "streamlit",
        "streamlit @ " + "@" * 90_000,
        "/streamlit-1" * 9000 + ".whl",
        "git+/streamlit@" * 9000,
    ],
    "pixi.toml": [f"[dependencies]\nstreamlit = '{DIGITS}'", "[dependencies]\nstreamlit = [1]"],
    "pixi.lock": ["/streamlit-1" * 9000, f"/streamlit-{DIGITS}.whl"],
    "Dockerfile": ["pip install " * 9000, "pip install streamlit '" + '"' * 9000, "RUN pip" + " " * 90_000 + "install"],
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
