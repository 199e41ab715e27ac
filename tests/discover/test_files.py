from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from keylint.discover.files import Discovery, discover, display_path
from keylint.errors import ConfigurationError, UsageError
from tests.discover.tree import found, names, write


def test_files_come_sorted_and_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"b.py": "", "a/z.py": "", "a/b/c.py": "", "notes.txt": "", "old.pyw": "", "x.pyi": ""})
    monkeypatch.chdir(tmp_path)

    files = discover([Path()], (), tmp_path).files

    assert [file.display for file in files] == ["a/b/c.py", "a/z.py", "b.py"]
    assert all(file.path.is_absolute() for file in files)


def test_a_file_outside_of_the_working_directory_is_shown_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"app.py": "", "inner/x.py": ""})
    monkeypatch.chdir(tmp_path / "inner")

    assert discover([Path("../app.py")], (), tmp_path).files[0].display == (tmp_path / "app.py").as_posix()


def test_emoji_and_spaces_in_names(tmp_path: Path) -> None:
    write(tmp_path, {"pages/1_🔥 Home page.py": "", "ünï cödé/[x] (y).py": ""})

    assert found(tmp_path) == ["pages/1_🔥 Home page.py", "ünï cödé/[x] (y).py"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux file systems take any bytes as a name")
def test_a_name_that_is_not_unicode_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text("")

    (file,) = discover([tmp_path], (), tmp_path).files

    assert file.display.encode("utf-8").endswith(rb"caf\udce9.py")
    assert file.path.read_bytes() == b""


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert discover([tmp_path], (), tmp_path) == Discovery(files=())


def test_a_folder_whose_name_ends_in_py_is_walked(tmp_path: Path) -> None:
    write(tmp_path, {"streamlit.py/app.py": ""})

    assert found(tmp_path) == found(tmp_path, "streamlit.py") == ["streamlit.py/app.py"]


def test_paths_that_overlap_give_each_file_once(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.py": "", "b.py": ""})

    assert found(tmp_path, ".", "a", "a/x.py", "b.py") == ["a/x.py", "b.py"]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden/x.py",
        ".x.py",
        "._app.py",
        ".ipynb_checkpoints/app.py",
        "node_modules/pkg/x.py",
        "__pycache__/x.py",
        "lib/python3.12/site-packages/streamlit/x.py",
        "__pypackages__/3.12/lib/x.py",
    ],
)
def test_hidden_and_foreign_code_is_left_out(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "", "app.py": ""})

    assert found(tmp_path) == ["app.py"]


def test_environments_are_left_out_whatever_they_are_called(tmp_path: Path) -> None:
    write(tmp_path, {"my env/pyvenv.cfg": "", "my env/bin/x.py": "", "conda/conda-meta/history": "", "conda/x.py": ""})
    write(tmp_path, {"venv/app.py": ""})

    assert found(tmp_path) == ["venv/app.py"]


def test_a_project_made_inside_its_environment_is_walked(tmp_path: Path) -> None:
    write(tmp_path, {"pyvenv.cfg": "", "app.py": "", "lib/python3.12/site-packages/x.py": ""})

    assert found(tmp_path) == ["app.py"]


def test_build_is_left_out_only_where_setuptools_made_it(tmp_path: Path) -> None:
    write(tmp_path, {"one/setup.py": "", "one/build/lib/pkg/x.py": "", "two/build/lib/x.py": "", "two/dist/y.py": ""})

    assert found(tmp_path) == ["one/setup.py", "two/build/lib/x.py", "two/dist/y.py"]


def test_exclude_patterns_are_relative_to_the_root(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "legacy/a.py": "", "x/legacy/b.py": "", "x/gen_a.py": "", "x/gen_keep.py": ""})

    assert found(tmp_path, exclude=("/legacy/", "gen_*.py", "!gen_keep.py")) == [
        "app.py",
        "x/gen_keep.py",
        "x/legacy/b.py",
    ]


def test_exclude_cannot_take_back_what_git_ignores_nor_git_what_is_excluded(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "a.py\n!b.py\n", "a.py": "", "b.py": "", "c.py": ""})

    assert found(tmp_path, exclude=("!a.py", "b.py")) == ["c.py"]


def test_what_is_named_is_taken_though_excluded_ignored_or_a_backup(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "build/\ngen_*.py\n", "build/a.py": "", "build/gen_b.py": "", "backup/c.py": ""})
    write(tmp_path, {"app.bak.py": "", ".hidden.py": ""})

    assert found(tmp_path, "build") == ["build/a.py"]
    assert found(tmp_path, "build", exclude=("build",)) == ["build/a.py"]
    assert found(tmp_path, "build/gen_b.py", "app.bak.py", ".hidden.py", exclude=("*",)) == [
        ".hidden.py",
        "app.bak.py",
        "build/gen_b.py",
    ]
    assert found(tmp_path, "backup", ".") == ["backup/c.py"]


@pytest.mark.parametrize("pattern", ["", "!", "\\", "[a", "[z-a]", "# x"])
def test_an_exclude_pattern_that_means_nothing_is_an_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigurationError, match=r"exclude: .* is not a pattern"):
        discover([tmp_path], (pattern,), tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "nowhere.py", "app.py/inner.py"])
def test_a_missing_path_is_a_usage_error(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"app.py": ""})

    with pytest.raises(UsageError, match=rf"{name} does not exist; give a file or a folder that does$"):
        discover([tmp_path / name], (), tmp_path)


def test_a_file_that_is_not_python_is_a_usage_error(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "", "tool.pyw": ""})

    for name in ("README.md", "tool.pyw"):
        with pytest.raises(UsageError, match=rf"{name} is not a Python file"):
            discover([tmp_path / name], (), tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")

    assert found(tmp_path) == []
    with pytest.raises(UsageError, match="is not a Python file"):
        discover([tmp_path / "pipe.py"], (), tmp_path)


def _refuse(monkeypatch: pytest.MonkeyPatch, *refused: Path) -> None:
    """Permissions do not stop an administrator, so the tests refuse in the place of the operating system."""
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path) in refused:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)


def test_an_unreadable_folder_on_the_way_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"app.py": "", "secret/x.py": ""})
    _refuse(monkeypatch, tmp_path / "secret")

    discovery = discover([tmp_path], (), tmp_path)

    assert names(discovery.files, tmp_path) == ["app.py"]
    (unreadable,) = discovery.unreadable
    assert (unreadable.path, unreadable.reason) == (tmp_path / "secret", "Permission denied")


def test_an_unreadable_argument_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, tmp_path)

    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        discover([tmp_path], (), tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not stop an administrator")
def test_a_file_argument_without_permission_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "app.py").touch(mode=0)

    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        discover([tmp_path / "app.py"], (), tmp_path)


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")


@needs_links
def test_links_that_lead_back_end_the_walk(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.py": "", "app/inner/b.py": ""})
    (tmp_path / "app/inner/up").symlink_to(tmp_path / "app")
    (tmp_path / "app/out").symlink_to(tmp_path)
    (tmp_path / "app/self").symlink_to("self")
    (tmp_path / "app/self.py").symlink_to("self.py")
    (tmp_path / "app/gone.py").symlink_to("nowhere.py")

    assert found(tmp_path, "app") == ["app/a.py", "app/inner/b.py"]


@needs_links
def test_a_linked_folder_is_followed_once_and_real_names_come_first(tmp_path: Path) -> None:
    write(tmp_path, {"shared/ui.py": "", "app/z/x.py": ""})
    (tmp_path / "shared/back").symlink_to(tmp_path / "app")
    (tmp_path / "app/a_link").symlink_to("z")
    (tmp_path / "app/common").symlink_to(tmp_path / "shared")
    (tmp_path / "app/common_again").symlink_to(tmp_path / "shared")

    assert found(tmp_path, "app") == ["app/common/ui.py", "app/z/x.py"]


@needs_links
def test_a_linked_file_is_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"shared.py": "", "pages/1_a.py": ""})
    (tmp_path / "pages/2_b.py").symlink_to(tmp_path / "shared.py")

    assert found(tmp_path) == ["pages/1_a.py", "pages/2_b.py", "shared.py"]


def test_display_path_of_the_folder_itself_and_of_a_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").mkdir()
    monkeypatch.chdir(tmp_path / "app")

    assert display_path(tmp_path / "app-two" / "x.py") == (tmp_path / "app-two/x.py").as_posix()
    assert display_path(tmp_path / "app" / "x.py") == "x.py"
