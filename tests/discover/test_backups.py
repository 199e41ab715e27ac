from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.discover.files import discover
from tests.discover.tree import found, names, selection, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "copy",
    [
        "app copy.py",
        "app copy 2.py",
        "app - Copy.py",
        "app - Copy (3).py",
        "Copy of app.py",
        "app (1).py",
        "app(2).py",
        "app_backup.py",
        "app-backup.py",
        "app_bak.py",
        "app_old.py",
        "app_copy.py",
    ],
)
def test_a_copy_is_a_backup_where_its_original_is(tmp_path: Path, copy: str) -> None:
    write(tmp_path, {"app.py": "", copy: "", f"elsewhere/{copy}": ""})

    discovery = discover([tmp_path], (), tmp_path)

    assert names(discovery.files, tmp_path) == ["app.py", f"elsewhere/{copy}"]
    assert names(discovery.backups, tmp_path) == [copy]


@pytest.mark.parametrize("name", ["app.bak.py", "app.orig.py", "app.old.py", "app-checkpoint.py"])
def test_some_names_need_no_original(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: ""})

    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["app2.py", "app_v2.py", "old_app.py", "copy.py", "backup.py", "_app.py", "app_new.py"]
)
def test_names_that_prove_nothing_stay(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"app.py": "", name: ""})

    assert sorted(found(tmp_path)) == sorted(["app.py", name])


@pytest.mark.parametrize("folder", ["backup", "Backups", "_old", "archive", "_archived", "bak", "backup_2024-05-01"])
def test_folders_of_retired_code(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {"app.py": "", f"{folder}/app.py": "", f"{folder}/pages/x.py": ""})

    discovery = discover([tmp_path], (), tmp_path)

    assert names(discovery.files, tmp_path) == ["app.py"]
    assert len(discovery.backups) == 2


@pytest.mark.parametrize("folder", ["older", "backup_tool", "archiver", "holdings"])
def test_folders_that_only_sound_like_it(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {f"{folder}/app.py": ""})

    assert found(tmp_path) == [f"{folder}/app.py"]


def test_a_page_may_be_about_backups(tmp_path: Path) -> None:
    write(tmp_path, {"pages/database.py": "", "pages/database_backup.py": "", "pages/database copy.py": ""})

    assert found(tmp_path) == ["pages/database.py", "pages/database_backup.py"]


def test_a_backup_that_the_app_imports_or_names_is_in_use(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "import streamlit as st\nfrom db_backup import KEY\nst.Page('archive/list.py')\n",
            "db.py": "",
            "db_backup.py": "KEY = 'k'",
            "archive/list.py": "from archive.texts import TITLE",
            "archive/texts.py": "",
            "archive/forgotten.py": "import streamlit, app",
            "archive/sums.py": "import math",
        },
    )

    chosen = selection(tmp_path)

    assert names(chosen.selected, tmp_path) == ["app.py", "archive/list.py", "archive/texts.py", "db_backup.py"]
    assert names(chosen.backups, tmp_path) == ["archive/forgotten.py", "archive/sums.py"]
    assert names(chosen.retired, tmp_path) == ["archive/forgotten.py"]
    assert names(chosen.skipped, tmp_path) == ["db.py"]
