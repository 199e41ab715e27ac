from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keylint import cache
from keylint.cache import Store, cache_folder
from keylint.content_hash import hash_of_content
from keylint.locks import lock

ONE, TWO = hash_of_content(b"one"), hash_of_content(b"two")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".keylint_cache"


def _store(folder: Path) -> Path:
    (store,) = folder.glob("facts-*")
    return store


def _fill(folder: Path, **facts: bytes) -> None:
    filled = Store(folder, "facts", "1")
    for content, data in facts.items():
        filled.put(hash_of_content(content.encode()), data)
    filled.save()


def test_what_was_put_is_there_in_the_next_run(folder: Path) -> None:
    _fill(folder, one=b"facts of one", two=b"")

    later = Store(folder, "facts", "1")

    assert later.get(ONE) == b"facts of one"
    assert later.get(TWO) == b""
    assert later.get(hash_of_content(b"three")) is None


def test_what_was_put_is_there_before_it_is_saved(folder: Path) -> None:
    unsaved = Store(folder, "facts", "1")
    unsaved.put(ONE, b"x")

    assert unsaved.get(ONE) == b"x"
    assert not folder.exists()


def test_new_entries_stand_beside_old_ones_and_replace_their_own(folder: Path) -> None:
    _fill(folder, one=b"1", two=b"2")
    _fill(folder, two=b"22", three=b"3")

    later = Store(folder, "facts", "1")

    assert [later.get(hash_of_content(name)) for name in (b"one", b"two", b"three")] == [b"1", b"22", b"3"]


def test_without_a_folder_nothing_is_kept() -> None:
    none = Store(None, "facts", "1")
    none.put(ONE, b"x")
    none.save()

    assert none.get(ONE) is None


def test_another_schema_version_or_python_starts_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(folder, one=b"1")

    assert Store(folder, "facts", "2").get(ONE) is None
    with monkeypatch.context() as patched:
        patched.setattr(cache, "__version__", "99.0")
        assert Store(folder, "facts", "1").get(ONE) is None
    with monkeypatch.context() as patched:
        patched.setattr(sys, "hexversion", 1)
        assert Store(folder, "facts", "1").get(ONE) is None
    assert Store(folder, "facts", "1").get(ONE) == b"1"


def test_the_folder_keeps_out_of_git_and_of_backups(folder: Path) -> None:
    _fill(folder, one=b"1")

    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_folder_that_was_there_gets_no_gitignore(tmp_path: Path) -> None:
    _fill(tmp_path, one=b"1")

    assert [path.name for path in tmp_path.iterdir()] == [_store(tmp_path).name]


def test_where_the_store_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYLINT_CACHE_DIR", raising=False)
    assert cache_folder(tmp_path) == tmp_path / ".keylint_cache"

    monkeypatch.setenv("KEYLINT_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert cache_folder(tmp_path) == tmp_path / "elsewhere"

    monkeypatch.setenv("KEYLINT_CACHE_DIR", "")
    assert cache_folder(tmp_path) == tmp_path / ".keylint_cache"


def test_no_byte_that_changes_gives_wrong_facts(folder: Path) -> None:
    _fill(folder, one=b"facts of one", two=b"facts of two")
    store = _store(folder)
    whole = store.read_bytes()
    for place in range(len(whole)):
        store.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        damaged = Store(folder, "facts", "1")
        assert damaged.get(ONE) in (b"facts of one", None)
        assert damaged.get(TWO) in (b"facts of two", None)


def test_a_store_that_was_cut_off_or_is_something_else(folder: Path) -> None:
    _fill(folder, one=b"facts of one")
    store = _store(folder)
    whole = store.read_bytes()
    for content in (*(whole[:length] for length in range(len(whole))), b"\xff" * 500, b"\0" * 500):
        store.write_bytes(content)
        assert Store(folder, "facts", "1").get(ONE) is None
    _fill(folder, one=b"again")

    assert Store(folder, "facts", "1").get(ONE) == b"again"


def test_a_folder_or_store_that_cannot_be_used_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    _fill(tmp_path / "file", one=b"1")
    _fill(tmp_path / "file" / "below", one=b"1")
    assert Store(tmp_path / "file", "facts", "1").get(ONE) is None

    _fill(tmp_path / "store", one=b"1")
    store = _store(tmp_path / "store")
    store.unlink()
    store.mkdir()
    _fill(tmp_path / "store", one=b"1")
    assert Store(tmp_path / "store", "facts", "1").get(ONE) is None
    assert store.is_dir() and list(tmp_path.glob("store/*.tmp")) == []


def test_a_full_disk_leaves_the_old_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(folder, one=b"1")

    def no_space(path: Path, mode: str) -> object:
        path.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", no_space)
        _fill(folder, two=b"2")

    assert Store(folder, "facts", "1").get(ONE) == b"1"
    assert Store(folder, "facts", "1").get(TWO) is None
    assert [path.suffix for path in folder.glob("facts-*")] == [""]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not stop an administrator")
def test_a_read_only_folder_means_no_cache(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    _fill(tmp_path / ".keylint_cache", one=b"1")

    assert not (tmp_path / ".keylint_cache").exists()


def test_a_warm_run_does_not_write(folder: Path) -> None:
    _fill(folder, one=b"1")
    before = _store(folder).stat()
    warm = Store(folder, "facts", "1")
    warm.get(ONE)
    warm.save()

    assert _store(folder).stat().st_ino == before.st_ino
    assert _store(folder).stat().st_mtime_ns == before.st_mtime_ns


def test_entries_that_no_run_needs_are_dropped_in_time(folder: Path) -> None:
    _fill(folder, one=b"1", two=b"2")
    for edit in range(40):
        run = Store(folder, "facts", "1")
        run.get(ONE)
        run.put(hash_of_content(b"edit %d" % edit), b"x")
        run.save()
        if edit == 20:
            early = Store(folder, "facts", "1")
            assert early.get(TWO) == b"2"  # looked at, not saved: does not count as use

    later = Store(folder, "facts", "1")

    assert later.get(ONE) == b"1"
    assert later.get(TWO) is None
    assert later.get(hash_of_content(b"edit 0")) is None
    assert later.get(hash_of_content(b"edit 39")) == b"x"


def test_the_number_of_stores_is_bounded_and_the_newest_stay(folder: Path) -> None:
    for schema in range(10):
        run = Store(folder, "facts", str(schema))
        run.put(ONE, b"%d" % schema)
        run.save()
        for store in folder.glob("facts-*"):  # so that each store is older than the next one by a second
            os.utime(store, (store.stat().st_mtime - 1,) * 2)

    assert len(list(folder.glob("facts-*"))) == 4
    assert [Store(folder, "facts", str(schema)).get(ONE) is not None for schema in range(10)] == [False] * 6 + [
        True
    ] * 4


def test_what_a_killed_process_left_is_removed_but_not_what_another_writes(folder: Path) -> None:
    folder.mkdir()
    start = b"keylint store 2\n"
    name = ".keylint-unfinished-0123456789abcde{}.tmp".format
    abandoned, empty, written = (folder / name(number) for number in range(3))
    abandoned.write_bytes(start)
    empty.touch()
    with written.open("wb") as file:
        file.write(start)
        file.flush()
        assert lock(file.fileno())
        _fill(folder, two=b"2")

        assert not abandoned.exists()
        assert not empty.exists()
        assert written.exists()


OTHERS = [
    *("facts-2019.csv", "facts-", "facts-notes", "facts-0123456789abcdef.csv", "results-0123456789abcdef"),
    *(".keylint-unfinished-0123456789abcdef.tmp2", "keylint-unfinished-0123456789abcdef.tmp"),
    *("facts-0123456789abcdef", ".keylint-unfinished-1.tmp", "facts-0123456789ABCDEF", "key.tmp", ".gitignore"),
]


def test_only_its_own_files_are_removed(folder: Path) -> None:
    _fill(folder, one=b"1")
    own = _store(folder)
    for number in range(8):
        (folder / f"facts-0123456789abcde{number}").mkdir()
        (folder / f"facts-f123456789abcde{number}").symlink_to(own if number else folder / "nowhere")
    for name in OTHERS:
        (folder / name).write_text("year,sales\n2019,7\n", encoding="utf-8")
        os.utime(folder / name, (1, 1))
    before = sorted(path.name for path in folder.iterdir())
    for number in range(5):
        run = Store(folder, "facts", "1")
        run.put(ONE, b"%d" % number)
        run.save()

    assert sorted(path.name for path in folder.iterdir()) == before
    assert all((folder / name).read_text(encoding="utf-8") == "year,sales\n2019,7\n" for name in OTHERS)


def test_a_folder_that_is_a_link_is_no_cache(tmp_path: Path, folder: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "facts-2019.csv").touch()
    folder.symlink_to(theirs)
    _fill(folder, one=b"1")

    assert Store(folder, "facts", "1").get(ONE) is None
    assert [path.name for path in theirs.iterdir()] == ["facts-2019.csv"]


def test_a_store_of_somebody_else_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(folder, one=b"1")
    ours = _store(folder)
    monkeypatch.setattr(cache, "user_key", lambda: b"k" * 32)
    _fill(folder, one=b"forged")
    [theirs] = [path for path in folder.glob("facts-*") if path != ours]
    monkeypatch.undo()
    theirs.replace(ours)

    assert Store(folder, "facts", "1").get(ONE) is None


def test_without_a_key_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "user_key", lambda: None)
    _fill(folder, one=b"1")

    assert Store(folder, "facts", "1").get(ONE) is None
    assert not list(folder.glob("facts-*"))


def test_a_store_that_is_a_pipe_does_not_stop_the_run(folder: Path) -> None:
    _fill(folder, one=b"1")
    store = _store(folder)
    store.unlink()
    os.mkfifo(store)

    assert Store(folder, "facts", "1").get(ONE) is None


def test_processes_that_save_at_once_leave_a_whole_store(folder: Path) -> None:
    code = """
import sys
from pathlib import Path
from keylint.cache import Store
from keylint.content_hash import hash_of_content
for number in range(40):
    run = Store(Path(sys.argv[1]), "facts", "1")
    assert run.get(hash_of_content(b"shared")) in (None, b"s" * 50_000)
    run.put(hash_of_content(b"shared"), b"s" * 50_000)
    run.put(hash_of_content(f"{sys.argv[2]} {number}".encode()), b"x" * 1000)
    run.save()
"""
    writers = [subprocess.Popen([sys.executable, "-c", code, str(folder), name]) for name in "ab"]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert Store(folder, "facts", "1").get(hash_of_content(b"shared")) == b"s" * 50_000
    assert list(folder.glob("*.tmp")) == []
