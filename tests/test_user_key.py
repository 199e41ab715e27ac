from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint
from keylint.user_key import is_kept_outside, user_folder, user_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and XDG are for others than Windows")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    user_key.cache_clear()
    yield tmp_path / "keylint"
    user_key.cache_clear()


def again() -> bytes | None:
    user_key.cache_clear()
    return user_key()


def test_a_key_is_made_once_and_is_for_its_user_alone(home: Path) -> None:
    key = user_key()
    assert key is not None
    assert len(key) == 32
    assert again() == key
    assert [path.name for path in home.iterdir()] == ["key"]
    assert (home / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_can_read_is_none_and_stays_as_it_is(home: Path) -> None:
    home.mkdir()
    (home / "key").write_bytes(b"k" * 32)
    (home / "key").chmod(0o644)
    assert user_key() is None
    assert (home / "key").read_bytes() == b"k" * 32


def test_nor_is_a_link_a_folder_or_a_pipe(home: Path) -> None:
    home.mkdir()
    (home / "other").write_bytes(b"k" * 32)
    (home / "other").chmod(0o600)
    (home / "key").symlink_to(home / "other")
    assert user_key() is None
    (home / "key").unlink()
    (home / "key").mkdir(mode=0o700)
    assert again() is None
    (home / "key").rmdir()
    os.mkfifo(home / "key", 0o600)
    assert again() is None


def test_a_key_that_was_cut_off_is_made_anew(home: Path) -> None:
    user_key()
    (home / "key").write_bytes(b"short")
    key = again()
    assert key is not None
    assert len(key) == 32


def test_where_no_home_can_be_written_there_is_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert again() is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "relative")
    assert user_folder() is None
    assert again() is None
    user_key.cache_clear()


def test_what_lies_in_the_project_may_be_the_projects(
    home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, elsewhere = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("elsewhere")
    assert is_kept_outside(project)
    assert not is_kept_outside(home.parent)
    assert not is_kept_outside(home.parent.parent)
    (home.parent / ".git").mkdir(exist_ok=True)  # the checkout is the home, and a folder of it is checked
    (home.parent / "app").mkdir(exist_ok=True)
    assert not is_kept_outside(home.parent / "app")
    for place in (project / ".cache", project / "link", elsewhere / "link", project / "a" / ".." / ".cache"):
        if place.name == "link":
            place.symlink_to(elsewhere if place.parent == project else project)
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        assert not is_kept_outside(project), place


def test_a_key_that_a_repository_brings_along_marks_nothing(
    home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that has the checkout as its home."""
    project = tmp_path_factory.mktemp("project")
    (project / "app.py").write_text("import streamlit as st\nst.text_input('Name', key='name')\n")
    monkeypatch.chdir(project)
    assert CliRunner().invoke(keylint, ["check"]).exit_code == 0
    assert (project / ".keylint_cache").is_dir()
    theirs = project / ".cache" / "keylint"
    theirs.mkdir(parents=True)
    (theirs / "key").write_bytes((home / "key").read_bytes())
    (theirs / "key").chmod(0o600)
    before = {file: file.read_bytes() for file in (project / ".keylint_cache").iterdir()}
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / ".cache"))
    user_key.cache_clear()
    (project / "app.py").write_text("import streamlit as st\nst.text_input('Name', key='name'\n")
    assert CliRunner().invoke(keylint, ["check"]).exit_code == 1
    assert {file: file.read_bytes() for file in (project / ".keylint_cache").iterdir()} == before
