from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from keylint.user_key import user_folder, user_key

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
